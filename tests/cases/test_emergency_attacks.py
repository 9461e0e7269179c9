"""Hand-written SQL as the web role: nobody opens more, for longer, more often, in silence, or judges herself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kanaf.actors.enums import Role
from kanaf.cases.models import CaseParty, EmergencyAccess, EmergencyNotice
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.grants.models import Exclusion, Grant
from tests import world
from tests.architecture.attacking import run, touches_nothing
from tests.cases.emergency_support import Night, seen_by
from tests.support import as_actor

pytestmark = pytest.mark.django_db

PLAIN = ("id", "case", "person", "until", "ended_at", "outcome", "reviewed_by", "late_at")
ASK = "SELECT kanaf_break_glass(%(id)s, %(code)s, %(desk)s, %(reason)s, %(hours)s, %(words)s, %(ring)s, %(key)s)"


@pytest.fixture
def night():
    return Night()


def ask(night, account=None, **other):
    access_id = new_id()
    _key, ring, wrapped = keys.make(access_id)
    given = {
        "id": access_id, "code": night.case.code, "desk": night.far.id, "reason": "danger_now", "hours": 2,
        "words": b"x", "ring": ring, "key": wrapped,
    }  # fmt: skip
    with as_actor(account or night.officer), connection.cursor() as cursor:
        cursor.execute(ASK, {**given, **other})
        return cursor.fetchone()[0]


def refused(night, account=None, **other):
    before = (Grant.objects.count(), EmergencyAccess.objects.count())
    with pytest.raises(DatabaseError), transaction.atomic():
        ask(night, account, **other)
    return (Grant.objects.count(), EmergencyAccess.objects.count()) == before


WRONG = {
    "longer than the setting": {"hours": 13},
    "for ever": {"hours": 100_000},
    "backwards": {"hours": -2},
    "for no said time": {"hours": None},
    "without a word": {"words": b""},
    "with no words at all": {"words": None},
    "for a reason of one's own": {"reason": "curiosity"},
}


def test_the_door_opens_only_as_it_is_made(night):
    assert [why for why, other in WRONG.items() if not refused(night, **other)] == []


def test_it_writes_one_grant_to_read_one_part_until_a_time_and_tells_the_others(night):
    assert ask(night) == night.case.id
    grant = Grant.objects.get(reason="break_glass")
    assert (grant.compartment, grant.level, grant.given_by) == ("emergency", "read", night.officer.id)
    assert grant.valid.upper - grant.valid.lower == timedelta(hours=2)
    assert {one.told_as for one in EmergencyNotice.objects.all()} == {"lead", "privacy"}
    with as_actor(night.officer), connection.cursor() as cursor:
        cursor.execute("SELECT compartment, level FROM kanaf_open(%s)", [night.case.id])
        assert cursor.fetchall() == [("emergency", "read")]


def test_not_twice_at_once(night):
    ask(night)
    assert refused(night, hours=12)


def test_not_from_a_desk_that_is_not_ones_own_nor_by_a_role_that_is_not_on_call(night):
    assert refused(night, desk=night.lead.id)
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.PROJECT_MANAGER, Role.CLERK):
        assert refused(night, world.make_worker(night.far, role))
    assert refused(night, new_id())


def test_not_more_than_five_in_a_day(night):
    for _turn in range(5):
        ask(night, code=world.make_case(night.worker, night.lead).code)
    assert refused(night)
    EmergencyAccess.objects.update(opened_at=clock.now() - timedelta(hours=25))
    assert ask(night) == night.case.id


def test_an_unknown_code_leaves_nothing(night):
    assert ask(night, code="TNG-XXXXX") is None
    assert not EmergencyAccess.objects.exists()
    assert not EmergencyNotice.objects.exists()


GRANT = """
    INSERT INTO grants_grant (id, subject_id, desk_id, compartment, level, reason, valid, is_offer, given_by, given_at)
    VALUES (gen_random_uuid(), %(case)s, %(far)s, 'emergency', 'read', 'break_glass', tstzrange(now(), NULL), false,
            kanaf_actor(), now())
