"""``./kanaf <management command>``: Django, with the database started if nobody serves it."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kanaf.config.launcher import say
from kanaf.config.launcher.installation import PYTHON, Installation
from kanaf.config.launcher.signals import Stopped, stopping
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database.processes import dies_with_parent

SHORTHANDS = {
    ("verify", "journal"): ["verify_journal"],
    ("keys", "rotate"): ["rotate_keys"],
    ("demo", "reset"): ["demo", "--reset"],
}
COMMAND_ROLES = {
    "migrate": "owner",
    "makemigrations": "owner",
    "sqlmigrate": "owner",
    "showmigrations": "owner",
    "flush": "owner",
    "load_places": "owner",
    "load_demo": "owner",
    "demo": "owner",
    "demo_accounts": "owner",
    "first_administrator": "owner",
    "make_keyring": "owner",
    "rotate_keys": "owner",
    "dbshell": "owner",
}
"""Everything else logs in as the worker: it owns nothing, and row-level security holds for it."""
WORKS_ON_NOTHING = {"migrate", "makemigrations", "make_keyring", "help", "check", "collectstatic", "version"}


def run(arguments: Sequence[str]) -> int:
    """The exit code of the command itself."""
    command = translated(arguments)
    installation = Installation.open()
    _refuse_uninstalled(installation, command[0])
    with stopping(), installation.database() as access:
        role = role_of(command[0])
        return run_child([*PYTHON, "-m", "django", *command], installation.environment(access.of(role)))


def translated(arguments: Sequence[str]) -> list[str]:
    """The management command behind the words that people type."""
    for words, command in SHORTHANDS.items():
        if tuple(arguments[: len(words)]) == words:
            return [*command, *arguments[len(words) :]]
    return list(arguments)


def role_of(command: str) -> str:
    return COMMAND_ROLES.get(command, "worker")


def run_child(command: Sequence[str], environment: Mapping[str, str], *, cwd: Path | None = None) -> int:
    """Run in the foreground, hand on a stop, wait for the end."""
    process = subprocess.Popen(
        list(command),
        env=dict(environment),
        cwd=cwd,
        preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509  the launcher has one thread
    )
    try:
        return process.wait()
    except Stopped as stopped:
        if not (stopped.number == signal.SIGINT and sys.stdin and sys.stdin.isatty()):
            process.send_signal(stopped.number)  # a terminal has already told the child
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _refuse_uninstalled(installation: Installation, command: str) -> None:
    if installation.is_external or command in WORKS_ON_NOTHING or role_of(command) == "owner":
        return
    if not installation.home.read("where.json").get("prepared"):
        message = _("There is nothing in {folder} yet: start Kanaf once with ./kanaf up.")
        raise say.LauncherProblem(message.format(folder=installation.home.path))
