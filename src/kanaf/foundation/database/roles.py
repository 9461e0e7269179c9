"""The roles of Kanaf and what each may do: the owner migrates, the others own nothing."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

OWNER = "kanaf_owner"
WEB = "kanaf_web"
WORKER = "kanaf_worker"
RUNTIME = "kanaf_runtime"
RUNTIME_LOGINS = (WEB, WORKER)
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
_LOCK = 0x6B616E6166
"""Roles belong to the whole cluster: two tests that start together make them one after the other."""

Connection = psycopg.Connection[Any]


def ensure(connection: Connection, passwords: Mapping[str, str], owner: str = OWNER) -> None:
    """Make the roles that are missing; a login role that exists gets the password we hold."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        if RUNTIME not in known:
            _run(connection, "CREATE ROLE {} NOLOGIN", RUNTIME)
        for name in {owner, *RUNTIME_LOGINS} & set(passwords):
            verb = "ALTER" if name in known else "CREATE"
            made = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(name), sql.Literal(passwords[name])
            )
            connection.execute(made)
        for name in RUNTIME_LOGINS:
            _grant(connection, RUNTIME, to=name)


def let_step_down(connection: Connection, owner: str = OWNER) -> None:
    """Let the owner's connection become a runtime role, as tests and loaders do; never the other way."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for name in RUNTIME_LOGINS:
            _grant(connection, name, to=owner)


def _grant(connection: Connection, role: str, *, to: str) -> None:
    query = (
        "SELECT 1 FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole"
        " AND (to_jsonb(pg_auth_members) ->> 'set_option') IS DISTINCT FROM 'false'"
    )
    if connection.execute(query, [role, to]).fetchone() is None:
        _run(connection, "GRANT {} TO {}", role, to)


def create_database(connection: Connection, name: str, *, owner: str = OWNER, template: str = "template0") -> None:
    """A database of the owner; ``connection`` is in autocommit and may create one."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template)
    )
    connection.execute(statement)


def drop_database(connection: Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def prepare_database(connection: Connection, owner: str = OWNER) -> None:
    """Inside one database: the extensions, a schema that only the owner fills, and what the others may do."""
    with connection.transaction():
        for extension in EXTENSIONS:
            _run(connection, "CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA public", extension)
        _run(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        _run(connection, "GRANT CREATE, USAGE ON SCHEMA public TO {}", owner)
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", RUNTIME)
        name = str(connection.execute("SELECT current_database()").fetchone()[0])  # type: ignore[index]
        _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", name, RUNTIME)
        default = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT "
        _run(connection, default + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}", owner, RUNTIME)
        _run(connection, default + "USAGE ON SEQUENCES TO {}", owner, RUNTIME)


def _run(connection: Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
