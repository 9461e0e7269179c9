"""Two people at one moment, with real threads and real commits: one of them is first, and nothing is half done."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction

from kanaf.cases.duplicates import services
from kanaf.cases.enums import MergeState, PairOutcome, PartyRole
from kanaf.cases.models import CaseParty, PersonMerge, PersonPair
from kanaf.cases.services import conflicts, registration
from kanaf.foundation import clock
from kanaf.persons import services as person_services
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import databases, world
from tests.cases.duplicates.support import Twice, file_of, note, parts_of, put_together, says, see, settle, undo
from tests.cases.people_support import join, someone
from tests.support import as_actor

ROUNDS = 6
PATIENCE = 60


@pytest.fixture
def committed(template_database: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of its own, in which everything is committed."""
    default = connections["default"]
    before = dict(default.settings_dict)
    name = databases.clone(f"races_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    with django_db_blocker.unblock():
        default.close()
        default.settings_dict.update(databases.django_settings(name, before["USER"]))
        settings.DATABASES["default"].update(NAME=name)
        yield
        default.close()
        default.settings_dict.update(before)
        settings.DATABASES["default"].update(NAME=before["NAME"])
    databases.drop(name)


def at_once(*deeds: Callable[[], object]) -> list[Exception | None]:
    """Everything at one moment, each on a connection of its own; what each raised."""
    raised: list[Exception | None] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def do(place: int) -> None:
        try:
            start.wait(PATIENCE)
            deeds[place]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "two of them wait for each other"
    return raised


def refusals(raised: list[Exception | None]) -> int:
    """How many were refused; nothing else went wrong."""
    assert {type(error) for error in raised} <= {type(None), PermissionDenied, services.Changed, AssertionError}, raised
    return sum(error is not None for error in raised)


@pytest.fixture
def theirs(committed: None) -> Twice:
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


@pytest.fixture
def ours(committed: None) -> Twice:
    return Twice(one_desk=True)


def no_part_is_left_behind() -> None:
    """Whatever happened: whoever has a part in a file is the record that stands."""
    assert not CaseParty.objects.filter(ended_at=None).exclude(person__merged_into=None).exists()


def test_two_who_send_the_same_form_join_once(ours: Twice) -> None:
    pair = ours.pair()
    raised = at_once(*[lambda worker=worker: put_together(worker, pair, "phone") for worker in ours.workers * 2])
    assert refusals(raised) == len(raised) - 1
    assert PersonMerge.objects.get().state == MergeState.DONE
    no_part_is_left_behind()


def test_one_who_joins_and_one_who_tells_apart(theirs: Twice) -> None:
    """Whoever comes second finds the question decided."""
    (first, second), pair = theirs.workers, theirs.pair()
    for _round in range(ROUNDS):
        put_together(first, pair)
        version = see(second, pair).version

        def tell_apart() -> None:
            with as_actor(first):
                services.tell_apart(actor=world.actor(first), pair_id=pair.id, at=clock.now())

        def join(version: str = version) -> None:
            with as_actor(second):
                services.settle(
                    actor=world.actor(second), pair_id=pair.id, approve=True, seen_version=version, at=clock.now()
                )

        assert refusals(at_once(join, tell_apart)) == 1
        pair.refresh_from_db()
        merge = PersonMerge.objects.order_by("-proposed_at").first()
        assert (merge.state, pair.outcome) in {
            (MergeState.DONE, PairOutcome.SAME), (MergeState.REFUSED, PairOutcome.APART),
        }  # fmt: skip
        no_part_is_left_behind()
        if merge.state == MergeState.DONE:
            undo(first, pair)
        with as_actor(first):
            services.ask_again(actor=world.actor(first), pair_id=pair.id, at=clock.now())


def test_two_who_take_apart_at_once_and_one_who_confirms(theirs: Twice) -> None:
    (first, second), pair = theirs.workers, theirs.pair()
    before = [parts_of(person) for person in theirs.people]
    put_together(first, pair)
    settle(second, pair)
    raised = at_once(lambda: undo(first, pair), lambda: undo(second, pair), lambda: settle(second, pair))
    assert refusals(raised) == len(raised) - 1
    assert PersonMerge.objects.get().state == MergeState.UNDONE
    assert [parts_of(person) for person in theirs.people] == before


def test_two_joinings_that_share_a_record_take_every_part_along(ours: Twice) -> None:
    """The one between goes behind the older one, while the younger one comes behind it."""
    worker = ours.workers[0]
    for _round in range(ROUNDS):
        people = [file_of(worker, ours.desks[0], someone(f"Salma {number} (fictif)"))[1] for number in range(3)]
        pairs = []
        for one, other in ((0, 1), (1, 2)):
            note([(people[one], people[other], 0.9)])
            first, second = sorted((people[one], people[other]))
            pairs.append(PersonPair.objects.get(one_id=first, other_id=second))
        raised = at_once(*[lambda pair=pair: put_together(worker, pair) for pair in pairs])
        assert refusals(raised) <= 1
        no_part_is_left_behind()


def one_then_the_other(first: Callable[[], object], second: Callable[[], object]) -> list[Exception | None]:
    """The second begins while the first is not committed yet, and the first commits once the second waits or is done."""
    done, go, over = threading.Event(), threading.Event(), threading.Event()

    def begin() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                go.wait(PATIENCE)
        finally:
            done.set()

    def follow() -> None:
        try:
            done.wait(PATIENCE)
            second()
        finally:
            over.set()

    def watch() -> None:
        done.wait(PATIENCE)
        while not over.wait(0.05) and not _somebody_waits():
            pass
        go.set()

    return at_once(begin, follow, watch)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def correct(worker: Any, twice: Twice, phone: str) -> None:
    """Another telephone for the record that stays."""
    with as_actor(worker):
        person = Person.objects.get(pk=twice.people[0])
        told = {name: getattr(person, name) or "" for name in person_services.OWN_FIELDS if name != "born_on"}
        told |= {"is_birth_estimated": person.is_birth_estimated, "phone": phone}
        person_services.edit(
            actor=world.actor(worker), person_id=person.id, facts=Facts(**told), seen_version=person.version,
            through=twice.cases[0].id, at=clock.now(),
        )  # fmt: skip


def test_a_correction_made_while_they_are_joined_is_not_lost(ours: Twice) -> None:
    """Whoever joins must look again; else the number that somebody has just corrected would be gone for good."""
    worker, pair = ours.workers[0], ours.pair()
    raised = one_then_the_other(
        lambda: correct(worker, ours, "+212611111111"), lambda: put_together(worker, pair, "phone")
    )
    assert [type(error) for error in raised] == [type(None), services.Changed, type(None)]
    assert says(worker, ours.people[0])["phone"] == ["+212611111111"]


@pytest.mark.parametrize("is_joined_first", [False, True])
def test_a_part_given_while_they_are_joined_is_not_left_behind(ours: Twice, *, is_joined_first: bool) -> None:
    worker, pair = ours.workers[0], ours.pair()
    case = world.make_case(worker, ours.desks[0])

    def take() -> None:
        with as_actor(worker):
            registration.join(
                actor=world.actor(worker), case=case.id, role=PartyRole.SIBLING, person_id=ours.people[1],
                at=clock.now(),
            )  # fmt: skip

    deeds = [lambda: put_together(worker, pair), take]
    raised = one_then_the_other(*(deeds if is_joined_first else reversed(deeds)))
    assert raised[0] is None
    assert refusals(raised) == is_joined_first
    no_part_is_left_behind()
    if is_joined_first:
        take()  # the form sent again finds the record that stands
    assert (case.id, "sibling", False) in parts_of(ours.people[0])


def test_a_conflict_said_while_the_second_reviewer_joins_is_waited_for(theirs: Twice, monkeypatch: Any) -> None:
    colleague = world.make_worker(theirs.desks[0])
    sayer, joiner = theirs.workers[1], theirs.workers[0]
    author = join(sayer, theirs.cases[1], PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    pair = theirs.pair()
    put_together(sayer, pair, "phone")
    parted, note_it = threading.Event(), conflicts._note

    def note_slowly(*args: Any) -> None:
        parted.set()
        time.sleep(1)
        note_it(*args)

    monkeypatch.setattr(conflicts, "_note", note_slowly)

    def say() -> None:
        with as_actor(sayer):
            conflicts.say(
                actor=world.actor(sayer), case=theirs.cases[1].id, party_id=author.id, account=colleague.id,
                at=clock.now(),
            )  # fmt: skip

    def settle_meanwhile() -> None:
        parted.wait(PATIENCE)
        settle(joiner, pair)

    raised = at_once(say, settle_meanwhile)
    assert raised[0] is None
    assert isinstance(raised[1], PermissionDenied)
    assert PersonMerge.objects.get().state == MergeState.PROPOSED
    assert says(colleague, theirs.people[0])["phone"] == ["+212600000001"]
