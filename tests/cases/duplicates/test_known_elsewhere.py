"""A child written down whom another desk knows: that desk alone is told, and whoever wrote sees no difference."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kanaf.actors.enums import Role
from kanaf.cases.duplicates import access, services
from kanaf.cases.enums import KnownAnswer, PartyRole
from kanaf.cases.models import KnownElsewhere, PersonPair
from kanaf.cases.services import conflicts
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.persons.matching.finder import IndexIsAway
from kanaf.persons.models import Person
from tests import world
from tests.cases.duplicates.support import IN_ARABIC, IN_LATIN, Twice, compare, note
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice():
    return Twice()


def told(account):
    with as_actor(account):
        return access.known_elsewhere(world.actor(account), clock.now())


def answer(account, known, said):
    with as_actor(account):
        services.answer(actor=world.actor(account), known_id=known.id, answer=said, at=clock.now())


def test_the_desk_that_leads_the_older_file_is_told_and_nobody_else(twice):
    assert compare() == 1
    first, second = twice.workers
    (one,) = told(first)
    assert one.known.case == twice.cases[0]
    assert one.known.person_id == twice.people[0]
    assert one.through == twice.desks[1]
    assert "given_asked" in one.known.facts
    strangers = [second, world.make_worker(world.make_desk()), world.make_worker(twice.desks[1], Role.SUPERVISOR)]
    for stranger in strangers:
        assert told(stranger) == []
        with as_actor(stranger), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_knownelsewhere")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT * FROM kanaf_known_desks(%s)", [[one.known.id]])
            assert cursor.fetchall() == []
        with pytest.raises(Http404):
            answer(stranger, one.known, KnownAnswer.CALL)


def test_it_is_told_once(twice):
    assert compare() == 1
    assert compare() == 0
    assert note([(*twice.people, 0.99)]) == 0
    assert KnownElsewhere.objects.count() == 1


def test_whoever_is_asked_to_call_learns_which_desk_and_no_more(twice):
    compare()
    first, second = twice.workers
    known = KnownElsewhere.objects.get()
    answer(first, known, KnownAnswer.SILENT)
    assert told(second) == []
    answer(first, known, KnownAnswer.CALL)
    (one,) = told(second)
    assert one.lead == twice.desks[0]
    with as_actor(second):
        assert not Person.objects.filter(pk=twice.people[0]).exists()
        services.end_known(actor=world.actor(second), known_id=known.id, at=clock.now())
        assert not access.waits(world.actor(second), access.get_known(world.actor(second), known.id))
    with pytest.raises(PermissionDenied):
        answer(first, known, KnownAnswer.APART)


def test_nobody_is_told_of_an_alleged_author_nor_of_somebody_told_apart(twice):
    worker = twice.workers[1]
    case = world.make_case(worker, twice.desks[1])
    Person.objects.update(compared_at=clock.now())
    join(worker, case, PartyRole.ALLEGED_AUTHOR, IN_LATIN)
    assert compare() == 0
    twice.share(0)
    with as_actor(worker):
        services.remember_apart(
            actor=world.actor(worker), person=twice.people[1], others=[twice.people[0]], at=clock.now()
        )
    assert note([(*twice.people, 0.99)]) == 0
    assert not KnownElsewhere.objects.exists()


def test_a_desk_kept_apart_from_the_newer_file_is_not_told(twice):
    worker = twice.workers[1]
    author = join(worker, twice.cases[1], PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    with as_actor(worker):
        conflicts.say(
            actor=world.actor(worker), case=twice.cases[1].id, party_id=author.id, at=clock.now(),
            organisation=twice.desks[0].organisation_id, account=None,
        )  # fmt: skip
    assert compare() == 0
    assert told(twice.workers[0]) == []


def test_a_desk_from_which_the_file_is_hidden_is_never_asked_to_call(twice):
    worker = twice.workers[0]
    author = join(worker, twice.cases[0], PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    with as_actor(worker):
        conflicts.say(
            actor=world.actor(worker), case=twice.cases[0].id, party_id=author.id, at=clock.now(),
            organisation=twice.desks[1].organisation_id, account=None,
        )  # fmt: skip
    compare()
    (one,) = told(worker)
    assert one.is_apart
    with pytest.raises(PermissionDenied):
        answer(worker, one.known, KnownAnswer.CALL)
    answer(worker, one.known, KnownAnswer.SILENT)


def test_while_the_index_is_away_nobody_is_forgotten(twice, monkeypatch):
    def away():
        raise IndexIsAway

    with monkeypatch.context() as patch:
        patch.setattr("kanaf.cases.duplicates.rounds.finder", away)
        assert compare() == 0
    assert compare() == 1


def test_only_the_clock_finds_pairs(twice):
    from django.db import ProgrammingError, transaction

    for who in (twice.workers[0], SystemActor.PUBLIC, SystemActor.INDEX):
        with pytest.raises(ProgrammingError), transaction.atomic(), as_actor(who), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM kanaf_people_to_compare(5)")
    with as_actor(twice.workers[0]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_personpair")
        assert cursor.fetchone() == (0,)
    assert not PersonPair.objects.exists()


class TestWhoeverRegisters:
    """The page, its words, its size and what it asks of the database are the same either way."""

    def register(self, client, worker, case, facts):
        client.force_login(worker)
        where = reverse("cases:write_person", args=[case.id, PartyRole.MAIN.value])
        names = ("given_name", "family_name", "given_name_ar", "family_name_ar", "father_name", "mother_name")
        typed = {name: getattr(facts, name) for name in names if getattr(facts, name)}
        shown = client.get(where)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(where, {**typed, "sex": "f", "years": "10"}, follow=True)
        return self.anonymous(shown, typed), self.anonymous(answer, typed), [self.shape(q["sql"]) for q in queries]

    def anonymous(self, answer, typed):
        """The page without what is new in every page, and without what was typed."""
        text = re.sub(r'(csrfmiddlewaretoken|_once|_owner)" value="[^"]+"', "", answer.content.decode())
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{3}-[0-9A-Z]{4}\b", "·", text)
        text = re.sub(r"(Worker|Desk|Organisation) \w+|desk-\w+", "·", text)
        text = re.sub(r'nonce="[^"]+"|nonce-[^\' ]+', "", text)
        for value in sorted(typed.values(), key=len, reverse=True):
            text = text.replace(value, "·")
        return answer.status_code, len(getattr(answer, "redirect_chain", ())), text

    def shape(self, sql):
        return re.sub(r"'[^']*'|\d+|\\x[0-9a-f]+", "?", sql)[:60]

    def come(self, client):
        """Somebody of a new desk, with two files, who has been on the page before."""
        desk = world.make_desk()
        worker = world.make_worker(desk)
        first, second = (world.make_case(worker, desk, at=clock.now() - timedelta(days=2)) for _time in range(2))
        self.register(client, worker, first, someone("Première", "Visite"))
        return worker, second

    def test_sees_the_same_whether_or_not_another_desk_knows_the_child(self, client):
        unknown = self.register(client, *self.come(client), IN_LATIN)
        far = world.make_worker(world.make_desk(prefix="SAL"))
        join(far, world.make_case(far, far.memberships.get().desk), PartyRole.MAIN, IN_ARABIC)
        known = self.register(client, *self.come(client), IN_LATIN)
        shown, answered, asked = (list(step) for step in zip(unknown, known, strict=True))
        assert shown[0] == shown[1]
        assert answered[0] == answered[1]
        assert asked[0] == asked[1]
        assert not KnownElsewhere.objects.exists()
        assert compare() > 0
