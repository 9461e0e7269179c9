"""Somebody named as alleged author in several files is told to one supervisor without conflict, and to nobody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.cases.access import conflicts as records
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import AuthorTrace, RepeatedAuthor, RepeatedAuthorFile
from kanaf.cases.services import authors, conflicts, registration
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.journal.models import Entry
from kanaf.persons.authors import traces
from kanaf.persons.services import Facts
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db
BORN = date(1984, 3, 2)
KARIM = {"given_name": "Karim", "family_name": "Bennani (fictif)", "born_on": BORN}


class Desks:
    """Two desks of one territory, each with a worker, a supervisor and a file."""

    def __init__(self):
        self.desks = [world.make_desk(), world.make_desk(prefix="SAL")]
        self.workers = [world.make_worker(desk) for desk in self.desks]
        self.chiefs = [world.make_worker(desk, Role.SUPERVISOR) for desk in self.desks]
        at = clock.now() - timedelta(days=3)
        self.cases = [
            world.make_case(worker, desk, at=at + timedelta(days=n))
            for n, (worker, desk) in enumerate(zip(self.workers, self.desks, strict=True))
        ]

    def name(self, which, who=None, **facts):
        account = who or self.workers[which]
        with as_actor(account):
            return registration.join(
                actor=world.actor(account), case=self.cases[which].id, role=PartyRole.ALLEGED_AUTHOR, at=clock.now(),
                facts=Facts(**(facts or KARIM)),
            )  # fmt: skip


def look():
    with as_actor(SystemActor.CLOCK):
        return authors.look(clock.now())


def seen_by(account):
    with as_actor(account):
        return list(records.my_alerts(world.actor(account)))


@pytest.fixture
def desks():
    return Desks()


def test_only_the_supervisor_of_the_newest_file_is_told(desks):
    desks.name(0)
    desks.name(1, **{**KARIM, "given_name_ar": "كريم"})
    assert look() == 1
    (alert,) = RepeatedAuthor.objects.all()
    assert alert.supervisor == desks.chiefs[1]
    assert seen_by(desks.chiefs[1]) == [alert]
    for stranger in [*desks.workers, desks.chiefs[0], world.make_worker(desks.desks[1], Role.SUPERVISOR)]:
        assert seen_by(stranger) == []
        with pytest.raises(Http404), as_actor(stranger):
            records.get_alert(world.actor(stranger), alert.id)
        with pytest.raises(PermissionDenied), as_actor(stranger):
            authors.decide(actor=world.actor(stranger), alert=alert.id, decision="same", at=clock.now())
        with as_actor(stranger), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_repeatedauthor")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT * FROM kanaf_author_alert_files(%s)", [alert.id])
            assert cursor.fetchall() == []
    assert look() == 0


def test_it_shows_the_files_one_may_open_and_of_others_only_whom_to_call(desks):
    desks.name(0)
    desks.name(1)
    look()
    chief = desks.chiefs[1]
    with as_actor(chief):
        mine, other = records.files_of(world.actor(chief), RepeatedAuthor.objects.get())
    assert mine.case == desks.cases[1]
    assert [person.given_name for person in mine.authors] == ["Karim"]
    assert (other.case, other.authors, other.desk) == (None, [], desks.desks[0])
    assert other.supervisors == [desks.chiefs[0].name]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (KARIM, {**KARIM, "given_name": "Kareem"}, True),
        (KARIM, {"given_name_ar": "كريم", "family_name_ar": "بناني (fictif)", "born_on": BORN}, True),
        (KARIM, {**KARIM, "born_on": date(1990, 1, 1)}, False),
        (KARIM, {**KARIM, "born_on": date(1985, 1, 1), "is_birth_estimated": True}, True),
        (KARIM, {"given_name": "Karim", "born_on": BORN}, False),
        ({"nickname": "X", "phone": "+212612345678"}, {"nickname": "Y", "phone": "+212612345678"}, True),
        ({"nickname": "X", "numbers": {"cnie": "K123456"}}, {"nickname": "Y", "numbers": {"cnie": "K123456"}}, True),
        ({"nickname": "X"}, {"nickname": "X"}, False),
    ],
)
def test_what_is_enough_to_be_noticed(desks, first, second, told):
    desks.name(0, **first)
    desks.name(1, **second)
    assert bool(look()) is told


def test_who_writes_an_author_down_learns_nothing_and_waits_for_nothing(desks):
    """The same statements whether or not somebody else named the same person: the clock alone compares."""
    from django.test.utils import CaptureQueriesContext

    asked = []
    for which, facts in ((0, KARIM), (1, KARIM)):
        with CaptureQueriesContext(connection) as queries:
            desks.name(which, **facts)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert not RepeatedAuthor.objects.exists()
    assert AuthorTrace.objects.filter(looked_at=None).count() == 2


def test_a_supervisor_who_named_one_of_them_or_is_in_conflict_is_passed_over(desks):
    desks.name(0)
    party = desks.name(1, who=desks.chiefs[1])
    look()
    alert = RepeatedAuthor.objects.get()
    assert alert.supervisor == desks.chiefs[0]
    elsewhere = world.make_worker(world.make_desk(), Role.SUPERVISOR)
    with transaction.atomic(), as_actor(desks.workers[1]):
        conflicts.say(
            actor=world.actor(desks.workers[1]), case=desks.cases[1].id, party_id=party.id,
            organisation=desks.desks[0].organisation_id, at=clock.now(),
        )  # fmt: skip
    alert.refresh_from_db()
    assert alert.supervisor == elsewhere
    assert seen_by(desks.chiefs[0]) == []


def test_it_waits_for_a_supervisor_when_there_is_none(desks):
    for chief in desks.chiefs:
        chief.is_active = False
        chief.save(update_fields=["is_active"])
    desks.name(0)
    desks.name(1)
    look()
    assert RepeatedAuthor.objects.get().supervisor is None
    late = world.make_worker(desks.desks[0], Role.SUPERVISOR)
    look()
    assert RepeatedAuthor.objects.get().supervisor == late


def test_a_decision_is_kept_and_the_same_pair_is_not_told_again(desks):
    party = desks.name(0)
    desks.name(1)
    look()
    chief, alert = desks.chiefs[1], RepeatedAuthor.objects.get()
    with as_actor(chief):
        authors.decide(actor=world.actor(chief), alert=alert.id, decision="different", at=clock.now())
    with pytest.raises(authors.AlreadyDecided), as_actor(chief):
        authors.decide(actor=world.actor(chief), alert=alert.id, decision="same", at=clock.now())
    AuthorTrace.objects.filter(party=party).update(looked_at=None)
    assert look() == 0
    entry = Entry.objects.get(kind="cases.author_compared")
    assert (entry.file, entry.kept) == (None, {"decision": "different"})
    third = world.make_case(desks.workers[0], desks.desks[0])
    desks.cases.append(third)
    desks.name(2, who=desks.workers[0])
    assert look() == 1
    newest = RepeatedAuthor.objects.get(decided_at=None)
    assert RepeatedAuthorFile.objects.filter(alert=newest).count() == 3


def test_traces_and_files_of_alerts_are_shown_to_nobody(desks):
    party = desks.name(0)
    desks.name(1)
    look()
    for account in (*desks.workers, *desks.chiefs):
        with as_actor(account), connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM cases_authortrace), (SELECT count(*) FROM cases_repeatedauthorfile)"
            )
            assert cursor.fetchone() == (0, 0)
    for statement in (
        "SELECT kanaf_look_for_authors(now(), now())",
        "SELECT kanaf_author_alert_reader(gen_random_uuid())",
        "SELECT kanaf_give_author_alerts()",
        "UPDATE cases_repeatedauthor SET decision = 'same'",
        f"SELECT kanaf_trace_author('{party.id}', ARRAY[]::bytea[])",
    ):
        with pytest.raises(DatabaseError), as_actor(desks.workers[1]), connection.cursor() as cursor:
            cursor.execute(statement)


@given(st.text(max_size=20), st.text(max_size=20), st.dates(date(1920, 1, 1), date(2020, 1, 1)))
def test_traces_hold_no_plaintext_and_are_the_same_twice(given_name, family_name, born):
    facts = Facts(given_name=given_name, family_name=family_name, born_on=born)
    once = traces(facts)
    assert once == traces(facts)
    assert all(len(trace) >= 16 and given_name.encode() not in (trace, b"x") for trace in once)
