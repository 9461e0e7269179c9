"""The index of people as it really runs: a process, a socket, a database with real commits."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from kanaf.foundation.database import roles
from kanaf.persons.matching import finder
from tests import databases, live

PATIENCE = 60.0


@dataclass
class Index:
    """The process, started and ended as often as a test likes."""

    database: str
    home: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return str(self.home / "index.sock")

    def start(self) -> "Index":
        environment = live._environment(self.home, self.database, demo=False)
        environment |= {"KANAF_DATABASE": databases.address(self.database, roles.WORKER), "KANAF_INDEX": self.address}
        with (self.home / "index.log").open("ab") as log:
            command = [sys.executable, "-m", "django", "run_index"]
            self.process = subprocess.Popen(command, env=environment, cwd=live.ROOT, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not finder.answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)
        return self

    @property
    def log(self) -> str:
        return (self.home / "index.log").read_text(errors="replace")

    def wait_until_it_said(self, words: str) -> None:
        """Whoever was refused knows it a moment before it is written down."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.log:
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def end(self, how: Callable[["subprocess.Popen[bytes]"], Any] = subprocess.Popen.kill) -> None:
        if self.process:
            how(self.process)
            self.process.wait(PATIENCE)


@contextmanager
def committing_to(database: str) -> Iterator[None]:
    """This process works on another database than that of the tests, and what it commits stays."""
    kept = dict(settings.DATABASES["default"])
    _use(databases.django_settings(database, roles.OWNER))
    try:
        yield
    finally:
        _use(kept)


def _use(database: dict[str, Any]) -> None:
    connections["default"].close()
    settings.DATABASES["default"].update(database)
    connections["default"].settings_dict.update(database)
