"""Real PostgreSQL for the tests: one migrated template a run, one clone for whoever needs a database.

``KANAF_TEST_DATABASE_URL`` names a cluster by its superuser's address; without it the run starts its own
and takes it away. ``KANAF_TEST_DB_NAME`` is the prefix of every database of the run.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from kanaf.foundation.database import roles
from kanaf.foundation.database.throwaway import throw_away

CLUSTER = "KANAF_TEST_DATABASE_URL"
RUN = "KANAF_TEST_DB_NAME"
LOCK = 0x6B74


@contextlib.contextmanager
def a_run() -> Iterator[None]:
    """Give the run a cluster and a name that its workers inherit; leave nothing behind."""
    with contextlib.ExitStack() as stack:
        if CLUSTER not in os.environ:
            os.environ[CLUSTER] = stack.enter_context(throw_away()).url()
            stack.callback(os.environ.pop, CLUSTER)
        if RUN not in os.environ:
            os.environ[RUN] = f"kt_{os.getpid()}"
            stack.callback(os.environ.pop, RUN)
        stack.callback(drop_all)
        yield


def address(name: str, role: str | None = None) -> str:
    """The address of a database of the run; roles of a test cluster share its superuser's password."""
    parts = urlsplit(os.environ[CLUSTER])
    place = parts.netloc.rpartition("@")[2]
    user, password = role or parts.username or "", parts.password or ""
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}", path=f"/{quote(name)}"))


def django_settings(name: str, role: str) -> dict[str, str]:
    parts = urlsplit(address(name, role))
    return {
        "NAME": name,
        "USER": role,
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


@contextlib.contextmanager
def superuser() -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(os.environ[CLUSTER], autocommit=True) as connection:
        yield connection


def template(migrate: Any) -> str:
    """The run's template, made and migrated by the first worker that asks while the others wait."""
    name = f"{os.environ[RUN]}_template"
    with superuser() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _exists(connection, name):
            _make(connection, name)
            try:
                migrate(name)
            except BaseException:
                roles.drop_database(connection, name)
                raise
    return name


def clone(suffix: str, template: str) -> str:
    """A database of its own, a copy of the template."""
    name = f"{os.environ[RUN]}_{suffix}"
    with superuser() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        roles.drop_database(connection, name)
        roles.create_database(connection, name, template=template)
        _open_to_runtime(connection, name)
    return name


def drop(name: str) -> None:
    with superuser() as connection:
        roles.drop_database(connection, name)


def drop_all() -> None:
    """Every database of the run, those of killed workers too."""
    with superuser() as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in connection.execute(query, [f"{os.environ[RUN]}_"]).fetchall():
            roles.drop_database(connection, name)


def _exists(connection: "psycopg.Connection[Any]", name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _make(connection: "psycopg.Connection[Any]", name: str) -> None:
    password = urlsplit(os.environ[CLUSTER]).password or ""
    known = {role for (role,) in connection.execute("SELECT rolname FROM pg_roles")}
    missing = {roles.OWNER, *roles.RUNTIME_LOGINS} - known
    roles.ensure(connection, dict.fromkeys(missing, password))
    roles.let_step_down(connection)
    roles.create_database(connection, name)
    with psycopg.connect(address(name), autocommit=True) as inside:
        roles.prepare_database(inside)


def _open_to_runtime(connection: "psycopg.Connection[Any]", name: str) -> None:
    """The right to connect belongs to a database and is not copied with its template."""
    statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(roles.RUNTIME)))