"""
NOBODYS = {
    "the grant without the door": ("officer", GRANT),
    "a longer grant": ("officer", "UPDATE grants_grant SET valid = tstzrange(now(), NULL)"),
    "a longer access": ("officer", "UPDATE cases_emergencyaccess SET until = now() + interval '9 days'"),
    "a row of one's own": (
        "colleague",
        "INSERT INTO cases_emergencyaccess SELECT * FROM cases_emergencyaccess",
    ),
    "the trace taken away": ("officer", "DELETE FROM cases_emergencyaccess"),
    "the notices taken away": ("boss", "DELETE FROM cases_emergencynotice"),
    "a notice that was sent already": ("boss", "UPDATE cases_emergencynotice SET mailed_at = now()"),
    "a notice to oneself": ("colleague", "SELECT kanaf_tell_emergency(%(access)s, false)"),
    "who would be told": ("colleague", "SELECT * FROM kanaf_emergency_told(%(case)s, %(lead)s, %(fresh)s)"),
    "a review by the person who opened": (
        "officer",
        "SELECT kanaf_review_emergency(%(access)s, 'justified', NULL)",
    ),
    "a review by the lead": ("boss", "SELECT kanaf_review_emergency(%(access)s, 'justified', NULL)"),
    "a review in no known word": ("privacy", "SELECT kanaf_review_emergency(%(access)s, 'fine', NULL)"),
    "a review without the door": ("privacy", "UPDATE cases_emergencyaccess SET outcome = 'justified'"),
    "an end by a colleague": ("colleague", "SELECT kanaf_end_emergency(%(access)s)"),
    "the emergency passed on to a colleague": (
        "officer",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(far)s, 'emergency', 'read', 'break_glass', %(access)s, NULL, false)",
    ),
    "an emergency given by the lead": (
        "worker",
        "SELECT kanaf_give(%(fresh)s, %(case)s, %(far)s, 'emergency', 'read', 'referral', %(access)s, NULL, false)",
    ),
    "the child under another file": ("officer", "SELECT kanaf_link(%(child)s, %(own)s, 'identity')"),
    "the safety plan rewritten": ("officer", "UPDATE cases_safetyplan SET is_safe_tonight = NOT is_safe_tonight"),
    "the file rewritten": ("officer", "UPDATE cases_case SET risk = 'low'"),
    "the child rewritten": ("officer", "UPDATE persons_person SET sex = 'x'"),
    "the numbers of the child": ("officer", "SELECT * FROM persons_identifier"),
    "everybody’s names": ("officer", "SELECT * FROM kanaf_people_to_index(%(fresh)s, 10)"),
    "where they live": ("officer", "SELECT * FROM kanaf_homes_to_compare(ARRAY[%(child)s::uuid])"),
    "who was written down": ("officer", "SELECT * FROM kanaf_people_changed('0'::xid8)"),
    "the clock's own work": ("officer", "SELECT * FROM kanaf_emergencies_over(now())"),
    "the addresses of those told": ("officer", "SELECT * FROM kanaf_emergencies_to_mail(now())"),
    "the lateness of the reviewers": ("officer", "SELECT * FROM kanaf_emergencies_late(now())"),
}


def test_everything_else_is_refused(night):
    opened = night.open()
    own_desk = world.make_worker(night.far, Role.SOCIAL_WORKER)
    values = {
        "case": night.case.id, "far": night.far.id, "lead": night.lead.id, "access": opened.id, "fresh": new_id(),
        "own": world.make_case(own_desk, night.far).id,
        "child": CaseParty.objects.get(case=night.case).person_id,
    }  # fmt: skip
    before = _standing()
    done = [
        name
        for name, (who, statement) in NOBODYS.items()
        if not touches_nothing(getattr(night, who), statement, **values)
    ]
    assert done == []
    assert _standing() == before


def _standing():
    """Every grant and every access, as they stand."""
    grants = list(Grant.objects.order_by("id").values_list("id", "valid"))
    return grants, list(EmergencyAccess.objects.order_by("id").values(*PLAIN))


def test_whoever_stands_in_for_the_privacy_officer_does_not_judge_herself(night):
    from kanaf.actors.models import Absence

    opened, now = night.open(), clock.now()
    Absence.objects.create(
        account=night.privacy, covered_by=night.officer, since=now - timedelta(hours=1), until=now + timedelta(hours=9)
    )
    with pytest.raises(DatabaseError):
        run(night.officer, "SELECT kanaf_review_emergency(%(access)s, 'justified', NULL)", access=opened.id)


def apart(night, **whom):
    Exclusion.objects.create(
        id=new_id(), subject_id=night.case.id, basis=new_id(), since=clock.now(), given_by=night.worker.id, **whom
    )


def test_no_emergency_goes_round_a_conflict_of_interest(night):
    apart(night, organisation_id=night.far.organisation_id)
    assert ask(night) is None
    assert not EmergencyAccess.objects.exists()


def test_a_conflict_that_is_said_later_closes_what_an_emergency_opened(night):
    ask(night)
    before = sum(seen_by(night.officer).values())
    apart(night, account_id=night.officer.id)
    seen = seen_by(night.officer)
    assert seen["cases_case"] == seen["cases_safetyplan"] == seen["cases_emergencyaccess"] == 0
    assert sum(seen.values()) < before


def test_whoever_is_in_conflict_is_neither_told_nor_a_judge(night):
    other = world.make_worker(night.house, Role.PRIVACY_OFFICER)
    apart(night, account_id=night.privacy.id)
    apart(night, account_id=night.boss.id)
    ask(night)
    told = set(EmergencyNotice.objects.values_list("person_id", flat=True))
    assert other.id in told
    assert not told & {night.privacy.id, night.boss.id}
    review = "SELECT kanaf_review_emergency(%s, 'justified', NULL)"
    access = EmergencyAccess.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic(), as_actor(night.privacy), connection.cursor() as cursor:
        cursor.execute(review, [access.id])
    assert seen_by(night.privacy)["cases_emergencyaccess"] == 0
    with as_actor(other), connection.cursor() as cursor:
        cursor.execute(review, [access.id])
