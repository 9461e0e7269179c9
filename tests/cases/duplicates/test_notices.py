"""Mails about people who may be one: once, to whoever may act on it, and to nobody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Membership
from kanaf.cases.duplicates import notices, rounds, services
from kanaf.cases.enums import Asked, KnownAnswer, PartyRole
from kanaf.cases.models import DuplicateNotice, KnownElsewhere
from kanaf.cases.services import conflicts
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.grants.models import Exclusion, Grant
from kanaf.journal.models import Entry
from kanaf.persons.models import Person
from tests import world
from tests.cases.duplicates.support import Twice, compare, note, put_together, settle
from tests.cases.people_support import join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Africa/Casablanca"))


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


@pytest.fixture
def theirs():
    twice = Twice()
    twice.share(0)
    twice.share(1)
    return twice


def go_round(now=NOON):
    """Whom the round mailed."""
    before = len(mail.outbox)
    with as_actor(SystemActor.CLOCK):
        notices.go_round(now)
    return sorted(message.to[0] for message in mail.outbox[before:])


def answer(account, said):
    with as_actor(account):
        known = KnownElsewhere.objects.get()
        services.answer(actor=world.actor(account), known_id=known.id, answer=said, at=clock.now())


def hide_from(twice, which, account):
    """The file is hidden from one person, who works at the other desk."""
    worker, case = twice.workers[which], twice.cases[which]
    author = join(worker, case, PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
    with as_actor(worker):
        conflicts.say(
            actor=world.actor(worker), case=case.id, party_id=author.id, at=clock.now(), organisation=None,
            account=account.id,
        )  # fmt: skip


class TestAJoiningThatWaitsForASecondReviewer:
    def test_whoever_may_join_them_is_told_once_and_nobody_else(self, theirs):
        first, second = theirs.workers
        world.make_worker(theirs.desks[0])  # a colleague of the proposer
        world.make_worker(theirs.desks[1], Role.CLERK)  # works there, and writes nobody down
        third = world.make_desk()
        world.make_worker(third)  # has nothing to do with either
        theirs.share(0, third)
        theirs.share(1, third)  # reads both now, and leads neither
        put_together(first, theirs.pair())
        assert go_round() == [second.email]
        assert go_round() == []
        assert go_round(NOON + timedelta(days=9)) == []

    def test_what_is_joined_within_one_desk_asks_nobody(self):
        ours = Twice(one_desk=True)
        world.make_worker(ours.desks[0])
        put_together(ours.workers[0], ours.pair())
        assert go_round() == []

    def test_whoever_follows_the_file_or_coordinates_else_everybody(self, theirs):
        first, second = theirs.workers
        coordinator = world.make_worker(theirs.desks[1], Role.DESK_COORDINATOR)
        world.make_worker(theirs.desks[1])
        put_together(first, theirs.pair())
        assert go_round() == sorted([second.email, coordinator.email])

    def test_where_neither_follows_it_any_more_everybody_at_the_desk_is_told(self, theirs):
        first, second = theirs.workers
        others = [world.make_worker(theirs.desks[1]) for _one in range(2)]
        Membership.objects.filter(account=second).update(until=(clock.now() - timedelta(days=1)).date())
        put_together(first, theirs.pair())
        assert go_round() == sorted(one.email for one in others)

    def test_whoever_stands_in_is_told_with_whoever_is_away(self, theirs):
        first, second = theirs.workers
        stand_in = world.make_worker(world.make_desk())
        Absence.objects.create(
            account=second, covered_by=stand_in, since=clock.now() - timedelta(days=1),
            until=clock.now() + timedelta(days=1),
        )  # fmt: skip
        put_together(first, theirs.pair())
        assert go_round() == sorted([second.email, stand_in.email])

    def test_nobody_in_conflict_with_a_file_of_either_is_told(self, theirs):
        first, _second = theirs.workers
        other = world.make_worker(theirs.desks[1])
        pair = theirs.pair()
        put_together(first, pair)
        for case in theirs.cases:
            Exclusion.objects.create(
                subject_id=case.id, account=theirs.workers[1], basis=case.id, since=clock.now(), given_by=first.id
            )
        # hidden from one and the same person in both files: the two may still be joined, by somebody else
        assert go_round() == [other.email]

    def test_it_waits_for_the_morning_and_is_not_sent_when_it_was_settled_meanwhile(self, theirs):
        (first, second), pair, night = theirs.workers, theirs.pair(), NOON.replace(hour=22)
        put_together(first, pair)
        assert go_round(night) == []
        assert self.waiting() == 1
        settle(second, pair, approve=False)
        assert go_round(night + timedelta(hours=10)) == []
        assert self.waiting() == 0
        put_together(first, pair)
        assert go_round(night) == []
        assert go_round(night + timedelta(hours=10)) == [second.email]

    def waiting(self):
        return DuplicateNotice.objects.filter(about=Asked.SECOND).count()

    def test_whoever_lost_the_right_meanwhile_gets_nothing(self, theirs):
        (first, _second), pair, night = theirs.workers, theirs.pair(), NOON.replace(hour=22)
        put_together(first, pair)
        go_round(night)
        Grant.objects.filter(subject_id=theirs.cases[0].id, desk=theirs.desks[1]).update(valid="empty")
        assert go_round(night + timedelta(hours=10)) == []

    def test_the_journal_says_who_was_told(self, theirs):
        first, second = theirs.workers
        pair = theirs.pair()
        put_together(first, pair)
        go_round()
        (entry,) = Entry.objects.filter(kind="cases.duplicate_told")
        assert (entry.subject, entry.actor, entry.compartment) == (pair.id, SystemActor.CLOCK.value, "identity")
        assert entry.kept == {"about": "second", "told": [str(second.id)]}


class TestAWordFromAnotherDesk:
    def test_the_desk_that_leads_is_told_and_the_one_that_is_asked_to_call_after_the_answer(self):
        twice = Twice()
        first, second = twice.workers
        world.make_worker(world.make_desk())
        compare()
        assert go_round() == [first.email]
        assert go_round() == []
        answer(first, KnownAnswer.SILENT)
        assert go_round() == []
        answer(first, KnownAnswer.CALL)
        assert go_round() == [second.email]
        assert go_round() == []
        kept = {entry.file: entry.kept for entry in Entry.objects.filter(kind="cases.duplicate_told")}
        assert kept == {
            twice.cases[0].id: {"about": "word", "told": [str(first.id)]},
            twice.cases[1].id: {"about": "call", "told": [str(second.id)]},
        }

    @pytest.mark.parametrize("said", [KnownAnswer.APART, KnownAnswer.SILENT])
    def test_nobody_hears_of_any_other_answer(self, said):
        twice = Twice()
        compare()
        go_round()
        answer(twice.workers[0], said)
        assert go_round() == []

    @pytest.mark.parametrize("which", [0, 1])
    def test_nobody_in_conflict_with_either_file_is_told(self, which):
        twice = Twice()
        named, other = twice.workers[0], world.make_worker(twice.desks[0])
        hide_from(twice, 1, named) if which else self.hide_own(twice, other, named)
        compare()
        assert go_round() == [other.email]

    def hide_own(self, twice, other, named):
        author = join(other, twice.cases[0], PartyRole.ALLEGED_AUTHOR, someone("Zoubir (fictif)"))
        with as_actor(other):
            conflicts.say(
                actor=world.actor(other), case=twice.cases[0].id, party_id=author.id, at=clock.now(),
                organisation=None, account=named.id,
            )  # fmt: skip

    def test_one_mail_says_how_many_and_nothing_else(self):
        twice = Twice()
        first = twice.workers[0]
        for _again in range(2):
            far = world.make_desk(prefix="SAL")
            worker = world.make_worker(far)
            case = world.make_case(worker, far)
            with as_actor(twice.workers[1]):
                kept = Person.objects.get(pk=twice.people[1])
            join(worker, case, PartyRole.MAIN, someone(kept.given_name_ar))
        compare()
        first_known = KnownElsewhere.objects.first()
        for _again in range(2):
            KnownElsewhere.objects.create(
                case=first_known.case, person_id=first_known.person_id, newcomer_id=first_known.newcomer_id,
                through=world.make_case(worker, far), probability=0.9, told_at=clock.now(),
            )  # fmt: skip
        assert go_round() == [first.email]
        (message,) = mail.outbox
        said = f"{message.subject} {message.body}"
        assert "3 demandes" in said
        named = (twice.cases[0].code, twice.desks[0].name, twice.desks[1].name, "Salma", "سلمى")
        for word in (*named, "enfant", "mineur", "risque", "dossier", "personne", "double"):
            assert word not in said


class TestWhatTheNightFound:
    def test_it_comes_with_the_digest_of_the_morning_as_one_count(self, settings):
        ours = Twice(one_desk=True)
        Twice()  # two desks, neither of which reads both: there is nobody to tell of that pair
        Person.objects.update(compared_at=clock.now())
        night = timezone.localtime(clock.now()).replace(hour=2, minute=30)
        with as_actor(SystemActor.CLOCK):
            rounds.compare_everybody(night)
        KnownElsewhere.objects.all().delete()
        assert go_round(night + timedelta(hours=4, minutes=45)) == []
        assert go_round(night.replace(hour=settings.DIGEST_AT)) == sorted(worker.email for worker in ours.workers)
        assert go_round(night + timedelta(days=3)) == []
        assert "1 demande " in mail.outbox[0].body

    def test_what_was_found_again_or_is_settled_is_not_told(self):
        ours = Twice(one_desk=True)
        ours.pair()
        assert DuplicateNotice.objects.count() == len(ours.workers)
        note([(*ours.people, 0.95)])
        assert DuplicateNotice.objects.count() == len(ours.workers)
        put_together(ours.workers[0], ours.pair())
        assert go_round(timezone.localtime(clock.now()) + timedelta(days=2)) == []


def test_only_the_clock_tells_and_nobody_reads_whom(theirs):
    first = theirs.workers[0]
    put_together(first, theirs.pair())
    go_round()
    attempts = (
        "SELECT * FROM kanaf_tell_duplicates(now(), now())",
        "SELECT kanaf_tell_found_pairs(now(), now())",
        "SELECT * FROM kanaf_duplicates_to_mail(now())",
        f"SELECT kanaf_might('{first.id}', 'second', '{theirs.cases[0].id}')",
        "DELETE FROM cases_duplicatenotice",
    )
    for attempt in attempts:
        with as_actor(first), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    with as_actor(first):
        assert not DuplicateNotice.objects.exists()


def test_whoever_acted_before_acts_again_after_somebody_was_asked_about(theirs):
    put_together(theirs.workers[0], theirs.pair())
    with as_actor(SystemActor.CLOCK), connection.cursor() as cursor:
        cursor.execute("SELECT about FROM kanaf_tell_duplicates(now(), now())")
        assert cursor.fetchall() == [("second",)]
        cursor.execute("SELECT kanaf_actor()")
        assert cursor.fetchone() == (SystemActor.CLOCK.value,)
