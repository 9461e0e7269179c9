"""What one Django process does as the owner before the web and the worker start."""

import hashlib
import io
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import translation

from kanaf.config.launcher import say
from kanaf.config.launcher.install import language
from kanaf.config.launcher.installation import WELCOME
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation import translations

SIGNATURE = "static.sha256"


def main(arguments: list[str]) -> int:
    """Each step is skipped when there is nothing to do; words are compiled first, Django reads them once."""
    try:
        _translate()
        django.setup()
        translation.activate(language())
        _prepare(demo="--demo" in arguments, first="--first" in arguments)
    except say.LauncherProblem as problem:
        say.problem(str(problem))
        return 1
    except (CommandError, DatabaseError, OSError) as error:
        say.problem(_("The preparation stopped: {reason}").format(reason=str(error).strip()))
        return 1
    return 0


def _prepare(*, demo: bool, first: bool) -> None:
    _call("make_keyring")
    _migrate()
    if not demo:
        _refuse_demo_rows()
    _collect()
    if first:
        with say.step(_("Loading the places")):
            _call("load_places")
    if demo:
        _demonstrate(first=first)


def _migrate() -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with say.step(_("Preparing the tables")):
            call_command("migrate", verbosity=0, interactive=False)


def _translate() -> None:
    try:
        translations.compile_stale()
    except OSError as error:
        message = _("Cannot write the compiled translations in {folder}: correct its permissions.")
        raise say.LauncherProblem(message.format(folder=error.filename)) from error


def _collect() -> None:
    """Static files are copied again only when one of them changed."""
    noted, found = Path(settings.KANAF_HOME) / SIGNATURE, _signature()
    if noted.exists() and noted.read_text(encoding="utf-8") == found and Path(settings.STATIC_ROOT).is_dir():
        return
    with say.step(_("Gathering the pages' files")):
        call_command("collectstatic", verbosity=0, interactive=False)
        noted.write_text(found, encoding="utf-8")


def _signature() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            full = Path(storage.path(path)).stat()
            digest.update(f"{path} {full.st_mtime_ns} {full.st_size}\n".encode())
    return digest.hexdigest()


def _demonstrate(*, first: bool) -> None:
    if first:
        with say.step(_("Loading the demonstration")):
            _call("load_demo")
    (Path(settings.KANAF_HOME) / WELCOME).write_text(_said("demo_accounts"), encoding="utf-8")


def _refuse_demo_rows() -> None:
    """Fictional files must never sit beside real ones."""
    if _said("demo", "--check").strip() == "demo":
        raise say.LauncherProblem(
            _(
                "This database holds demonstration files: start without --no-demo, "
                "or choose another folder with KANAF_HOME (or another DATABASE_URL) for real work."
            )
        )


def _said(command: str, *arguments: str) -> str:
    words = io.StringIO()
    _call(command, *arguments, stdout=words)
    return words.getvalue()


def _call(command: str, *arguments: str, **options: object) -> None:
    if command in get_commands():
        call_command(command, *arguments, **options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
