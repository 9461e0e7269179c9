"""PostgreSQL refuses to run as root: the unprivileged account that runs it instead."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kanaf.foundation.database.problems import DatabaseProblem, Problem

NAMES = ("kanaf", "postgres")
LAST_RESORT = "nobody"


@dataclass(frozen=True)
class Account:
    """A system account, with the groups that decide which folders it may enter."""

    uid: int
    gid: int

    def may_enter(self, folder: Path) -> bool:
        """Whether this account may pass through every folder down to this one."""
        return all(self._passes(step) for step in [folder, *folder.parents])

    def _passes(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def needed() -> bool:
    return os.geteuid() == 0


def owner_of(folder: Path) -> Account | None:
    """The account that already owns a database folder, when we must step down to it."""
    if not needed() or not folder.exists():
        return None
    found = folder.stat()
    return Account(found.st_uid, found.st_gid) if found.st_uid != 0 else None


def choose() -> Account | None:
    """Nobody to step down to when we are not root; else an account made for a database."""
    if not needed():
        return None
    return _existing(NAMES) or _made() or _existing((LAST_RESORT,)) or _no_account()


def _existing(names: tuple[str, ...]) -> Account | None:
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    return None


def _made() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    command = [
        useradd,
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        NAMES[0],
    ]
    subprocess.run(command, capture_output=True, check=False)
    return _existing(NAMES[:1])


def _no_account() -> Account:
    raise DatabaseProblem(Problem.NO_ACCOUNT)


def may_use(data: Path) -> bool:
    """Whether we may serve a database folder: as root through its account, else only when it is ours."""
    return needed() or not data.exists() or data.stat().st_uid == os.geteuid()
