"""Consent and assent: by age, by purpose, by recipient; an alleged author never agrees for a child."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import consents as access
from kanaf.cases.access import people
from kanaf.cases.enums import ConsentPurpose as Purpose
from kanaf.cases.enums import ConsentState as State
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Consent
from kanaf.cases.policies_consent import CHILD, GROWN_UP, WORKER, outcome, question_of
from kanaf.cases.services import consents
from kanaf.cases.services.consents import Answers, CannotConsent, LimitNotExplained, NotThisWay
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.grants.models import Grant
from kanaf.territory import access as territory
from tests import world
from tests.cases.people_support import born, join, opened, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def worker(desk):
    return world.make_worker(desk)


@pytest.fixture
def case(worker, desk):
    return world.make_case(worker, desk)


def answers(purpose=Purpose.SERVICES, **more):
    return Answers(purpose=purpose, language="ary", **{"limit_explained_at": clock.now(), **more})


def record(account, case, said):
    with as_actor(account):
        return consents.record(actor=world.actor(account), case=case.id, answers=said, at=clock.now())


def allows(account, case, purpose, desk=None):
    with as_actor(account):
        return access.allows(opened(account, case), purpose, desk)


def child_of(worker, case, age):
    return join(worker, case, PartyRole.MAIN, someone(born_on=born(age)))


def carer(worker, case, role=PartyRole.CAREGIVER, age=38):
    return join(worker, case, role, someone("Adult (fictif)", born_on=born(age)))


def test_story_2_the_stepfather_named_as_author_is_refused_by_every_lock(worker, case):
    child_of(worker, case, 7)
    stepfather = carer(worker, case)
    join(worker, case, PartyRole.ALLEGED_AUTHOR, person=stepfather.person_id)
    with as_actor(worker):
        assert people.adults(opened(worker, case), clock.now().date()) == []
    said = answers(child_agrees=True, adult=stepfather.id, adult_agrees=True)
    with pytest.raises(CannotConsent):
        record(worker, case, said)
    with pytest.raises(IntegrityError, match="may not agree"), as_actor(worker):
        Consent.objects.create(
            case=case, purpose="services", state="given", child_kind="oral_assent", adult=stepfather,
            adult_agrees=True, limit_explained_at=clock.now(), language="ary", recorded_by=worker.id,
            recorded_at=clock.now(),
        )  # fmt: skip


def test_story_2_a_trusted_adult_or_the_worker_stands_in_with_the_childs_assent(worker, case):
    child_of(worker, case, 7)
    aunt = carer(worker, case, PartyRole.TRUSTED)
    given = record(worker, case, answers(child_agrees=True, adult=aunt.id, adult_agrees=True))
    assert (given.state, given.child_kind) == (State.GIVEN, "oral_assent")
    again = record(worker, case, answers(child_agrees=True, decided_by=WORKER, remark="aucun adulte sûr"))
    assert (again.state, again.replaces_id) == (State.GIVEN, given.id)
    with pytest.raises(NotThisWay):
        record(worker, case, answers(child_agrees=True, decided_by=WORKER))


def test_story_2_the_report_to_justice_keeps_its_legal_basis(worker, case):
    child_of(worker, case, 7)
    court = world.make_desk(kind=DeskKind.PROSECUTION)
    said = answers(Purpose.SHARE, desk=court.id, legal_basis="legal_obligation", remark="danger pour l'enfant")
    kept = record(worker, case, said)
    assert (kept.state, kept.legal_basis, kept.child_agrees) == (State.NOT_NEEDED, "legal_obligation", None)
    assert allows(worker, case, Purpose.SHARE, court).allowed


def test_story_3_a_refusal_is_honoured_and_justice_stays_open_with_a_note(worker, case):
    child_of(worker, case, 16)
    association = world.make_desk(kind=DeskKind.ASSOCIATION_SERVICE)
    school, court = world.make_desk(kind=DeskKind.SCHOOL), world.make_desk(kind=DeskKind.COURT_CELL)
    yes = answers(Purpose.SHARE, desk=association.id, child_agrees=True, decided_by=CHILD, remark="mature")
    assert record(worker, case, yes).state == State.GIVEN
    for refused in (school, court):
        assert record(worker, case, answers(Purpose.SHARE, desk=refused.id, child_agrees=False)).state == State.REFUSED
    assert allows(worker, case, Purpose.SHARE, association).allowed
    assert not allows(worker, case, Purpose.SHARE, school).allowed
    assert allows(worker, case, Purpose.SHARE, court).needs_note
    assert not allows(worker, case, Purpose.IMAGE).allowed


def test_nothing_is_asked_before_the_limit_was_explained(worker, case):
    child_of(worker, case, 16)
    for moment in (None, clock.now() + timedelta(hours=1)):
        with pytest.raises(LimitNotExplained):
            record(worker, case, answers(child_agrees=True, limit_explained_at=moment))


def test_no_age_no_question(worker, case):
    with pytest.raises(access.AgeUnknown):
        record(worker, case, answers(child_agrees=True))


def test_an_image_never_goes_without_consent_and_sharing_names_its_recipient(worker, desk, case):
    child_of(worker, case, 16)
    for wrong in [
        answers(Purpose.IMAGE, legal_basis="public_interest", remark="x"),
        answers(Purpose.SHARE, child_agrees=True),  # no recipient
        answers(Purpose.SHARE, desk=desk.id, child_agrees=True),  # with ourselves
        answers(legal_basis="vital_interest"),  # no reason
    ]:
        with pytest.raises(NotThisWay):
            record(worker, case, wrong)


@pytest.mark.parametrize("age", [3, 8, 13, 16])
def test_given_means_that_everybody_asked_agrees(age):
    question = question_of(territory.consent_rule(age))
    for child, adult, who in product([True, False, None], [True, False, None], ["", WORKER, CHILD]):
        state = outcome(question, child_agrees=child, adult_agrees=adult, decided_by=who)
        if child is False or adult is False:
            assert state == State.REFUSED
        if state == State.GIVEN:
            assert child is True or not question.asks_child
            assert adult is True or who in question.stand_ins
        if question.asks_child and child is None:
            assert state == State.REFUSED


def test_a_grown_up_answers_alone():
    assert outcome(GROWN_UP, child_agrees=True, adult_agrees=None) == State.GIVEN
    assert outcome(GROWN_UP, child_agrees=None, adult_agrees=True) == State.REFUSED


def test_an_adult_of_another_file_a_minor_or_one_who_left_cannot_agree(worker, desk, case):
    child_of(worker, case, 7)
    elsewhere = carer(worker, world.make_case(worker, desk))
    young, neighbour = carer(worker, case, age=15), carer(worker, case, PartyRole.HOUSEHOLD)
    for wrong in (elsewhere, young, neighbour):
        with pytest.raises(CannotConsent):
            record(worker, case, answers(child_agrees=True, adult=wrong.id, adult_agrees=True))


def test_consent_of_an_adult_later_named_as_author_holds_no_more(worker, case):
    child_of(worker, case, 7)
    mother = carer(worker, case)
    record(worker, case, answers(child_agrees=True, adult=mother.id, adult_agrees=True))
    assert allows(worker, case, Purpose.SERVICES).allowed
    join(worker, case, PartyRole.ALLEGED_AUTHOR, person=mother.person_id)
    assert not allows(worker, case, Purpose.SERVICES).allowed


def refer(worker, case, desk, *, offer=False):
    give = grants.offer if offer else grants.grant
    with as_actor(worker):
        give(
            actor=world.actor(worker), subject=case.id, desk=desk.id, compartments=["core", "social"], level="read",
            reason=Reason.REFERRAL, basis=new_id(), until=None, at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("offer", [False, True])
def test_a_withdrawal_ends_what_referrals_opened_to_that_desk_and_to_no_other(worker, case, offer):
    child_of(worker, case, 16)
    association, other = world.make_desk(), world.make_desk()
    said = answers(Purpose.SHARE, desk=association.id, child_agrees=True, decided_by=CHILD, remark="mature")
    given = record(worker, case, said)
    for receiver in (association, other):
        refer(worker, case, receiver, offer=offer)
    with as_actor(worker):
        gone = consents.withdraw(
            actor=world.actor(worker), case=case.id, consent_id=given.id, remark="", at=clock.now()
        )
    given.refresh_from_db()
    assert given.withdrawn_at
    assert (gone.state, gone.replaces_id) == (State.WITHDRAWN, given.id)
    still = Grant.objects.filter(subject_id=case.id, reason=Reason.REFERRAL)
    holding = {g.desk_id for g in still if g.is_offer or (g.valid.upper is None and not g.valid.isempty)}
    assert holding == {other.id}
    assert not allows(worker, case, Purpose.SHARE, association).allowed


def test_a_withdrawal_takes_nothing_from_justice(worker, case):
    child_of(worker, case, 16)
    court = world.make_desk(kind=DeskKind.PROSECUTION)
    given = record(worker, case, answers(Purpose.SHARE, desk=court.id, child_agrees=True, decided_by=CHILD, remark="x"))
    refer(worker, case, court)
    with as_actor(worker):
        consents.withdraw(actor=world.actor(worker), case=case.id, consent_id=given.id, remark="", at=clock.now())
    assert Grant.objects.filter(desk=court, reason=Reason.REFERRAL, valid__contains=clock.now()).exists()
    assert allows(worker, case, Purpose.SHARE, court).needs_note


def test_consents_are_written_by_those_of_the_social_part_and_by_no_stranger(worker, desk, case):
    child_of(worker, case, 16)
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    for stranger in [
        elsewhere,  # in charge of another desk's file
        world.make_worker(other, Role.SUPERVISOR),  # a supervisor elsewhere
        world.make_worker(desk, Role.PSYCHOLOGIST),  # reads the social part only
        world.make_worker(desk, Role.TRAINER),  # of the same desk, without power over files
    ]:
        with pytest.raises(PermissionDenied):
            record(stranger, case, answers(child_agrees=True))
