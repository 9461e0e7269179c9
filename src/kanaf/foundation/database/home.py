"""The folder where one installation keeps its data: ``KANAF_HOME``."""

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanaf.foundation.database import account as accounts
from kanaf.foundation.database.problems import DatabaseProblem, Problem, problem_of
from kanaf.foundation.database.roles import OWNER, WEB, WORKER

SECRETS = ("superuser", OWNER, WEB, WORKER, "django")


@dataclass(frozen=True)
class Home:
    """Small JSON files replaced in one move, so that no crash leaves half of one."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> "Home":
        """Make the folder when it is missing; say clearly when it cannot be written."""
        home = cls(path.resolve())
        try:
            if not home.path.exists():
                # The database's account passes through it; it cannot list or read anything in it.
                home.path.mkdir(parents=True, mode=0o711 if accounts.needed() else 0o700)
            with tempfile.TemporaryFile(dir=home.path) as probe:
                probe.write(b"kanaf")
        except OSError as error:
            raise problem_of(error, home.path) from error
        return home

    def read(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise DatabaseProblem(Problem.NOT_OURS, folder=self.path / name) from error
        return dict(found)

    def write(self, name: str, content: Mapping[str, Any]) -> None:
        try:
            with tempfile.NamedTemporaryFile("w", dir=self.path, delete=False, encoding="utf-8") as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self.path / name)
        except OSError as error:
            with contextlib.suppress(OSError, UnboundLocalError):
                Path(file.name).unlink()
            raise problem_of(error, self.path) from error

    def update(self, name: str, **content: Any) -> None:
        self.write(name, {**self.read(name), **content})

    def secrets(self) -> dict[str, str]:
        """The passwords of this installation, random, made on the first start, readable by its owner only."""
        found = self.read("secrets.json")
        missing = {name: secrets.token_urlsafe(24) for name in SECRETS if name not in found}
        if missing:
            found = {**found, **missing}
            self.write("secrets.json", found)
        return found
