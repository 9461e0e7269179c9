"""Kanaf served as in production, for the bench: gunicorn, logged in as the web role."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from kanaf.foundation.database.cluster import free_port

PATIENCE_SECONDS = 60
THREADS = 8


@dataclass(frozen=True)
class Server:
    """Where it answers, and the process to weigh."""

    url: str
    process: "subprocess.Popen[bytes]"

    def rss_mb(self) -> float:
        """Resident memory of the heaviest web process."""
        family = psutil.Process(self.process.pid).children(recursive=True) or [psutil.Process(self.process.pid)]
        return round(max(p.memory_info().rss for p in family) / 2**20, 1)


@contextmanager
def serving() -> Iterator[Server]:
    """Two web processes until the block ends."""
    port = free_port()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings", "KANAF_DATABASE": os.environ["KANAF_BENCH_WEB"],
        "KANAF_DEMO": "yes",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "gunicorn", "kanaf.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", str(THREADS // 2), "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[1])
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield Server(url, process)
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the web process did not start")
