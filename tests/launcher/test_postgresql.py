"""Which PostgreSQL serves, and from where."""

import os
from pathlib import Path

import psycopg
import pytest

from kanaf.foundation.database import account as accounts
from kanaf.foundation.database import binaries, throwaway
from kanaf.foundation.database.problems import DatabaseProblem, Problem
from tests.launcher import running


def test_ours_comes_first() -> None:
    assert binaries.PACKAGE in str(binaries.find().folder)


def test_the_machines_own_serves_where_ours_has_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_build_for_this_machine")
    try:
        binaries.find()
    except DatabaseProblem:
        pytest.skip("no other PostgreSQL on this machine")
    with throwaway.throw_away() as cluster, psycopg.connect(cluster.url()) as connection:
        assert connection.info.server_version >= binaries.OLDEST * 10_000


def test_no_postgresql_at_all_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_build_for_this_machine")
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseProblem) as raised:
        binaries.find()
    assert raised.value.problem is Problem.NO_BINARIES


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this: the database's account is another")
def test_programs_in_a_folder_that_the_account_cannot_enter_are_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with running.a_folder(0o700) as private:
        found = binaries.find()
        hidden = found.copied_to(private)
        account = accounts.choose()
        assert account is not None
        assert not account.may_enter(hidden.folder)
        monkeypatch.setattr(binaries, "find", lambda: hidden)
        with throwaway.throw_away() as cluster, psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
            assert private not in Path(cluster.binaries.folder).parents
