"""A case conference: who sits at the table, what each reads of it, and who owes what afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from kanaf.actors.enums import Role
from kanaf.cases import access as cases
from kanaf.cases.access.closing import what_is_open
from kanaf.cases.policies_consent import Answer
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from kanaf.referrals import services as referrals
from kanaf.referrals.conferences import access, services
from kanaf.referrals.enums import ConferenceStatus, ReferralKind
from kanaf.referrals.models import Conference, ConferenceDecision, ConferenceDesk, ConferenceMinute
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch):
    agree_to_everything(monkeypatch)
    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
    return Table()


class Table(Play):
    def __init__(self) -> None:
        super().__init__()
        self.nurse = world.make_worker(self.hospital, Role.DOCTOR)

    def act(self, account, verb, **more):
        with as_actor(account):
            return verb(actor=world.actor(account), at=clock.now(), **more)

    def call(self, *desks, account=None) -> Conference:
        return self.act(
            account or self.worker, services.call, case=self.case.id, desks=desks or [self.hospital],
            planned_at=clock.now() + timedelta(days=3), where="Salle 2 (fictif)", agenda="La suite (fictif)",
        )  # fmt: skip

    def held(self) -> Conference:
        called = self.call(self.hospital, self.other)
        self.act(
            self.worker, services.hold, conference=called.id, came=[self.desk.id, self.hospital.id], held_at=clock.now()
        )
        return called

    def parts(self, account) -> set[str]:
        with as_actor(account):
            return set(cases.parts_of(self.case.id))


def test_whoever_is_invited_opens_the_core_and_the_meeting_and_nothing_else(table):
    assert table.parts(table.doctor) == set()
    called = table.call()
    assert table.parts(table.doctor) == {"core"}
    with as_actor(table.doctor):
        found = access.get_conference(world.actor(table.doctor), called.id)
        assert found.conference.agenda == "La suite (fictif)"
        assert found.desks == {table.desk.id, table.hospital.id}
    table.act(table.worker, services.cancel, conference=called.id)
    assert table.parts(table.doctor) == set()


def test_strangers_see_no_meeting(table):
    called = table.held()
    table.act(table.worker, services.write_minutes, conference=called.id, compartment="core", text="x", seen=None)
    table.act(table.worker, services.decide, conference=called.id, desk=table.desk.id, text="x", due_at=clock.now())
    for stranger in [
        world.make_worker(world.make_desk()),  # another desk
        world.make_worker(table.hospital, Role.FACILITATOR),  # an invited desk, without files
        world.make_worker(table.hospital, Role.DOCTOR, is_active=False),  # left the hospital
    ]:
        assert not Conference.objects.readable_by(world.actor(stranger), clock.now()).exists()
        with as_actor(stranger):
            for model in (Conference, ConferenceDesk, ConferenceMinute, ConferenceDecision):
                assert not model.objects.exists(), model
        with pytest.raises(PermissionDenied):
            table.act(stranger, services.hold, conference=called.id, came=[], held_at=clock.now())


def test_the_rule_its_twin_and_the_row_rule_agree(table):
    table.held()
    table.call(table.other)
    for account in [table.worker, table.doctor, table.taker, table.chief, world.make_worker(world.make_desk())]:
        actor = world.actor(account)
        twin = set(Conference.objects.readable_by(actor, clock.now()))
        rule = {
            c for c in Conference.objects.all()
            if access.policies.can_read_conference(actor, set(ConferenceDesk.objects.filter(conference=c).values_list("desk_id", flat=True)))
        }  # fmt: skip
        with as_actor(account):
            assert twin == rule == set(Conference.objects.all())


def test_minutes_are_read_part_by_part(table):
    referral = table.do(table.doctor, referrals.accept, table.send(compartments=["medical"]), answer="")
    called = table.held()
    for part in ("core", "social"):
        table.act(
            table.worker,
            services.write_minutes,
            conference=called.id,
            compartment=part,
            text=f"{part} (fictif)",
            seen=None,
        )
    table.act(
        table.doctor,
        services.write_minutes,
        conference=called.id,
        compartment="medical",
        text="medical (fictif)",
        seen=None,
    )
    read = {}
    for name, account in (("lead", table.worker), ("hospital", table.doctor), ("other", table.taker)):
        with as_actor(account):
            found = access.get_conference(world.actor(account), called.id)
            read[name] = [m.compartment for m in access.minutes_of(found)]
            assert {m.compartment for m in ConferenceMinute.objects.all()} == set(read[name])
    assert read == {"lead": ["core", "social", "medical"], "hospital": ["core", "medical"], "other": ["core"]}
    for part in ("core", "social", "judicial"):
        with pytest.raises(PermissionDenied):
            table.act(table.doctor, services.write_minutes, conference=called.id, compartment=part, text="x", seen=None)
    assert referral.compartments


def test_minutes_written_again_by_two_people_lose_neither(table):
    called = table.held()
    write = {"conference": called.id, "compartment": "social", "seen": None}
    table.act(table.worker, services.write_minutes, text="un (fictif)", **write)
    with pytest.raises(StaleVersion):
        table.act(table.worker, services.write_minutes, text="deux (fictif)", **write)


def test_a_decision_is_owed_by_a_desk_of_the_table_with_its_moment(table):
    called = table.held()
    due = clock.now() + timedelta(days=7)
    made = table.act(
        table.worker,
        services.decide,
        conference=called.id,
        desk=table.hospital.id,
        text="Un rendez-vous (fictif)",
        due_at=due,
    )
    kept = Entry.objects.get(kind="referrals.decision_made").kept
    assert (kept["desk_owing"], kept["due_at"], kept["decision"]) == (
        str(table.hospital.id),
        due.isoformat(),
        str(made.id),
    )
    with pytest.raises(services.NotAtTheTable):
        table.act(table.worker, services.decide, conference=called.id, desk=world.make_desk().id, text="x", due_at=due)
    with as_actor(table.worker):
        file = cases.get_case(world.actor(table.worker), table.case.id)
        assert any("concertation" in sentence for sentence in what_is_open(file, "goals_met"))
    with pytest.raises(PermissionDenied):
        table.act(table.taker, services.finish_decision, conference=called.id, decision=made.id)
    for _twice in range(2):
        done = table.act(table.doctor, services.finish_decision, conference=called.id, decision=made.id)
    assert done.done_by == table.doctor.id
    assert Entry.objects.filter(kind="referrals.decision_done").count() == 1


def test_attendance_is_kept_and_a_meeting_is_held_once(table):
    called = table.held()
    assert dict(ConferenceDesk.objects.values_list("desk_id", "came")) == {
        table.desk.id: True, table.hospital.id: True, table.other.id: False,
    }  # fmt: skip
    assert Entry.objects.get(kind="referrals.conference_held").kept["absent"] == [str(table.other.id)]
    for verb, more in (("hold", {"came": [], "held_at": clock.now()}), ("cancel", {})):
        with pytest.raises(PermissionDenied):
            table.act(table.worker, getattr(services, verb), conference=called.id, **more)


def test_only_the_leading_desk_calls_and_not_itself_alone(table):
    with pytest.raises(PermissionDenied):
        table.call(table.desk, account=table.doctor)
    with pytest.raises(services.NobodyInvited):
        table.call(table.desk)


def test_a_refusal_keeps_a_desk_from_the_table_even_by_hand(table, monkeypatch):
    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=False, why="Refused on Monday."))
    with pytest.raises(services.NoConsent):
        table.call()
    assert not Conference.objects.exists()


def test_a_new_leader_takes_over_the_meetings_that_were_planned(table):
    called = table.call()
    table.do(table.taker, referrals.accept, table.send(ReferralKind.HANDOVER), answer="")
    called.refresh_from_db()
    assert called.desk == table.other
    table.act(table.taker, services.cancel, conference=called.id)
    called.refresh_from_db()
    assert called.status == ConferenceStatus.CANCELLED


BY_HAND = {
    "sit down uninvited": "INSERT INTO referrals_conferencedesk (id, conference_id, desk_id) SELECT gen_random_uuid(), %(c)s, %(other)s",
    "owe others": "INSERT INTO referrals_conferencedecision (id, conference_id, case_id, desk_id, due_at, decided_by, decided_at) SELECT gen_random_uuid(), %(c)s, %(case)s, %(desk)s, now(), kanaf_actor(), now()",
    "cancel": "UPDATE referrals_conference SET status = 'cancelled' WHERE id = %(c)s",
    "write in a closed part": "INSERT INTO referrals_conferenceminute (id, conference_id, case_id, compartment, written_by, written_at, version) SELECT gen_random_uuid(), %(c)s, %(case)s, 'social', kanaf_actor(), now(), 1",
    "give oneself the core": "SELECT kanaf_give(gen_random_uuid(), %(case)s, %(other)s, 'core', 'read', 'conference', %(c)s, now() + interval '1 day', false)",
}


@pytest.mark.parametrize("statement", BY_HAND.values(), ids=BY_HAND.keys())
def test_hand_written_sql_does_no_more(table, statement):
    called = table.call()
    given = {"c": called.id, "case": table.case.id, "desk": table.desk.id, "other": table.other.id}
    try:
        with as_actor(table.doctor), connection.cursor() as cursor:
            cursor.execute(statement, given)
            assert cursor.rowcount == 0
    except DatabaseError:
        pass
