"""Kanaf served by gunicorn for the tests that knock on its door as a browser does."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from kanaf.foundation.database import roles
from kanaf.foundation.database.cluster import free_port
from tests import databases

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0


@dataclass(frozen=True)
class LiveKanaf:
    """Where it is served, the database behind it and the environment its processes run in."""

    url: str
    database: str
    environment: Mapping[str, str]

    def __str__(self) -> str:
        return self.url

    def owner_environment(self) -> dict[str, str]:
        """For management commands that arrange: the same instance, as the owner."""
        return {**self.environment, "KANAF_DATABASE": databases.address(self.database, roles.OWNER)}

    def run(self, *command: str) -> str:
        """A management command on this instance, as the owner."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *command],
            env=self.owner_environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextlib.contextmanager
def served(database: str, *, demo: bool = True) -> Iterator[LiveKanaf]:
    """A web process on a free port of loopback: a home of its own, the key ring of the run."""
    with tempfile.TemporaryDirectory(prefix="kanaf-live-") as home:
        port = free_port()
        environment = _environment(Path(home), database, demo=demo)
        kanaf = LiveKanaf(f"http://localhost:{port}", database, environment)
        kanaf.run("collectstatic", "--no-input", "--verbosity", "0")
        with (Path(home) / "web.log").open("w+b") as log:
            web = _start(port, environment, log)
            try:
                _wait(kanaf.url, web, log)
                yield kanaf
            finally:
                web.terminate()
                web.wait(20)


def _environment(home: Path, database: str, *, demo: bool) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kanaf.config.settings.dev",
        "PYTHONPATH": str(ROOT / "src"),
        "KANAF_HOME": str(home),
        "KANAF_KEYRING_FILE": str(settings.KEYRING_FILE),
        "KANAF_SECRET_KEY": "only-for-tests",
        "KANAF_DEMO": "yes" if demo else "no",
        "KANAF_DATABASE": databases.address(database, roles.WEB),
    }


def _start(port: int, environment: Mapping[str, str], log: IO[bytes]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "gunicorn", "kanaf.config.wsgi:application"]
    switches = [
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "4",
    ]
    return subprocess.Popen([*command, *switches], env=environment, cwd=ROOT, stdout=log, stderr=log)


def _wait(url: str, web: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
    """Any answer will do: without a worker ``/healthz`` says 503, and means it."""
    deadline = time.monotonic() + PATIENCE
    while web.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    log.seek(0)
    raise AssertionError(f"Kanaf did not start:\n{log.read().decode(errors='replace')[-4000:]}")
