"""Kanaf served by gunicorn for the tests that knock on its door as a browser does."""

import contextlib
import json
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
            index = start_index(environment, database, log)
            web = _start(port, environment, log)
            try:
                _wait(kanaf.url, web, log)
                yield kanaf
            finally:
                for process in (web, index):
                    process.terminate()
                    process.wait(20)


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
        "KANAF_INDEX": str(home / "index.sock"),
    }


def start_index(environment: Mapping[str, str], database: str, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    its = {**environment, "KANAF_DATABASE": databases.address(database, roles.WORKER)}
    return subprocess.Popen([sys.executable, "-m", "django", "run_index"], env=its, cwd=ROOT, stdout=log, stderr=log)


def _index_of(url: str) -> str:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return str(json.load(answer)["index"])
    except urllib.error.HTTPError as answer:
        return str(json.load(answer).get("index"))
    except OSError:
        return ""


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
    """Until the index answers too; without a worker ``/healthz`` says 503, and means it."""
    deadline = time.monotonic() + PATIENCE
    while web.poll() is None and time.monotonic() < deadline:
        if _index_of(url) == "ok":
            return
        time.sleep(0.1)
    log.seek(0)
    raise AssertionError(f"Kanaf did not start:\n{log.read().decode(errors='replace')[-4000:]}")
