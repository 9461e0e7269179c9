"""The published matrix, tested cell by cell: role × part × state of the file × reading and writing, by door and by SQL."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from kanaf.actors.enums import Role
from kanaf.cases.access import work
from kanaf.grants.enums import Compartment
from kanaf.portal import seeing
from tests.matrix import cells

pytestmark = pytest.mark.matrix
PUBLISHED = {line.role: {cell.part.value: cell.most for cell in line.cells} for line in seeing.matrix()}
ORDER = {"nothing": 0, "read": 1, "write": 2}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[cells.World]:
    """Arranged once; each state is undone, and everything at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield cells.build()
        transaction.set_rollback(True)


def most(role: Role, part: str, state: cells.State) -> int:
    """The lesser of what the role bears, as published, and of what the desk was given in this state."""
    published = PUBLISHED.get(role, {}).get(part, "nothing")
    return min(ORDER[published], ORDER[state.given.get(part, "nothing")])


def expected(role: Role, state: cells.State, least: str) -> set[str]:
    return {part for part in cells.EVERY if most(role, part, state) >= ORDER[least]}


def test_the_file_has_a_row_in_every_table_of_every_part(made: cells.World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(cells.by_part(to_change=False), {"file": made.case.id})
        held = {(table, part) for table, part, rows in cursor.fetchall() if rows}
    assert {table for table, _part in held} == set(cells.tables())
    assert {part for _table, part in held} == set(cells.EVERY)
    assert {part for table, part in held if table == "cases_note"} == set(work.WRITABLE)


@pytest.mark.parametrize("state", cells.STATES, ids=lambda state: state.name)
def test_every_cell(made: cells.World, state: cells.State) -> None:
    wrong: list[str] = []
    with transaction.atomic():
        state.arrange(made)
        everything = owner_sees(made)
        for role in Role:
            cells.forget()
            account = state.at(made).people[role]
            reads, writes = expected(role, state, "read"), expected(role, state, "write")
            door_reads, door_writes = cells.door(account, made.case)
            seen = cells.rows_open(account, made.case, to_change=False)
            held = cells.rows_open(account, made.case, to_change=True)
            told = {
                "door reads": (door_reads, reads if "core" in reads else set()),
                "door writes": (door_writes, writes & set(work.WRITABLE) if state.is_open else set()),
                "rows read": (set(seen), {key for key in everything if key[1] in reads}),
                "rows held": (set(held), {k for k in everything if k[1] in writes and k[0] not in cells.NEVER_CHANGED}),
            }
            wrong += [f"{role.value}: {name}: {got ^ due}" for name, (got, due) in told.items() if got != due]
            wrong += [f"{role.value}: some rows of {key}" for key, rows in seen.items() if rows != everything[key]]
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def owner_sees(made: cells.World) -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(cells.by_part(to_change=False), {"file": made.case.id})
        return {(table, part): rows for table, part, rows in cursor.fetchall() if rows}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_says_every_cell_as_the_doors_and_the_rows_have_it(made: cells.World, language: str) -> None:
    client = Client()
    client.force_login(made.lead.people[Role.TRAINER])
    page = client.get(f"/{language}/who-sees-what/").content.decode()
    told = set(re.findall(r'data-cell="(\w+) (\w+) (\w+)"', page))
    assert told == {(role.value, part, cell) for role, line in PUBLISHED.items() for part, cell in line.items()}
    assert len(told) == len(PUBLISHED) * len(Compartment)


def test_what_people_know_of_their_trade_is_what_is_published() -> None:
    """Said by hand, so that an edit of the powers is seen here."""
    assert PUBLISHED[Role.DOCTOR]["social"] == "nothing"
    assert PUBLISHED[Role.SCHOOL_FOCAL_POINT]["judicial"] == "nothing"
    assert PUBLISHED[Role.SCHOOL_FOCAL_POINT]["medical"] == "nothing"
    assert PUBLISHED[Role.POLICE_OFFICER]["social"] == "nothing"
    assert PUBLISHED[Role.PSYCHOLOGIST]["judicial"] == "nothing"
    assert PUBLISHED[Role.CLERK]["medical"] == "nothing"
    assert not {Role.TRAINER, Role.SYSTEM_ADMINISTRATOR, Role.DATA_OFFICER} & set(PUBLISHED)
