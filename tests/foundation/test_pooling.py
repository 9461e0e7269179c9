"""Behind a connection pool in transaction mode, what one client was is never what the next one is."""

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client

from kanaf.cases.models import Case
from kanaf.foundation.context import acting_as, ask_as
from kanaf.foundation.database import roles
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import ephemeral
from tests import databases, pooling, world

pytestmark = pytest.mark.skipif(pooling.program() is None, reason=pooling.MISSING)

WHO = "SELECT current_user, coalesce(current_setting('kanaf.actor', true), ''), pg_backend_pid()"
BECOME = "SELECT set_config('kanaf.actor', %s, true), set_config('role', %s, true)"


@dataclass(frozen=True)
class Desks:
    """Three people, each with a file of a desk of their own, in a database that the pool serves."""

    database: str
    people: dict[UUID, UUID]


@pytest.fixture(scope="module")
def desks(template_database: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Desks]:
    name = databases.clone(f"pool_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    with django_db_blocker.unblock():
        try:
            with _connected(databases.django_settings(name, roles.OWNER)):
                yield Desks(name, dict(_a_file() for _number in range(3)))
        finally:
            for held in (ephemeral._held, ephemeral._todays):  # keys of a database that is gone
                held.clear()
            databases.drop(name)


def _a_file() -> tuple[UUID, UUID]:
    desk = world.make_desk()
    worker = world.make_worker(desk)
    return worker.id, world.make_case(worker, desk).id


@contextlib.contextmanager
def _connected(to: dict[str, str]) -> Iterator[None]:
    """Django's connections lead elsewhere for a while, in this thread and in every new one."""
    kept = {key: connections.settings["default"][key] for key in to}
    for settings in (connections.settings["default"], connections["default"].settings_dict):
        connections["default"].close()
        settings.update(to)
    try:
        yield
    finally:
        connections["default"].close()
        for settings in (connections.settings["default"], connections["default"].settings_dict):
            settings.update(kept)


@contextlib.contextmanager
def _pooled(desks: Desks, role: str, *, connections: int) -> Iterator[None]:
    """Django behind a pool with fewer connections than the test has threads."""
    with pooling.in_front(connections=connections) as port:
        to = databases.django_settings(desks.database, role)
        with _connected({**to, "HOST": "127.0.0.1", "PORT": str(port)}):
            yield


def _together(work: Callable[[int], object], *, times: int, threads: int = 6) -> list[Any]:
    """The work of many clients at once; a thread of its own for each, whose connection ends with it."""

    def one(first: int) -> list[object]:
        try:
            return [work(number) for number in range(first, times, threads)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [done for batch in pool.map(one, range(threads)) for done in batch]


def test_one_connection_serves_all_and_remembers_nobody(desks):
    """Whether the client before committed, failed, took another role or left in the middle."""
    with pooling.in_front(connections=1) as port:
        address = pooling.address(port, desks.database, roles.OWNER)
        with psycopg.connect(address, prepare_threshold=None) as other:
            backend = other.execute(WHO).fetchone()[2]
            other.rollback()
            for end in ("commit", "rollback", "fail", "leave"):
                actor = str(new_id())
                client = psycopg.connect(address, prepare_threshold=None)
                client.execute(BECOME, [actor, roles.WEB])
                assert client.execute(WHO).fetchone() == (roles.WEB, actor, backend)
                if end == "fail":
                    with pytest.raises(psycopg.errors.DivisionByZero):
                        client.execute("SELECT 1 / 0")
                    client.rollback()
                elif end != "leave":
                    getattr(client, end)()
                client.close()
                seen = other.execute(WHO).fetchone()
                other.rollback()
                assert seen[:2] == (roles.OWNER, ""), end
                backend = seen[2]


@pytest.mark.parametrize("login", [roles.OWNER, roles.WEB])
def test_every_context_is_its_own_actor_and_leaves_nobody_behind(desks, settings, login):
    """The tests step down from the owner; outside them the web logs in as the role that it stays."""
    settings.RUNTIME_ROLE = roles.WEB if login == roles.OWNER else ""
    people = list(desks.people)

    def act(number: int) -> bool:
        actor = people[number % len(people)] if number % 4 else None
        with connection.cursor() as cursor:
            cursor.execute(WHO)
            before = cursor.fetchone()[:2]
        with contextlib.suppress(ZeroDivisionError), acting_as(actor):
            seen = set(Case.objects.values_list("id", flat=True))
            with connection.cursor() as cursor:
                cursor.execute(WHO)
                during = cursor.fetchone()[:2]
            if number % 5 == 0:
                raise ZeroDivisionError
        mine = {desks.people[actor]} if actor else set()
        return before == (login, "") and during == (roles.WEB, str(actor or "")) and seen == mine

    with _pooled(desks, login, connections=2):
        assert all(_together(act, times=240))


def test_a_question_of_one_statement_is_asked_by_its_asker_and_leaves_nobody_behind(desks, settings):
    settings.RUNTIME_ROLE = ""
    people = list(desks.people)

    def ask(number: int) -> bool:
        actor = people[number % len(people)]
        rows = ask_as(actor, "SELECT kanaf_actor(), ARRAY(SELECT kanaf_readable('core')) FROM asking")
        with contextlib.suppress(DatabaseError):
            ask_as(actor, "SELECT 1 / length(asking.actor) / 0 FROM asking")
        with connection.cursor() as cursor:
            cursor.execute(WHO)
            after = cursor.fetchone()[:2]
        return rows == [(actor, [desks.people[actor]])] and after == (roles.WEB, "")

    with _pooled(desks, roles.WEB, connections=2):
        assert all(_together(ask, times=240))


def test_requests_work_through_the_pool_and_each_sees_its_own(desks, settings):
    """As the web role logs in: pages, sessions, journal, a form sent twice; nobody gets a neighbour's file."""
    settings.RUNTIME_ROLE = ""
    people = list(desks.people)

    def visit(number: int) -> list[int]:
        person, neighbour = people[number % 3], people[(number + 1) % 3]
        client = Client(raise_request_exception=False)
        own, other = (f"/fr/files/{desks.people[one]}/" for one in (person, neighbour))
        nobody = client.get(own).status_code
        client.cookies["sessionid"] = sessions[person]
        note = {"text": f"Note {number} (fictif)", "compartment": "social", "_once": str(new_id())}
        sent = [client.post(f"{own}notes/add/", note).status_code for _twice in range(2)]
        return [
            nobody,
            client.get("/fr/", follow=True).status_code,
            client.get(own).status_code,
            client.get(other).status_code,
            *sent,
        ]

    sessions = {}
    with _pooled(desks, roles.WEB, connections=2):
        for person in people:
            client = Client()
            with acting_as(None):
                client.force_login(world.Account.objects.get(pk=person))
            sessions[person] = client.cookies["sessionid"].value
        assert _together(visit, times=24) == [[302, 200, 200, 404, 302, 302]] * 24
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, count(*) FROM cases_note GROUP BY case_id")
        assert dict(cursor.fetchall()) == dict.fromkeys(desks.people.values(), 8)
