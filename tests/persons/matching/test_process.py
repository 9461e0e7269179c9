"""The process that keeps the index: it follows the database, answers who holds the ring, falls and comes back."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kanaf.cases.enums import PartyRole
from kanaf.cases.models import CaseParty
from kanaf.cases.services import registration
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.database import roles
from kanaf.grants.models import Grant
from kanaf.persons import access, services
from kanaf.persons.matching import finder
from kanaf.persons.matching.finder import IndexIsAway
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import databases, world
from tests.persons.matching.serving import Index, committing_to
from tests.support import as_actor

DOORS = ["SELECT * FROM kanaf_people_to_index('00000000-0000-0000-0000-000000000000', 10)",
         "SELECT * FROM kanaf_people_changed('0'::xid8)",
         "SELECT * FROM kanaf_homes_to_compare(ARRAY['00000000-0000-0000-0000-000000000001'::uuid])"]  # fmt: skip
AT_ONCE = 2.0


@pytest.fixture(scope="module")
def database(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    name = databases.clone(f"index_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    with django_db_blocker.unblock(), committing_to(name):
        yield name
    databases.drop(name)


@pytest.fixture
def index(database: str, tmp_path: Path, settings: Any) -> Iterator[Index]:
    kept = Index(database, tmp_path)
    settings.PERSON_INDEX = kept.address
    yield kept.start()
    kept.end()


@pytest.fixture(scope="module")
def worker(database: str) -> Any:
    return world.make_worker(world.make_desk())


def write_down(worker: Any, **said: Any) -> Any:
    desk = worker.memberships.first().desk
    case = world.make_case(worker, desk)
    with as_actor(worker):
        return registration.join(
            actor=world.actor(worker), case=case.id, role=PartyRole.MAIN, facts=Facts(**said), at=clock.now()
        ).person_id


def found(worker: Any, name: str) -> set[Any]:
    with as_actor(worker):
        return {c.person.id for c in access.search(world.actor(worker), name=name, at=clock.now())}


def test_it_finds_who_was_written_down_after_it_started_in_either_script_and_for_readers_only(index, worker):
    assert found(worker, "Ghizlane Ouazzani") == set()
    person = write_down(worker, given_name="Ghizlane", family_name="Ouazzani")
    assert found(worker, "Ghizlane Ouazzani") == found(worker, "غزلان الوزاني") == {person}
    assert found(world.make_worker(world.make_desk()), "Ghizlane Ouazzani") == set()


def test_it_takes_in_a_correction_and_forgets_whoever_is_erased(index, worker):
    person = write_down(worker, given_name="Kaoutar", family_name="Sebti")
    assert found(worker, "Kaoutar Sebti") == {person}
    through = Person.objects.get(pk=person)
    file = CaseParty.objects.get(person=through).case_id
    with as_actor(worker):
        services.edit(
            actor=world.actor(worker), person_id=person, facts=Facts(given_name="Widad", family_name="Filali"),
            seen_version=through.version, through=file, at=clock.now(),
        )  # fmt: skip
    assert (found(worker, "Kaoutar Sebti"), found(worker, "Widad Filali")) == (set(), {person})
    assert {m.person for m in finder.finder().match(Facts(given_name="Widad", family_name="Filali").traits)} >= {person}
    services.erase(person_id=person, actor=SystemActor.KEEPER.value, at=clock.now())
    matches = finder.finder().match(Facts(given_name="Widad", family_name="Filali").traits, most=50)
    assert person not in {match.person for match in matches}


def test_whoever_lost_the_file_a_moment_ago_finds_nobody_more(index, worker):
    person = write_down(worker, given_name="Hasnaa", family_name="Tazi")
    assert found(worker, "Hasnaa Tazi") == {person}
    file = CaseParty.objects.get(person_id=person).case_id
    held = Grant.objects.filter(subject_id=file)
    held.update(valid=(clock.now() - timedelta(hours=1), clock.now()))
    assert found(worker, "Hasnaa Tazi") == set()
    asked = Facts(given_name="Hasnaa", family_name="Tazi")
    with as_actor(worker):
        match, named = finder.finder().match_and_named(asked.traits, [("Hasnaa Tazi", ())], reader=worker.id)
        assert person not in {one.person for one in [*finder.finder().match(asked.traits, reader=worker.id), *match]}
        assert named == [[]]
        assert finder.finder().sought("Hasnaa Taz", "Hasnaa Taz", reader=worker.id, or_begun=True) == ([], [], [])
    held.update(valid=(clock.now() - timedelta(hours=1), None))
    assert found(worker, "Hasnaa Tazi") == {person}


def test_it_sees_what_was_begun_before_its_last_look_and_committed_after(index, worker):
    begun, looked = threading.Event(), threading.Event()
    case = world.make_case(worker, worker.memberships.first().desk)

    def write_slowly() -> None:
        from django.db import connection

        with as_actor(worker):
            registration.join(
                actor=world.actor(worker), case=case.id, role=PartyRole.MAIN,
                facts=Facts(given_name="Sanae", family_name="Bekkali"), at=clock.now(),
            )  # fmt: skip
            begun.set()
            looked.wait(30)
        connection.close()

    writing = threading.Thread(target=write_slowly)
    writing.start()
    begun.wait(30)
    for name in ("Sanae Bekkali", "Ikram Lahlou"):  # others commit meanwhile, with later transactions
        assert found(worker, name) == set()
    later = write_down(worker, given_name="Ikram", family_name="Lahlou")
    assert found(worker, "Ikram Lahlou") == {later}
    assert found(worker, "Sanae Bekkali") == set()
    looked.set()
    writing.join()
    assert len(found(worker, "Sanae Bekkali")) == 1


def test_it_answers_nobody_without_the_key_ring(index):
    with pytest.raises(AuthenticationError):
        Client(index.address, "AF_UNIX", authkey=b"not the ring")
    silent = Client(index.address, "AF_UNIX")  # and whoever never proves anything keeps nobody waiting
    assert finder.answers()
    silent.close()
    index.wait_until_it_said("without the key ring")


def test_killed_it_is_away_and_started_again_it_is_back_with_everybody(index, worker):
    person = write_down(worker, given_name="Hasnae", family_name="Mernissi")
    assert found(worker, "Hasnae Mernissi") == {person}
    index.end()
    assert not finder.answers()
    with pytest.raises(IndexIsAway):
        found(worker, "Hasnae Mernissi")
    index.start()
    assert found(worker, "Hasnae Mernissi") == {person}


def test_nothing_that_is_written_down_keeps_it_from_answering(index, worker):
    write_down(worker, given_name="Zahira", address=f"{'9' * 5000} \x01 \u202e {'٣' * 5000}")
    person = write_down(worker, given_name="Hasnae", family_name="Zniber")
    assert found(worker, "Hasnae Zniber") == {person}
    index.end()
    index.start()
    assert found(worker, "Hasnae Zniber") == {person}


def test_it_answers_on_though_the_database_dropped_it(index, worker, database):
    person = write_down(worker, given_name="Hasnae", family_name="Lamrini")
    assert found(worker, "Hasnae Lamrini") == {person}
    with databases.superuser() as administrator:
        dropped = administrator.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND usename = %s",
            [database, roles.WORKER],
        ).fetchone()
    assert dropped > (1,)
    assert found(worker, "Hasnae Lamrini") == {person}


def test_it_stops_at_once_when_asked(index):
    began = time.monotonic()
    index.end(subprocess.Popen.terminate)
    assert time.monotonic() - began < AT_ONCE


@pytest.mark.parametrize("door", DOORS)
def test_the_web_never_opens_the_doors_of_the_index_whoever_it_says_it_is(database, worker, door):
    for role, actor, may in (
        (roles.WEB, SystemActor.INDEX.value, False),
        (roles.WEB, worker.id, False),
        (roles.WORKER, SystemActor.CLOCK.value, False),
        (roles.WORKER, SystemActor.INDEX.value, True),
    ):
        with psycopg.connect(databases.address(database, role)) as connection:
            connection.execute("SELECT set_config('kanaf.actor', %s, true)", [str(actor)])
            if may:
                connection.execute(door)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(door)
