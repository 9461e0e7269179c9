"""The sweep as it really runs: in a process of its own, beside an index that goes on answering."""

import os
import threading
from collections.abc import Iterator
from multiprocessing.connection import Listener, answer_challenge, deliver_challenge
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.persons import services
from kanaf.persons.matching import finder, keeping, wire
from kanaf.persons.matching.finder import IndexIsAway
from kanaf.persons.matching.strength import STRONG
from tests import databases, world
from tests.persons.matching.made import index_of, many
from tests.persons.matching.serving import Index, committing_to
from tests.persons.matching.test_process import found, write_down

TWICE = (
    {"given_name": "Ghizlane", "family_name": "Ouazzani", "father_name": "Driss", "sex": "f"},
    {"given_name_ar": "غزلان", "family_name_ar": "الوزاني", "father_name": "إدريس", "sex": "f"},
)


@pytest.fixture(scope="module")
def database(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    name = databases.clone(f"sweep_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
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


def swept(told: Any = lambda _done: None) -> dict[frozenset[Any], float]:
    return {frozenset(pair[:2]): pair.probability for batch in finder.finder().pairs(told) for pair in batch}


def test_it_finds_who_was_written_down_twice_since_it_started_and_answers_meanwhile(index, worker):
    pair = frozenset(write_down(worker, **said, phone="+212612345678", address="12 rue Atlas, Fès") for said in TWICE)
    answered: list[bool] = []

    def ask_meanwhile(_done: float) -> None:
        answered.append(found(worker, "Ghizlane Ouazzani") == set(pair))

    assert swept(ask_meanwhile)[pair] >= STRONG
    assert answered
    assert all(answered)
    services.erase(person_id=min(pair), actor=SystemActor.KEEPER.value, at=clock.now())
    assert pair not in swept()


def test_where_they_live_is_opened_for_the_likely_ones(index, worker):
    same = {"given_name": "Hasnae", "family_name": "Sebti"}
    apart = frozenset(
        write_down(worker, **same, address=home) for home in ("3 rue Bizerte, Oujda", "40 hay Dakhla, Agadir")
    )
    near = {"given_name": "Widad", "family_name": "Lahlou"}
    together = frozenset(write_down(worker, **near, address="7 rue Ibn Rochd, Taza") for _ in range(2))
    found = swept()
    assert found[together] > found.get(apart, 0)


def test_two_sweeps_follow_each_other(index, worker):
    results: list[Any] = []
    threads = [threading.Thread(target=lambda: results.append(swept())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert results[0] == results[1]


def test_a_sweep_that_breaks_off_is_no_whole_answer(tmp_path, settings):
    settings.PERSON_INDEX = str(tmp_path / "index.sock")

    def fall_midway() -> None:
        with Listener(settings.PERSON_INDEX, "AF_UNIX") as listener:
            ready.set()
            with listener.accept() as talk:
                deliver_challenge(talk, finder.secret())
                answer_challenge(talk, finder.secret())
                talk.recv_bytes()
                talk.send_bytes(wire.packed(0.5))

    ready, told = threading.Event(), list[float]()
    falling = threading.Thread(target=fall_midway)
    falling.start()
    ready.wait()
    with pytest.raises(IndexIsAway):
        swept(told.append)
    falling.join()
    assert told == [0.5]


@pytest.mark.django_db
def test_a_sweep_whose_index_fell_ends(monkeypatch):
    monkeypatch.setattr(keeping, "database", SimpleNamespace())
    monkeypatch.setattr(keeping.os, "nice", lambda _by: None)
    monkeypatch.setattr(keeping.forking, "end_with_parent", lambda: None)
    sent: list[bytes] = []
    everybody, asker = index_of(many(50)), SimpleNamespace(send_bytes=sent.append)
    with pytest.raises(SystemExit):
        keeping._sweep(everybody, asker, os.getpid())
    assert sent == []
    keeping._sweep(everybody, asker, os.getppid())
    assert sent[-1] == wire.packed(None)
