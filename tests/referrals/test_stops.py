"""What was shared is taken back: the desk is told, confirms, and silence climbs; nothing of the child goes along."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection
from django.urls import reverse

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import consents as access
from kanaf.cases.access import open_file
from kanaf.cases.enums import ConsentPurpose, ConsentState, PartyRole
from kanaf.cases.models import Consent
from kanaf.cases.services import consent_clock, consents
from kanaf.circuit.models import Alert, Obligation
from kanaf.circuit.services import escalation
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.referrals.conferences import services as conferences
from kanaf.referrals.enums import CopiesKept, ReferralStatus
from kanaf.referrals.holding import AlreadyAnswered
from kanaf.referrals.models import Referral, StopNotice
from kanaf.referrals.stops import policies, services
from tests import world
from tests.cases.people_support import born, join, opened, someone
from tests.referrals.test_consent_withdrawn import Shared
from tests.support import as_actor

pytestmark = pytest.mark.django_db


class Stopped(Shared):
    """A file that was shared, and is not any more."""

    def __init__(self, **more) -> None:
        super().__init__(**more)
        self.given = self.agree()
        self.referral = self.accept(self.send())

    def take_back(self) -> StopNotice:
        self.withdraw(self.given)
        return StopNotice.objects.select_related("desk_from", "desk_to").get(referral=self.referral)

    def confirm(self, notice, account=None, copies=CopiesKept.DESTROYED):
        account = account or self.guest
        with as_actor(account):
            return services.acknowledge(actor=world.actor(account), notice=notice, copies=copies, at=clock.now())

    def owed(self) -> Obligation:
        return Obligation.objects.get(file=self.case.id, rule="sharing_stop", about=str(self.referral.id))


@pytest.fixture
def stopped() -> Stopped:
    return Stopped()


def pass_time(consent, **ago) -> None:
    """As if it had been agreed to so long before."""
    Consent.objects.filter(pk=consent.pk).update(holds_until=clock.now() - timedelta(**ago))


def tick() -> int:
    with as_actor(SystemActor.CLOCK):
        return consent_clock.watch(clock.now())


def test_the_desk_is_told_and_reads_nothing_of_the_file_any_more(stopped, client):
    notice = stopped.take_back()
    assert (notice.desk_to, notice.was, notice.reason) == (stopped.other, ReferralStatus.ACCEPTED, "consent_withdrawn")
    assert (stopped.owed().desk, stopped.owed().ended_at) == (stopped.other.id, None)
    client.force_login(stopped.guest)
    page = client.get(reverse("portal:show_desk", args=[stopped.other.slug])).content.decode()
    assert notice.reference in page
    assert stopped.case.code not in page
    page = client.get(reverse("referrals:acknowledge_stop", args=[stopped.referral.id])).content.decode()
    assert notice.reference in page
    for hidden in (stopped.case.code, "Un lit", "Salma", "Idrissi"):
        assert hidden not in page
    assert client.get(reverse("portal:show_file", args=[stopped.case.id])).status_code == 404


def test_the_desk_confirms_once_and_the_lead_sees_who_has_and_who_has_not(stopped, client):
    notice = stopped.take_back()
    client.force_login(stopped.worker)
    shown = reverse("referrals:list_stops", args=[stopped.case.id])
    assert "not confirmed yet" in client.get("/en" + shown[3:]).content.decode()
    client.force_login(stopped.guest)
    form = reverse("referrals:acknowledge_stop", args=[stopped.referral.id])
    assert client.post(form, {"copies": "destroyed"}).status_code == 422
    assert client.post(form, {"copies": "destroyed", "stopped": "on"}).status_code == 302
    notice.refresh_from_db()
    assert (notice.acknowledged_by, notice.copies) == (stopped.guest.id, "destroyed")
    assert stopped.owed().is_done
    with pytest.raises(AlreadyAnswered):
        stopped.confirm(notice)
    client.force_login(stopped.worker)
    page = client.get("/en" + shown[3:]).content.decode()
    assert "not confirmed yet" not in page
    assert "we destroyed our copies and papers" in page.lower()
    kept = Entry.objects.get(kind="referrals.stop_acknowledged").kept
    assert (kept["copies"], kept["referral"]) == ("destroyed", str(stopped.referral.id))


def test_silence_climbs_by_the_ordinary_ladder_and_mails_name_nobody(stopped):
    coordinator = world.make_worker(stopped.other, Role.DESK_COORDINATOR)
    stopped.take_back()
    Alert.objects.all().delete()
    owed = stopped.owed()
    with as_actor(SystemActor.CLOCK):
        for hours in (1, 48, 52, 72):
            escalation.escalate(owed.began_at + timedelta(hours=hours, minutes=1))
    rungs = {(alert.person_id, alert.rung) for alert in Alert.objects.filter(rule="sharing_stop")}
    assert (coordinator.id, "coordinator") in rungs
    assert {alert.desk_id for alert in Alert.objects.filter(rule="sharing_stop")} == {stopped.other.id}
    with as_actor(SystemActor.CLOCK):
        escalation.mail_alerts(clock.now() + timedelta(days=9))
    assert mail.outbox
    for letter in mail.outbox:
        text = letter.subject + letter.body
        assert stopped.case.code not in text
        assert "Salma" not in text


def test_a_stranger_finds_no_notice_by_any_door(stopped, client):
    notice = stopped.take_back()
    other = world.make_desk()
    strangers = [
        world.make_worker(other),
        world.make_worker(other, Role.SUPERVISOR),
        world.make_worker(stopped.other, Role.TRAINER),
        world.make_worker(stopped.desk, Role.DOCTOR),  # of the file, but does not read consents
        world.make_worker(stopped.desk, Role.SYSTEM_ADMINISTRATOR),
    ]
    for account in strangers:
        client.force_login(account)
        for route in ("show_stop", "acknowledge_stop"):
            assert client.get(reverse(f"referrals:{route}", args=[notice.referral_id])).status_code == 404
        assert client.get(reverse("referrals:list_stops", args=[stopped.case.id])).status_code == 404
        with as_actor(account):
            assert not StopNotice.objects.exists()
        with pytest.raises(PermissionDenied):
            stopped.confirm(notice, account)
    with pytest.raises(PermissionDenied):
        stopped.confirm(notice, stopped.worker)  # the lead does not answer for a desk that has an account


def test_the_rule_its_twin_and_the_rows_agree(stopped):
    notice = stopped.take_back()
    desks = [stopped.desk, stopped.other, world.make_desk()]
    for desk in desks:
        for role in Role:
            account = world.make_worker(desk, role)
            actor = world.actor(account)
            with as_actor(account):
                rule = policies.can_read_stop(actor, notice, open_file(actor, stopped.case.id))
                twin = StopNotice.objects.readable_by(actor, clock.now()).exists()
                changes = StopNotice.objects.select_for_update().exists()
                may = policies.can_acknowledge(actor, notice, open_file(actor, stopped.case.id))
                rows = StopNotice.objects.exists()
            assert rule == twin == rows, (desk, role)
            assert changes == may, (desk, role)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE referrals_stopnotice SET acknowledged_at = now(), acknowledged_by = gen_random_uuid(), copies = 'none'",
        "UPDATE referrals_stopnotice SET desk_to_id = desk_from_id",
        "DELETE FROM referrals_stopnotice",
        (
            "INSERT INTO referrals_stopnotice SELECT gen_random_uuid(), referral_id, case_id, desk_from_id, desk_to_id"
            " FROM referrals_stopnotice"
        ),
    ],
)
def test_no_notice_is_written_moved_or_answered_for_another_by_hand(stopped, statement):
    stopped.take_back()
    with pytest.raises((ProgrammingError, IntegrityError)), as_actor(stopped.guest):
        connection.cursor().execute(statement)


def test_a_desk_that_answered_on_paper_is_told_by_telephone_by_whoever_leads(stopped):
    Referral.objects.filter(pk=stopped.referral.pk).update(answered_by=SystemActor.PUBLIC.value)
    notice = stopped.take_back()
    assert notice.by_telephone
    done = stopped.confirm(notice, stopped.worker, CopiesKept.BY_LAW)
    assert done.acknowledged_by == stopped.worker.id
    assert stopped.owed().is_done


def test_a_seat_at_a_table_on_the_file_closes_as_well(stopped):
    with as_actor(stopped.worker):
        conferences.call(
            actor=world.actor(stopped.worker), case=stopped.case.id, desks=[stopped.other], where="Ici (fictif)",
            planned_at=clock.now() + timedelta(days=2), agenda="Faire le point (fictif)", at=clock.now(),
        )  # fmt: skip
    assert Grant.objects.filter(desk=stopped.other, reason="conference", valid__contains=clock.now()).exists()
    stopped.take_back()
    assert not Grant.objects.filter(
        desk=stopped.other, subject_id=stopped.case.id, valid__contains=clock.now()
    ).exists()


def test_the_desk_is_warned_before_the_end_and_the_new_answer_meets_it(stopped, client):
    assert tick() == 0
    Consent.objects.update(holds_until=clock.now() + timedelta(days=20))
    assert tick() == 1
    assert tick() == 0
    owed = Obligation.objects.get(file=stopped.case.id, rule="consent_renewal")
    assert (owed.desk, owed.about, owed.ended_at) == (stopped.desk.id, str(stopped.given.id), None)
    assert owed.due_at > clock.now() + timedelta(days=19)
    client.force_login(stopped.worker)
    page = client.get("/en" + reverse("cases:list_consents", args=[stopped.case.id])[3:]).content.decode()
    assert "ask again before" in page
    renewed = stopped.agree()
    owed.refresh_from_db()
    assert owed.is_done
    assert renewed.holds_until > clock.now() + timedelta(days=360)


def test_at_its_end_what_rested_on_it_ends_and_the_desk_is_told(stopped, client):
    pass_time(stopped.given, minutes=5)
    assert tick() == 2  # warned and ended at once: the clock had stood still
    assert tick() == 0
    stopped.referral.refresh_from_db()
    assert (stopped.referral.status, stopped.referral.revoke_reason) == (ReferralStatus.REVOKED, "consent_expired")
    assert StopNotice.objects.get(referral=stopped.referral).reason == "consent_expired"
    assert not Grant.objects.filter(
        desk=stopped.other, subject_id=stopped.case.id, valid__contains=clock.now()
    ).exists()
    assert Entry.objects.get(kind="cases.consent_expired").kept["accesses_ended"] == 1
    assert Obligation.objects.filter(file=stopped.case.id, rule="consent_renewal", ended_at=None).exists()
    client.force_login(stopped.worker)
    page = client.get("/fr" + reverse("portal:show_file", args=[stopped.case.id])[3:]).content.decode()
    assert "à redemander" in page
    stopped.agree()
    stopped.send()


def test_nothing_new_is_shared_on_what_has_ended_not_even_by_hand(stopped):
    pass_time(stopped.given, minutes=5)
    with as_actor(stopped.worker):
        answer = access.allows(opened(stopped.worker, stopped.case), ConsentPurpose.SHARE, stopped.other)
    assert not answer.allowed
    with pytest.raises(IntegrityError, match="consent does not allow"), as_actor(stopped.worker):
        Referral.objects.create(
            id=new_id(), case=stopped.case, case_code=stopped.case.code, desk_from=stopped.desk, desk_to=stopped.other,
            category="legal", compartments=["core"], urgency="low", sent_by=stopped.worker.id, sent_at=clock.now(),
            answer_due_at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("kind", [DeskKind.PROSECUTION, DeskKind.MINORS_BRIGADE])
def test_the_end_of_a_consent_takes_nothing_from_justice(kind):
    shared = Stopped(kind=kind)
    pass_time(shared.given, minutes=5)
    tick()
    shared.referral.refresh_from_db()
    assert shared.referral.status == ReferralStatus.ACCEPTED
    assert not StopNotice.objects.exists()


def test_only_the_clock_ends_what_has_ended(stopped):
    pass_time(stopped.given, minutes=5)
    for statement in (
        "SELECT * FROM kanaf_consents_expired(now())",
        "SELECT * FROM kanaf_consents_ending(now(), now())",
    ):
        for account in (stopped.worker, stopped.guest):
            with pytest.raises(ProgrammingError), as_actor(account):
                connection.cursor().execute(statement)


def test_a_child_who_turns_eighteen_in_the_middle_decides_alone(client):
    """The parents agreed; the birthday passes; nothing new is shared before the young person is asked."""
    shared = Stopped()
    young = someone(born_on=born(13))
    file = world.make_case(shared.worker, shared.desk)
    main = join(shared.worker, file, PartyRole.MAIN, young)
    mother = join(shared.worker, file, PartyRole.CAREGIVER, someone("Mère (fictif)", born_on=born(40)))
    shared.case, association = file, world.make_desk(kind=DeskKind.ASSOCIATION_SERVICE)
    shared.agree(association, adult=mother.id, adult_agrees=True, decided_by="")
    assert_allowed(shared, association, is_allowed=True)
    grow(shared, main, 18)
    assert_allowed(shared, association, is_allowed=False)
    client.force_login(shared.worker)
    desk = client.get("/fr" + reverse("portal:show_desk", args=[shared.desk.slug])[3:]).content.decode()
    page = client.get("/fr" + reverse("cases:list_consents", args=[file.id])[3:]).content.decode()
    assert file.code in desk.split('id="birthdays"')[1]
    assert "ne compte plus" in page
    with pytest.raises(consents.CannotConsent), as_actor(shared.worker):
        actor = world.actor(shared.worker)
        said = consents.Answers(
            purpose=ConsentPurpose.SHARE, desk=association.id, language="ary", limit_explained_at=clock.now(),
            child_agrees=None, adult=mother.id, adult_agrees=True,
        )  # fmt: skip
        consents.record(actor=actor, case=file.id, answers=said, at=clock.now())
    own = shared.agree(association, decided_by="")
    assert (own.state, own.child_kind, own.adult) == (ConsentState.GIVEN, "consent", None)
    assert_allowed(shared, association, is_allowed=True)
    desk = client.get("/fr" + reverse("portal:show_desk", args=[shared.desk.slug])[3:]).content.decode()
    assert 'id="birthdays"' not in desk


def assert_allowed(shared, desk, *, is_allowed) -> None:
    with as_actor(shared.worker):
        assert access.allows(opened(shared.worker, shared.case), ConsentPurpose.SHARE, desk).allowed == is_allowed


def grow(shared, main, age) -> None:
    """The same person, so many years old: the birth date is sealed, so it is written as a correction."""
    with as_actor(shared.worker):
        person = main.person
        person.born_on = born(age)
        person.save(update_fields=["born_on"])
