"""What can be wrong with a database, named; the launcher says it in the person's language."""

import errno
from enum import Enum
from pathlib import Path


class Problem(Enum):
    """Each has one sentence in three languages in ``kanaf.config.launcher.sentences``."""

    NO_BINARIES = "no_binaries"
    NO_ACCOUNT = "no_account"
    NOT_WRITABLE = "not_writable"
    DISK_FULL = "disk_full"
    SECRETS_LOST = "secrets_lost"
    DID_NOT_START = "did_not_start"
    NOT_OURS = "not_ours"
    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"
    TOO_OLD = "too_old"
    REFUSED = "refused"


class DatabaseProblem(Exception):
    """A database that cannot be used, and the facts that its sentence needs."""

    def __init__(self, problem: Problem, **facts: object) -> None:
        self.problem, self.facts = problem, facts
        super().__init__(f"{problem.value}: {facts}")


def problem_of(error: OSError, folder: Path) -> DatabaseProblem:
    """A disk that is full or that cannot be written."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return DatabaseProblem(Problem.DISK_FULL if full else Problem.NOT_WRITABLE, folder=folder)
