"""Nobody falls between two desks: who sees what, and who is responsible, at each moment of a hand-over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases import access as cases
from kanaf.cases.models import Case, Lead, Note
from kanaf.cases.services import notes
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.referrals import policies, services
from kanaf.referrals.enums import ReferralKind, ReferralStatus
from kanaf.referrals.models import Referral
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch):
    """A file of one desk, a hospital, and a stranger; consent is tried in its own tests."""
    from kanaf.cases.policies_consent import Answer

    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=True, why=""))
    return Play()


class Play:
    def __init__(self) -> None:
        self.desk, self.hospital = world.make_desk(), world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
        self.worker, self.doctor = world.make_worker(self.desk), world.make_worker(self.hospital, Role.DOCTOR)
        self.case = world.make_case(self.worker, self.desk)
        with as_actor(self.worker):
            for part in ("social", "psychological"):
                notes.add_note(
                    actor=world.actor(self.worker),
                    case=self.case.id,
                    compartment=part,
                    text=f"{part} (fictif)",
                    at=clock.now(),
                )

    def send(self, kind=ReferralKind.SERVICE, desk=None, parts=("identity", "medical")) -> Referral:
        with as_actor(self.worker):
            return services.send(
                actor=world.actor(self.worker),
                case=self.case.id,
                desk_to=desk or self.hospital,
                kind=kind,
                category="medical",
                service=None,
                compartments=parts,
                urgency="high",
                message="Examen (fictif)",
                at=clock.now(),
            )

    def parts_of(self, account) -> set[str]:
        with as_actor(account):
            return set(cases.parts_of(self.case.id))

    def do(self, account, verb, referral, **more) -> Referral:
        with as_actor(account):
            return verb(actor=world.actor(account), referral=referral, at=clock.now(), **more)


def test_before_it_answers_the_desk_sees_the_core_and_no_more(play):
    assert play.parts_of(play.doctor) == set()
    play.send()
    assert play.parts_of(play.doctor) == {"core"}


def test_after_accepting_it_sees_what_was_shared_and_writes_in_its_own_part(play):
    referral = play.send()
    play.do(play.doctor, services.accept, referral, answer="Demain (fictif)")
    assert play.parts_of(play.doctor) == {"core", "identity", "medical"}
    with as_actor(play.doctor):
        notes.add_note(
            actor=world.actor(play.doctor),
            case=play.case.id,
            compartment="medical",
            text="Certificat (fictif)",
            at=clock.now(),
        )
        assert set(Note.objects.values_list("compartment", flat=True)) == {"medical"}
        with pytest.raises(PermissionDenied):
            notes.add_note(
                actor=world.actor(play.doctor), case=play.case.id, compartment="social", text="x", at=clock.now()
            )


def test_the_sender_stays_responsible_until_and_after_a_service_is_accepted(play):
    referral = play.send()
    assert Lead.objects.get(case=play.case).desk == play.desk
    play.do(play.doctor, services.accept, referral, answer="")
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk


def test_a_declined_referral_closes_and_comes_back_as_due_to_the_sender(play):
    referral = play.send()
    play.do(play.doctor, services.decline, referral, reason="no_capacity", answer="Essayez Tétouan (fictif)")
    assert play.parts_of(play.doctor) == set()
    assert Obligation.objects.filter(desk=play.desk.id, rule="refer_again", ended_at=None).exists()
    assert not Obligation.objects.filter(desk=play.hospital.id, ended_at=None).exists()


@pytest.mark.parametrize("ending", ["finish", "revoke"])
def test_what_was_opened_ends_with_the_referral(play, ending):
    referral = play.do(play.doctor, services.accept, play.send(), answer="")
    if ending == "finish":
        play.do(play.doctor, services.finish, referral, outcome="Certificat remis (fictif)")
    else:
        play.do(play.worker, services.revoke, referral, reason="need_gone")
    assert play.parts_of(play.doctor) == set()


def test_a_hand_over_moves_the_lead_in_one_instant_and_leaves_a_summary(play):
    other = world.make_desk(prefix="SAL")
    taker = world.make_worker(other)
    referral = play.send(kind=ReferralKind.HANDOVER, desk=other)
    assert Case.objects.get(pk=play.case.pk).lead_desk == play.desk
    play.do(taker, services.accept, referral, answer="")
    leads = list(Lead.objects.filter(case=play.case).order_by("during"))
    assert [lead.desk for lead in leads] == [play.desk, other]
    assert leads[0].during.upper == leads[1].during.lower
    assert Case.objects.get(pk=play.case.pk).lead_desk == other
    assert play.parts_of(taker) >= {"core", "identity", "social", "judicial"}
    assert play.parts_of(play.worker) == {"core"}
    assert not Obligation.objects.filter(file=play.case.id, desk=play.desk.id, ended_at=None).exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_stranger_neither_reads_nor_answers(play):
    referral = play.send()
    elsewhere = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    busy_elsewhere = world.make_worker(elsewhere, Role.DOCTOR)
    for stranger in [
        busy_elsewhere,  # a doctor of another hospital
        world.make_worker(play.hospital, Role.SYSTEM_ADMINISTRATOR),  # of the hospital, without files
        world.make_worker(play.hospital, Role.DOCTOR, is_active=False),  # left the hospital
    ]:
        actor = world.actor(stranger)
        assert not policies.can_read_referral(actor, referral)
        assert not policies.can_answer(actor, referral)
        assert not Referral.objects.readable_by(actor, clock.now()).exists()
        with as_actor(stranger):
            assert not Referral.objects.exists()
            with pytest.raises((PermissionDenied, Referral.DoesNotExist)):
                services.accept(actor=actor, referral=referral, answer="", at=clock.now())


def test_the_rule_its_twin_and_the_row_rule_agree(play):
    play.send()
    for account in [
        play.worker,
        play.doctor,
        world.make_worker(play.desk, Role.FACILITATOR),
        world.make_worker(world.make_desk()),
    ]:
        actor = world.actor(account)
        twin = set(Referral.objects.readable_by(actor, clock.now()))
        assert twin == {r for r in Referral.objects.all() if policies.can_read_referral(actor, r)}
        with as_actor(account):
            assert twin == set(Referral.objects.all())


def test_the_same_question_is_not_asked_twice(play):
    play.send()
    with pytest.raises(services.AlreadyWaiting):
        play.send()


def test_only_the_leading_desk_refers(play):
    referral = play.do(play.doctor, services.accept, play.send(), answer="")
    assert referral.status == ReferralStatus.ACCEPTED
    with as_actor(play.doctor), pytest.raises(PermissionDenied):
        services.send(
            actor=world.actor(play.doctor),
            case=play.case.id,
            desk_to=world.make_desk(),
            kind=ReferralKind.SERVICE,
            category="legal",
            service=None,
            compartments=[],
            urgency="low",
            message="x",
            at=clock.now() + timedelta(0),
        )


def test_refused_consent_blocks_and_the_attempt_is_kept(play, monkeypatch):
    from kanaf.cases.policies_consent import Answer
    from kanaf.journal.models import Entry

    monkeypatch.setattr(services, "allows", lambda *_args: Answer(allowed=False, why="Refused on Monday."))
    with pytest.raises(services.NoConsent):
        play.send()
    with as_actor(play.worker):
        services.note_block(
            actor=world.actor(play.worker), case=play.case.id, desk_to=play.hospital, category="medical", at=clock.now()
        )
    assert Entry.objects.filter(kind="referrals.blocked", file=play.case.id).exists()
    assert not Referral.objects.exists()
