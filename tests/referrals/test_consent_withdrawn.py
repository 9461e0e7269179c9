"""A hand-over rests on what the child and the family said: when that no longer holds, neither does it."""

import pytest
from django.db import IntegrityError, connection

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import consents as access
from kanaf.cases.enums import ConsentPurpose, ConsentState, PartyRole
from kanaf.cases.models import Consent
from kanaf.cases.policies_consent import CHILD, JUSTICE
from kanaf.cases.services import consents
from kanaf.cases.services.consents import Answers
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.referrals import services
from kanaf.referrals.enums import ReferralKind, ReferralStatus
from kanaf.referrals.models import Referral
from kanaf.referrals.services_transfers import Request
from tests import world
from tests.cases.people_support import born, join, opened, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


class Shared:
    """A file shared with another desk because the child of 16, or an aunt, agreed."""

    def __init__(self, kind: DeskKind = DeskKind.SHELTER) -> None:
        self.desk, self.other = world.make_desk(), world.make_desk(kind=kind)
        self.worker, self.guest = world.make_worker(self.desk), world.make_worker(self.other)
        self.case = world.make_case(self.worker, self.desk)
        join(self.worker, self.case, PartyRole.MAIN, someone(born_on=born(16)))
        self.aunt = join(self.worker, self.case, PartyRole.TRUSTED, someone("Tante (fictif)", born_on=born(38)))

    def agree(self, desk=None, **more) -> Consent:
        said = {"child_agrees": True, "decided_by": CHILD, "remark": "mûre", **more}
        asked = Answers(
            purpose=ConsentPurpose.SHARE,
            desk=(desk or self.other).id,
            language="ary",
            limit_explained_at=clock.now(),
            **said,
        )
        with as_actor(self.worker):
            return consents.record(actor=world.actor(self.worker), case=self.case.id, answers=asked, at=clock.now())

    def send(self, kind=ReferralKind.SERVICE, account=None, desk=None) -> Referral:
        account = account or self.worker
        with as_actor(account):
            return services.send(
                actor=world.actor(account), case=self.case.id, desk_to=desk or self.other, kind=kind, category="shelter",
                service=None, compartments=["identity"], urgency="high", message="Un lit (fictif)", at=clock.now(),
                transfer=Request("family_moved", "Résumé (fictif)") if kind == ReferralKind.TRANSFER else None,
            )  # fmt: skip

    def accept(self, referral, account=None) -> Referral:
        account = account or self.guest
        with as_actor(account):
            return services.accept(actor=world.actor(account), referral=referral, answer="", at=clock.now())

    def withdraw(self, given, account=None) -> None:
        account = account or self.worker
        with as_actor(account):
            consents.withdraw(
                actor=world.actor(account), case=self.case.id, consent_id=given.id, remark="", at=clock.now()
            )

    def assert_taken_back(self, referral) -> None:
        referral.refresh_from_db()
        assert (referral.status, referral.revoke_reason) == (ReferralStatus.REVOKED, "consent_withdrawn")
        assert referral.revoked_at
        assert not Grant.objects.filter(basis=referral.id, valid__contains=clock.now()).exists()
        assert not Grant.objects.filter(basis=referral.id, is_offer=True).exists()
        waiting = Obligation.objects.filter(about=str(referral.id), ended_at=None)
        assert [(owed.rule, owed.desk) for owed in waiting] == [("sharing_stop", referral.desk_to_id)]
        told = Entry.objects.filter(subject=referral.id, kind="referrals.revoked").values_list("kept", flat=True)
        assert [kept["reason"] for kept in told] == ["consent_withdrawn"]
        assert Entry.objects.filter(kind="grants.access_ended", kept__basis=str(referral.id)).count() == 1


@pytest.fixture
def shared() -> Shared:
    return Shared()


@pytest.mark.parametrize("kind", ReferralKind)
def test_a_withdrawal_takes_back_the_referral_that_waits(shared, kind):
    given = shared.agree()
    referral = shared.send(kind)
    shared.withdraw(given)
    shared.assert_taken_back(referral)
    with as_actor(shared.guest), pytest.raises(services.AlreadyAnswered):
        services.accept(actor=world.actor(shared.guest), referral=referral, answer="", at=clock.now())


