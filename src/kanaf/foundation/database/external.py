"""A PostgreSQL that somebody else runs: ``DATABASE_URL`` is its owner's address."""

from collections.abc import Mapping
from typing import Any

import psycopg

from kanaf.foundation import environment as env
from kanaf.foundation.database import roles
from kanaf.foundation.database.access import Access, with_user
from kanaf.foundation.database.binaries import OLDEST
from kanaf.foundation.database.problems import DatabaseProblem, Problem

PATIENCE = 10


def access(url: str, passwords: Mapping[str, str], *, direct_url: str = "") -> Access:
    """Check the server, give it our runtime roles when they are missing, and say how each logs in.

    ``direct_url`` goes around a connection pool: owner and worker need a connection of their own.
    """
    straight = direct_url or url
    found = Access(
        owner=straight,
        web=with_user(url, roles.WEB, passwords[roles.WEB]),
        worker=with_user(straight, roles.WORKER, passwords[roles.WORKER]),
    )
    with _connect(straight) as connection:
        if connection.info.server_version < OLDEST * 10_000:
            raise DatabaseProblem(Problem.TOO_OLD, found=connection.info.server_version // 10_000, oldest=OLDEST)
        if not all(_answers(address) for address in (found.worker, found.web)):
            _provision(connection, passwords)
    return found


def _connect(url: str) -> "psycopg.Connection[Any]":
    try:
        env.database(url)
    except (env.BadEnvironment, ValueError) as error:
        raise DatabaseProblem(Problem.BAD_ADDRESS) from error
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE)
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem(Problem.BAD_ADDRESS) from error
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise DatabaseProblem(Problem.UNREACHABLE, reason=reason) from error


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE):
            return True
    except psycopg.Error:
        return False


def _provision(connection: "psycopg.Connection[Any]", passwords: Mapping[str, str]) -> None:
    owner = connection.info.user
    try:
        roles.ensure(connection, {name: passwords[name] for name in roles.RUNTIME_LOGINS}, owner)
        roles.prepare_database(connection, owner)
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseProblem(Problem.REFUSED, user=owner, reason=str(error).strip().splitlines()[0]) from error
