"""A file is hidden from whoever is in conflict, through every door; the lead moves away and leaves no gap."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Absence
from kanaf.cases.access import conflicts as records
from kanaf.cases.access import open_file, people
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, Lead
from kanaf.cases.services import conflicts, registration
from kanaf.circuit.models import Alert, Obligation
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants
from kanaf.grants.models import Exclusion, Grant
from kanaf.journal.models import Entry
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from kanaf.referrals import services as referrals
from kanaf.referrals.conferences import services as conferences
from kanaf.referrals.models import Conference, ConferenceDesk, Referral
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

pytestmark = pytest.mark.django_db


class File(Play):
    """A file of one desk, accepted by a hospital unit, with an alleged author who may work there."""

    def __init__(self, monkeypatch):
        agree_to_everything(monkeypatch)
        monkeypatch.setattr(conferences, "allows", lambda *_args: type("Yes", (), {"allowed": True, "why": ""})())
        super().__init__()
        self.supervisor = world.make_worker(self.desk, Role.SUPERVISOR)
        self.child = self.join(PartyRole.MAIN, given_name="Salma", family_name="Exemple (fictif)")
        self.author = self.join(PartyRole.ALLEGED_AUTHOR, given_name="Karim", family_name="Exemple (fictif)")
        self.referral = self.send()
        self.do(self.doctor, referrals.accept, self.referral, answer="")
        with as_actor(self.worker):
            self.table = conferences.call(
                actor=world.actor(self.worker), case=self.case.id, desks=[self.hospital], where="",
                planned_at=clock.now() + timedelta(days=2), agenda="Faire le point (fictif)", at=clock.now(),
            )  # fmt: skip

    def join(self, role, **facts):
        with as_actor(self.worker):
            return registration.join(
                actor=world.actor(self.worker), case=self.case.id, role=role, facts=Facts(**facts), at=clock.now()
            )

    def say(self, who=None, **whom):
        who = who or self.worker
        with transaction.atomic(), as_actor(who):
            return conflicts.say(
                actor=world.actor(who), case=self.case.id, party_id=self.author.id, at=clock.now(), **whom
            )

    def seen_by(self, account):
        """Every row, count and answer that this person still gets of the file, by hand-written SQL too."""
        found = {}
        with as_actor(account), connection.cursor() as cursor:
            for name, statement in LOOKS.items():
                cursor.execute(statement, {"case": self.case.id, "child": self.child.person_id})
                found[name] = cursor.fetchall()
            cursor.execute("SELECT waiting FROM kanaf_desk_waiting(%s, now(), 1000)", [self.desk_of(account)])
            found["waiting"] = [row for row in cursor.fetchall() if row[0]]
            cursor.execute("SELECT files FROM kanaf_desk_load(%s)", [self.desk_of(account)])
            found["load"] = cursor.fetchall()
            found["page"] = [one for one in [open_file(world.actor(account), self.case.id)] if one]
            found["search"] = people.search(world.actor(account), name="Salma Exemple", number="", at=clock.now())
        return {name for name, rows in found.items() if rows}

    def desk_of(self, account):
        return account.memberships.first().desk_id


LOOKS = {
    "file": "SELECT id FROM cases_case WHERE id = %(case)s",
    "lead": "SELECT id FROM cases_lead WHERE case_id = %(case)s",
    "people": "SELECT id FROM cases_caseparty WHERE case_id = %(case)s",
    "person": "SELECT id FROM persons_person WHERE id = %(child)s",
    "found": "SELECT 1 WHERE %(child)s IN (SELECT kanaf_people())",
    "keys": "SELECT subject FROM foundation_datakey WHERE subject IN (%(case)s, %(child)s)",
    "grants": "SELECT id FROM grants_grant WHERE subject_id = %(case)s",
    "subject": "SELECT id FROM grants_subject WHERE id = %(case)s",
    "links": "SELECT id FROM grants_subjectlink WHERE through_id = %(case)s",
    "exclusions": "SELECT id FROM grants_exclusion",
    "journal": "SELECT id FROM journal_entry WHERE coalesce(file, subject) = %(case)s",
    "obligations": "SELECT rule FROM circuit_obligation WHERE file = %(case)s",
    "protocol": "SELECT file FROM circuit_followedprotocol WHERE file = %(case)s",
    "alerts": "SELECT id FROM circuit_alert WHERE file = %(case)s",
    "referrals": "SELECT id FROM referrals_referral WHERE case_id = %(case)s",
    "conferences": "SELECT id FROM referrals_conference WHERE case_id = %(case)s",
    "seats": "SELECT s.id FROM referrals_conferencedesk s",
    "open": "SELECT compartment FROM kanaf_open(%(case)s)",
    "readable": "SELECT 1 WHERE %(case)s IN (SELECT kanaf_readable('core'))",
    "closed": "SELECT kanaf_closed_desks(%(case)s)",
    "would": "SELECT kanaf_would_close(%(case)s, NULL, kanaf_actor())",
    "protocol state": "SELECT 1 WHERE kanaf_file_state(%(case)s, ARRAY[]::text[]) IS NOT NULL",
    "heard": "SELECT * FROM kanaf_times_heard(%(case)s)",
}


@pytest.fixture
def file(monkeypatch):
    return File(monkeypatch)


def test_the_institution_of_an_employee_sees_nothing_through_any_door(file):
    tell(file, file.doctor)
    assert {"file", "referrals", "conferences", "grants", "journal", "alerts"} <= file.seen_by(file.doctor)
    assert file.say(organisation=file.hospital.organisation_id) is None
    assert file.seen_by(file.doctor) == set()
    assert Referral.objects.get(pk=file.referral.pk).status == "revoked"
    assert not ConferenceDesk.objects.filter(conference=file.table, desk=file.hospital).exists()
    assert not Grant.objects.active(clock.now()).filter(subject_id=file.case.id, desk=file.hospital).exists()
    assert {"file", "exclusions", "journal"} <= file.seen_by(file.worker)


def tell(file, account):
    """An alert that silence gave before the conflict was known."""
    Alert.objects.create(
        id=new_id(), person=account, rung="duty", desk=file.hospital, file=file.case.id, rule="x", about="",
        began_at=clock.now(), risk="high", due_at=clock.now(), at=clock.now(), mail_at=clock.now(),
    )  # fmt: skip


def test_kin_of_a_member_is_hidden_from_that_member_alone(file):
    colleague = world.make_worker(file.desk)
    file.say(account=colleague.id)
    assert file.seen_by(colleague) == set()
    assert "file" in file.seen_by(file.worker)
    assert "file" in file.seen_by(file.doctor)
    assert str(colleague.id) not in {key for key, _name in colleagues(file)}


def colleagues(file):
    from kanaf.cases.access.colleagues import colleagues as listed

    with as_actor(file.worker):
        opened = open_file(world.actor(file.worker), file.case.id)
        return listed(opened, clock.now())


def test_a_post_elsewhere_a_stand_in_and_the_privacy_officer_do_not_lead_round_it(file):
    both = world.make_worker(file.hospital, Role.DOCTOR)
    both.memberships.create(desk=file.desk, role=Role.SOCIAL_WORKER, since=clock.now().date() - timedelta(days=3))
    stand_in = world.make_worker(world.make_desk(), Role.FACILITATOR)
    officer = world.make_worker(file.hospital, Role.PRIVACY_OFFICER)
    now = clock.now()
    Absence.objects.create(
        account=file.doctor, covered_by=stand_in, since=now - timedelta(hours=1), until=now + timedelta(hours=1)
    )
    assert "file" in file.seen_by(both) & file.seen_by(stand_in)
    file.say(organisation=file.hospital.organisation_id)
    for account in (both, stand_in, officer):
        assert file.seen_by(account) == set()


def test_the_lead_moves_in_the_same_instant_to_a_desk_without_conflict(file):
    chief = world.make_worker(file.other, Role.SUPERVISOR)
    late_before = set(Obligation.objects.filter(file=file.case.id, ended_at=None).values_list("desk", flat=True))
    lead = file.say(organisation=file.desk.organisation_id)
    assert lead == file.other
    assert file.desk.id in late_before
    case = Case.objects.get(pk=file.case.id)
    assert case.lead_desk == file.other
    assert case.worker is None
    first, second = Lead.objects.filter(case=case).order_by("during")
    assert (first.desk, first.during.upper) == (file.desk, second.during.lower)
    assert second.during.upper is None
    assert file.seen_by(file.worker) == file.seen_by(file.supervisor) == set()
    assert {"file", "exclusions", "referrals"} <= file.seen_by(chief)
    referral = Referral.objects.get(pk=file.referral.pk)
    assert (referral.status, referral.desk_from) == ("accepted", file.other)
    assert Conference.objects.get(pk=file.table.pk).desk == file.other
    owed = Obligation.objects.filter(file=file.case.id, ended_at=None)
    assert file.desk.id not in set(owed.values_list("desk", flat=True))


def test_the_lead_moves_when_everybody_of_the_desk_is_kin(file):
    alone = world.make_desk()
    last = world.make_worker(alone)
    case = world.make_case(last, alone)
    with as_actor(last):
        author = registration.join(
            actor=world.actor(last), case=case.id, role=PartyRole.ALLEGED_AUTHOR, at=clock.now(),
            facts=Facts(given_name="Karim", family_name="Exemple (fictif)"),
        )  # fmt: skip
        lead = conflicts.say(actor=world.actor(last), case=case.id, party_id=author.id, account=last.id, at=clock.now())
    assert lead is not None
    assert lead != alone
    assert Case.objects.get(pk=case.id).lead_desk == lead
    with as_actor(last):
        assert open_file(world.actor(last), case.id) is None


def test_without_another_desk_nothing_is_half_done(file):
    for desk in (file.other, file.hospital):
        desk.is_active = False
        desk.save(update_fields=["is_active"])
    with pytest.raises(conflicts.NoOtherDesk):
        file.say(organisation=file.desk.organisation_id)
    assert not Exclusion.objects.exists()
    assert Referral.objects.get(pk=file.referral.pk).status == "accepted"
    assert "file" in file.seen_by(file.worker)


def test_a_closed_desk_is_offered_to_nobody_and_refused_without_a_reason(file):
    file.say(organisation=file.hospital.organisation_id)
    from kanaf.referrals import access

    with as_actor(file.worker):
        opened = open_file(world.actor(file.worker), file.case.id)
        offered = {desk.id for desk in access.possible_desks(opened)}
        assert file.hospital.id not in offered
        assert file.other.id in offered
        assert grants.closed_desks(file.case.id) == {file.hospital.id}
    with pytest.raises(referrals.DeskClosed):
        file.send(category="mental_health")
    with pytest.raises(conferences.NobodyInvited), as_actor(file.worker):
        conferences.call(
            actor=world.actor(file.worker), case=file.case.id, desks=[file.hospital], where="",
            planned_at=clock.now() + timedelta(days=2), agenda="x", at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE grants_exclusion SET ended_at = now()",
        "DELETE FROM grants_exclusion",
        "SELECT kanaf_apart(%(case)s, %(me)s)",
        "SELECT kanaf_exclude(ARRAY[%(case)s]::uuid[], NULL, %(me)s, %(case)s)",
        "SELECT kanaf_give_lead(%(case)s, %(desk)s, %(case)s)",
        "SELECT kanaf_lift_exclusion((SELECT id FROM grants_exclusion LIMIT 1), ''::bytea, now())",
        "SELECT kanaf_set_apart(%(case)s, %(party)s, NULL, %(me)s, %(desk)s, now())",
        "SELECT kanaf_give(gen_random_uuid(), %(case)s, %(hospital)s, 'core', 'read', 'referral', %(case)s, NULL, false)",
        "SELECT kanaf_part_ways(%(case)s, NULL, %(other)s, %(party)s, %(hospital)s, now())",
    ],
)
def test_hand_written_sql_neither_lifts_it_nor_goes_round_it(file, statement):
    """By a worker of the desk that leads, who said it: even so."""
    file.say(organisation=file.hospital.organisation_id)
    before = list(Exclusion.objects.values_list("id", "ended_at"))
    given = {
        "case": file.case.id, "me": file.worker.id, "desk": file.desk.id, "party": file.author.id,
        "hospital": file.hospital.id, "other": file.doctor.id,
    }  # fmt: skip
    refused = (ProgrammingError, InternalError, IntegrityError)
    try:
        with transaction.atomic(), as_actor(file.worker), connection.cursor() as cursor:
            cursor.execute(statement, given)
    except refused:
        pass
    assert list(Exclusion.objects.values_list("id", "ended_at")) == before
    assert file.seen_by(file.doctor) == set()


def test_it_is_taken_back_by_a_second_person_with_a_reason(file):
    file.say(organisation=file.hospital.organisation_id)
    exclusion = Exclusion.objects.get(subject_id=file.case.id)

    def lift(account):
        with as_actor(account):
            conflicts.lift(
                actor=world.actor(account), case=file.case.id, exclusion_id=exclusion.id, why="Un homonyme (fictif)",
                at=clock.now(),
            )  # fmt: skip

    for stranger in (
        file.worker,  # who said it
        world.make_worker(file.desk),  # a colleague who supervises nobody
        world.make_worker(file.other, Role.SUPERVISOR),  # a supervisor elsewhere
        world.make_worker(file.hospital, Role.SUPERVISOR),  # one from whom it is hidden
    ):
        with pytest.raises(PermissionDenied):
            lift(stranger)
    lift(file.supervisor)
    exclusion.refresh_from_db()
    assert (exclusion.ended_by, exclusion.why_ended) == (file.supervisor.id, "Un homonyme (fictif)")
    assert Entry.objects.filter(kind="cases.conflict_lifted", actor=file.supervisor.id, compartment="identity").exists()
    assert file.send(category="mental_health").status == "sent"


def test_a_person_of_two_files_stays_known_through_the_one_that_is_not_hidden(file):
    theirs = world.make_case(file.worker, file.desk)
    with as_actor(file.worker):
        registration.join(
            actor=world.actor(file.worker), case=theirs.id, role=PartyRole.MAIN, person_id=file.child.person_id,
            at=clock.now(),
        )  # fmt: skip
    colleague = world.make_worker(file.desk)
    file.say(account=colleague.id)
    assert file.seen_by(colleague) >= {"person", "found", "search"}
    assert "people" not in file.seen_by(colleague)
    with as_actor(colleague):
        assert Person.objects.filter(pk=file.author.person_id).count() == 0


def test_the_core_of_the_journal_names_nobody(file):
    reader = world.make_worker(file.desk, Role.COMMITTEE_SECRETARY)  # opens the core, and no identity
    file.say(organisation=file.hospital.organisation_id)
    with as_actor(reader):
        entries = list(Entry.objects.filter(file=file.case.id).values_list("kind", "kept"))
        assert entries
        assert records.hidden_from(world.actor(reader), open_file(world.actor(reader), file.case.id)) == []
    assert not [kind for kind, kept in entries if kind == "cases.conflict_said" or "organisation" in kept]


def test_silence_climbs_past_whoever_is_in_conflict(file):
    from kanaf.foundation.context import SystemActor

    chief = world.make_worker(file.desk, Role.DESK_COORDINATOR)
    file.say(account=chief.id)
    file.say(account=file.supervisor.id)
    with as_actor(SystemActor.CLOCK), connection.cursor() as cursor:
        cursor.execute("SELECT person FROM kanaf_rungs(%s, %s, now())", [file.desk.id, file.case.id])
        told = {person for (person,) in cursor.fetchall()}
        cursor.execute("SELECT kanaf_may_be_told(%s, %s)", [file.case.id, [chief.id, file.worker.id]])
        assert cursor.fetchone() == ([file.worker.id],)
        tell(file, chief)
        cursor.execute("SELECT email FROM kanaf_alerts_to_mail(now() + interval '1 minute')")
        assert chief.email not in {email for (email,) in cursor.fetchall()}
    assert told == {file.worker.id}


def test_the_court_that_is_closed_is_not_called_and_its_calendar_is_empty(file):
    court = world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False)
    clerk = world.make_worker(court, Role.CLERK)
    Grant.objects.create(
        id=new_id(), subject_id=file.case.id, desk=court, compartment="judicial", level="write", reason="court",
        basis=None, valid=(clock.now(), None), until=None, is_offer=False, given_by=file.worker.id, given_at=clock.now(),
    )  # fmt: skip
    file.say(organisation=court.organisation_id)
    assert file.seen_by(clerk) == set()
    with as_actor(file.worker):
        from kanaf.justice.access import courts_for

        opened = open_file(world.actor(file.worker), file.case.id)
        assert str(court.id) not in {key for key, _name in courts_for(opened, [DeskKind.PROSECUTION])}
