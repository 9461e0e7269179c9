"""The runtime roles own nothing, whoever runs the server."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from kanaf.foundation.database import external, roles
from kanaf.foundation.database.access import Access
from kanaf.foundation.database.cluster import Cluster
from kanaf.foundation.database.problems import DatabaseProblem, Problem
from kanaf.foundation.database.throwaway import throw_away

PASSWORDS = {name: f"the password of {name}" for name in roles.RUNTIME_LOGINS}


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server of somebody else's, for these tests alone: roles belong to the whole cluster."""
    with throw_away() as cluster:
        yield cluster


def an_owner(server: Cluster, name: str, rights: str) -> str:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'owner' " + rights)
        connection.execute(made.format(sql.Identifier(name)))
        roles.create_database(connection, name, owner=name)
    return server.url(name, name, password="owner")


@pytest.fixture(scope="module")
def access(server: Cluster) -> Access:
    return external.access(an_owner(server, "elsewhere", "CREATEROLE"), PASSWORDS)


def test_a_server_that_runs_elsewhere_gets_our_roles_once(server: Cluster, access: Access) -> None:
    again = external.access(access.owner, PASSWORDS)
    assert again == access or again.web == access.web


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_runtime_role_uses_the_owners_tables_and_makes_none(access: Access, role: str) -> None:
    with psycopg.connect(access.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS letters (id bigserial, text text)")
    with psycopg.connect(access.of(role), autocommit=True) as connection:
        connection.execute("INSERT INTO letters (text) VALUES ('a')")
        connection.execute("UPDATE letters SET text = 'b'")
        for refused in (
            "CREATE TABLE mine (id int)",
            "TRUNCATE letters",
            "DROP TABLE letters",
            "CREATE SCHEMA mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_runtime_role_cannot_become_another(access: Access, role: str) -> None:
    with psycopg.connect(access.of(role), autocommit=True) as connection:
        for other in ("elsewhere", "postgres", "kanaf_web" if role == "worker" else "kanaf_worker"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(other)))


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(server: Cluster, access: Access) -> None:
    with pytest.raises(DatabaseProblem) as raised:
        external.access(an_owner(server, "powerless", ""), dict.fromkeys(roles.RUNTIME_LOGINS, "other"))
    assert raised.value.problem is Problem.REFUSED


def test_too_old_a_server_is_refused(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external, "OLDEST", 99)
    with pytest.raises(DatabaseProblem) as raised:
        external.access(access.owner, PASSWORDS)
    assert raised.value.problem is Problem.TOO_OLD


def test_a_wrong_password_is_refused_from_the_first_second(server: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url(password="guess"))


def test_a_throw_away_server_leaves_nothing() -> None:
    with throw_away() as cluster:
        data, pid = cluster.data, cluster.pid
        assert pid
    assert not data.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
