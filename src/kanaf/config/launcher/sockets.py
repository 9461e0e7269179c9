"""Where our processes meet on this machine: sockets in a folder that nobody else may enter."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from kanaf.config.launcher import say
from kanaf.config.launcher.words import gettext as _

LONGEST = 100
"""Bytes of a path that the kernel takes for a socket, about."""


def address(home: Path, name: str) -> Path:
    """In the home; in the folder for temporary files, named after the home, where the home's own name is too long."""
    folder = home / "run"
    if len(os.fsencode(folder / f"{name}.sock")) > LONGEST:
        home_in_short = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"kanaf-{os.getuid()}-{home_in_short}"
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_others(folder)
    return folder / f"{name}.sock"


def _refuse_others(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        message = _("{folder} belongs to somebody else: take it away.")
        raise say.LauncherProblem(message.format(folder=folder))
    folder.chmod(0o700)
