"""``./kanaf bench NAME``: one measure, on a cluster of its own that keeps PostgreSQL's usual promises."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import psycopg

from kanaf.config.launcher import say
from kanaf.config.launcher.installation import PYTHON, ROOT
from kanaf.config.launcher.passthrough import run_child
from kanaf.config.launcher.signals import stopping
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database import roles
from kanaf.foundation.database.cluster import Cluster
from kanaf.foundation.database.throwaway import throw_away

NAME = "kanaf_bench"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
CALL = "import importlib, sys; sys.exit(importlib.import_module(sys.argv[1]).main(sys.argv[2:]))"


def run(arguments: Sequence[str]) -> int:
    """``bench/NAME.py``, or the folder ``bench/NAME``, has a ``main(arguments)`` that prints JSON on its last line."""
    folders = {path.parent.name for path in (ROOT / "bench").glob("*/run.py")}
    known = sorted(folders.union(path.stem for path in (ROOT / "bench").glob("[a-z]*.py")))
    if not arguments or arguments[0] not in known:
        message = _("Say which measure: {names}.")
        raise say.LauncherProblem(message.format(names=", ".join(known) or "-"))
    with stopping(), _surroundings() as environment:
        migrated = run_child([*PYTHON, "-m", "django", "migrate", "--verbosity", "0"], environment, cwd=ROOT)
        command = [*PYTHON, "-c", CALL, f"bench.{arguments[0]}", *arguments[1:]]
        return migrated or run_child(command, environment, cwd=ROOT)


@contextmanager
def _surroundings() -> Iterator[Mapping[str, str]]:
    with tempfile.TemporaryDirectory(prefix="kanaf-bench-") as home, throw_away(DURABLE) as cluster:
        _make_database(cluster)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
        yield {
            **kept,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "kanaf.config.settings.dev",
            "KANAF_HOME": home,
            "KANAF_SECRET_KEY": "only-for-measures",
            "KANAF_DATABASE": cluster.url(roles.OWNER, NAME),
            "KANAF_BENCH_WEB": cluster.url(roles.WEB, NAME),
            "KANAF_BENCH_WORKER": cluster.url(roles.WORKER, NAME),
            "KANAF_BENCH_SUPERUSER": cluster.url(name=NAME),
        }


def _make_database(cluster: Cluster) -> None:
    """Roles of a cluster that lives for one measure share its password."""
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        roles.ensure(connection, dict.fromkeys((roles.OWNER, *roles.RUNTIME_LOGINS), cluster.password))
        roles.let_step_down(connection)
        roles.create_database(connection, NAME)
    with psycopg.connect(cluster.url(name=NAME), autocommit=True) as connection:
        roles.prepare_database(connection)
