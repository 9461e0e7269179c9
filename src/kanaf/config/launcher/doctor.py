"""``./kanaf doctor``: what is wrong with this installation, and how to mend it."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kanaf.config.launcher import install, say
from kanaf.config.launcher.installation import PYTHON, ROOT, Installation
from kanaf.config.launcher.sentences import sentence
from kanaf.config.launcher.signals import stopping
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database import roles
from kanaf.foundation.database.access import Access
from kanaf.foundation.database.binaries import OLDEST
from kanaf.foundation.database.problems import DatabaseProblem

LEAST_SPACE = 1_000_000_000
BEAT = "SELECT coalesce(extract(epoch FROM now() - max(at)), 1e9) FROM foundation_beat WHERE name = 'worker'"
STARTED = "SELECT to_regclass('public.journal_entry')::text"
OWNED = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = ANY(%s)"
POWERS = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcreaterole)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well when there is nothing to do; a remark does not make it ill."""

    name: str
    to_do: str = ""
    only_a_remark: bool = False


def run(arguments: Sequence[str]) -> int:
    """0 when everything that matters is well."""
    if arguments:
        raise say.LauncherProblem(_("doctor takes no argument."))
    ill = False
    with stopping():
        for finding in _findings():
            _report(finding)
            ill = ill or bool(finding.to_do and not finding.only_a_remark)
    say.line(_("Something is to mend.") if ill else _("Everything is well."))
    return 1 if ill else 0


def _report(finding: Finding) -> None:
    if not finding.to_do:
        say.line(f"✓ {finding.name}")
    else:
        mark = "!" if finding.only_a_remark else "✗"
        say.line(f"{mark} {finding.name}: {finding.to_do}")


def _findings() -> Iterator[Finding]:
    yield _python()
    yield _libraries()
    try:
        installation = Installation.open()
        yield Finding(_("KANAF_HOME can be written"))
        yield _space(installation.home.path)
        with installation.database() as access:
            yield from _database(installation, access)
    except DatabaseProblem as problem:
        yield Finding(_("Database"), sentence(problem))
    yield _chromium()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(f"Python {version}")


def _libraries() -> Finding:
    missing = install.missing(Path(sys.prefix), install.locks(ROOT, ""))
    to_do = _("not those of requirements.lock: type ./kanaf up, it installs them.") if missing else ""
    return Finding(_("Libraries"), to_do)


def _space(home: Path) -> Finding:
    free = shutil.disk_usage(home).free
    to_do = _("less than 1 GB left: free some space.") if free < LEAST_SPACE else ""
    return Finding(_("Free space: {gigabytes} GB").format(gigabytes=free // 10**9), to_do)


def _keyring(home: Path) -> Finding:
    name = _("Key ring")
    if "KANAF_KEYRING" in os.environ:
        return Finding(name)
    path = Path(os.environ.get("KANAF_KEYRING_FILE", home / "keys" / "keyring.json"))
    if not path.exists():
        return Finding(name, _("there is none at {path}: put it back from its backup.").format(path=path))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(name, _("other people can read it: type chmod 600 {path}").format(path=path))
    return Finding(name)


def _database(installation: Installation, access: Access) -> Iterator[Finding]:
    with psycopg.connect(access.owner) as connection:
        version = connection.info.server_version // 10_000
        to_do = _("Kanaf needs version {oldest} or newer.").format(oldest=OLDEST) if version < OLDEST else ""
        yield Finding(f"PostgreSQL {version}", to_do)
        yield _runtime_roles(connection)
        if connection.execute(STARTED).fetchone() == (None,):
            yield Finding(_("Installation"), _("it was never started: type ./kanaf up."))
            return
        yield _keyring(installation.home.path)
        environment = installation.environment(access.owner)
        yield _command(_("Migrations"), ["migrate", "--check"], environment, _("type ./kanaf up, it applies them."))
        yield _worker(connection)
    environment = installation.serving(access.worker)
    yield _index(environment)
    yield _command(_("Journal"), ["verify_journal"], environment, _("keep this database as it is; call for help."))


def _runtime_roles(connection: roles.Connection) -> Finding:
    """The two roles that serve people own nothing and cannot go around row-level security."""
    names = list(roles.RUNTIME_LOGINS)
    owned = connection.execute(OWNED, [names]).fetchone()
    powerful = [name for (name,) in connection.execute(POWERS, [names])]
    to_do = ""
    if powerful:
        to_do = _("{names} can go around the rules: ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE.")
    elif owned and owned[0]:
        to_do = _("{names} own tables: give them to the owner with REASSIGN OWNED BY … TO ….")
    return Finding(_("Roles of web and worker"), to_do.format(names=", ".join(powerful or names)))


def _worker(connection: roles.Connection) -> Finding:
    name = _("Worker")
    with contextlib.suppress(psycopg.Error):
        row = connection.execute(BEAT).fetchone()
        if row and row[0] < 120:  # noqa: PLR2004  two minutes, as /healthz counts them
            return Finding(name)
    return Finding(name, _("it gives no sign of life; it lives while ./kanaf up runs."), only_a_remark=True)


def _index(environment: dict[str, str]) -> Finding:
    to_do = _("it does not answer; it lives while ./kanaf up runs, and nobody is found by name without it.")
    found = _command(_("Index of people"), ["run_index", "--ask"], environment, to_do)
    return Finding(found.name, found.to_do, only_a_remark=True)


def _command(name: str, command: list[str], environment: dict[str, str], to_do: str) -> Finding:
    done = subprocess.run(
        [*PYTHON, "-m", "django", *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return Finding(name)
    said = (done.stderr or done.stdout).strip().splitlines()
    return Finding(name, f"{to_do} ({said[-1] if said else done.returncode})")


def _chromium() -> Finding:
    from kanaf.config.launcher.test import BROWSERS

    found = any(shutil.which(name) for name in BROWSERS)
    to_do = "" if found else _("not here; only the browser tests need it (Debian: apt install chromium).")
    return Finding("Chromium", to_do, only_a_remark=True)