def test_a_withdrawal_takes_back_the_service_that_was_accepted(shared):
    given = shared.agree()
    referral = shared.accept(shared.send())
    shared.withdraw(given)
    shared.assert_taken_back(referral)


def test_a_later_refusal_does_the_same(shared):
    shared.agree()
    referral = shared.send()
    shared.agree(child_agrees=False)
    shared.assert_taken_back(referral)


def test_the_yes_of_somebody_then_named_as_author_does_the_same(shared):
    shared.agree(adult=shared.aunt.id, adult_agrees=True)
    referral = shared.send()
    join(shared.worker, shared.case, PartyRole.ALLEGED_AUTHOR, person=shared.aunt.person_id)
    shared.assert_taken_back(referral)


def test_the_desk_that_leads_now_takes_back_what_the_one_before_it_sent(shared):
    given = shared.agree()
    referral = shared.accept(shared.send())
    after = world.make_desk()
    chief = world.make_worker(after)
    shared.agree(after)
    shared.accept(shared.send(ReferralKind.HANDOVER, desk=after), chief)
    shared.withdraw(given, chief)
    shared.assert_taken_back(referral)


def test_whoever_writes_in_the_social_part_writes_a_withdrawal_down_with_all_its_effects(shared):
    clinic = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    shared.agree()
    shared.accept(shared.send())
    given = shared.agree(clinic)
    referral = shared.send(desk=clinic)
    shared.withdraw(given, world.make_worker(shared.other, Role.CENTRE_EDUCATOR))
    shared.assert_taken_back(referral)


def void_by_sql(shared) -> None:
    """As if the answer had changed between the page and the click, with no service in between."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_consent SET state = 'withdrawn' WHERE desk_id = %s", [shared.other.id])


def test_nothing_is_sent_or_accepted_without_consent_not_even_by_hand(shared):
    shared.agree()
    referral = shared.send()
    void_by_sql(shared)
    with pytest.raises(services.NoConsent):
        shared.send()
    with pytest.raises(services.ConsentEnded):
        shared.accept(referral)
    for account, statement in (
        (shared.guest, "UPDATE referrals_referral SET status = 'accepted'"),
        (shared.worker, "UPDATE referrals_referral SET status = 'sent'"),
    ):
        with pytest.raises(IntegrityError, match="consent does not allow"), as_actor(account):
            connection.cursor().execute(statement)


def test_the_page_says_why_and_keeps_the_answer(client, shared):
    shared.agree()
    referral = shared.send()
    void_by_sql(shared)
    client.force_login(shared.guest)
    page = client.post(f"/fr/referrals/{referral.id}/accept/", {"answer": "Demain (fictif)"})
    assert page.status_code == 422
    assert "n’est plus d’accord" in page.content.decode()
    assert "Demain (fictif)" in page.content.decode()


def test_nobody_revokes_while_consent_holds_nor_from_outside(shared):
    shared.agree()
    shared.send()
    stranger = world.make_worker(world.make_desk())
    statement = "SELECT * FROM kanaf_revoke_without_consent(%s, %s, now())"
    for account in (shared.worker, stranger):
        with pytest.raises(Exception, match="refused"), as_actor(account):
            connection.cursor().execute(statement, [shared.case.id, shared.other.id])
    void_by_sql(shared)
    with pytest.raises(Exception, match="refused"), as_actor(stranger):
        connection.cursor().execute(statement, [shared.case.id, shared.other.id])


@pytest.mark.parametrize("kind", [DeskKind.SHELTER, *sorted(JUSTICE)])
@pytest.mark.parametrize("state", ConsentState)
def test_the_database_and_the_rule_agree_on_every_answer(kind, state):
    shared = Shared(kind)
    shared.agree()
    referral = shared.send()
    Consent.objects.update(state=state)
    with as_actor(shared.guest):
        stands = services.rests_on_consent(referral)
    with as_actor(shared.worker):
        assert access.allows(opened(shared.worker, shared.case), ConsentPurpose.SHARE, shared.other).allowed == stands
