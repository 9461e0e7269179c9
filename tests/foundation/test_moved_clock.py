"""The database of a story reads one clock: the one that the test moves."""

import os
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from kanaf.foundation import clock
from kanaf.foundation.database import roles
from tests import databases
from tests.clocked import following

DAY = 86_400


@pytest.fixture
def moved(template_database: str) -> Iterator[str]:
    name = databases.clone(f"moved_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    following.follow(name)
    yield name
    databases.drop(name)


def test_every_function_and_row_rule_reads_the_moved_clock_and_nothing_else_changes(
    moved: str, template_database: str
) -> None:
    with (
        psycopg.connect(databases.address(moved)) as link,
        psycopg.connect(databases.address(template_database)) as other,
    ):
        before = dict(following.unmoved(other))
        assert len(before) > 20, "there was something to move"
        assert following.unmoved(link) == []
        assert following.unmoved_policies(link) == []
        assert following.unmoved_policies(other) != []
        for name, text in before.items():
            row = link.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name]).fetchone()
            assert row
            assert row[0] == following._moved(link, text)


def test_a_runtime_role_reads_it_and_cannot_move_it(moved: str) -> None:
    with psycopg.connect(databases.address(moved), autocommit=True) as link:
        following.move(link, clock.now(), clock.now() + timedelta(days=40))
    with psycopg.connect(databases.address(moved, roles.WEB), autocommit=True) as web:
        row = web.execute("SELECT extract(epoch FROM moved_now() - now())").fetchone()
        assert row
        assert float(row[0]) == pytest.approx(40 * DAY, abs=60)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            following.move(web, clock.now(), clock.now())


def test_the_template_that_everybody_else_uses_has_no_such_clock(template_database: str, moved: str) -> None:
    with psycopg.connect(databases.address(template_database)) as link:
        row = link.execute("SELECT count(*) FROM pg_proc WHERE proname = 'moved_now'").fetchone()
        assert row == (0,)
