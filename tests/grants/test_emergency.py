"""An emergency and the safety plan: the policy, the queryset twin and the row-level rule say the same for anybody."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from kanaf.actors.enums import Role
from kanaf.actors.models import Absence, Membership
from kanaf.cases.emergency.policies import can_read_access
from kanaf.cases.models import Case, CaseParty, EmergencyAccess, SafetyPlan
from kanaf.cases.policies import can_read_safety
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants import policies
from kanaf.grants.enums import EMERGENCY, Compartment, Level, Reason
from kanaf.grants.models import Grant
from kanaf.grants.powers import EMERGENCY_ROLES
from kanaf.persons.models import Person
from tests import world
from tests.cases.emergency_support import Night
from tests.support import as_actor

pytestmark = pytest.mark.django_db

GIVEN = st.fixed_dictionaries(
    {
        "compartment": st.sampled_from([EMERGENCY, EMERGENCY, *Compartment.values]),
        "reason": st.sampled_from([Reason.BREAK_GLASS, Reason.BREAK_GLASS, Reason.REFERRAL]),
        "by_me": st.booleans(),
        "begins": st.sampled_from([-9, -1, 1]),
        "lasts": st.sampled_from([2, 20, None]),
        "elsewhere": st.booleans(),
    }
)
OPENED = {
    "compartment": EMERGENCY, "reason": Reason.BREAK_GLASS, "by_me": True, "begins": -1, "lasts": 2, "elsewhere": False,
}  # fmt: skip


@given(
    role=st.sampled_from([*EMERGENCY_ROLES, Role.CLERK, Role.SYSTEM_ADMINISTRATOR, Role.PRIVACY_OFFICER]),
    grants=st.lists(GIVEN, max_size=4),
    active=st.sampled_from([True, True, True, False]),
    left=st.sampled_from([False, False, False, True]),
    stands_in=st.booleans(),
)
@example(role=Role.POLICE_OFFICER, grants=[OPENED], active=True, left=False, stands_in=False)
@example(role=Role.POLICE_OFFICER, grants=[{**OPENED, "by_me": False}], active=True, left=False, stands_in=False)
@example(role=Role.DOCTOR, grants=[OPENED], active=True, left=False, stands_in=True)
@example(
    role=Role.SOCIAL_WORKER, grants=[{**OPENED, "compartment": "social"}], active=True, left=False, stands_in=False
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_three_locks_agree(role, grants, active, left, stands_in):
    with transaction.atomic():
        night = Night()
        person = world.make_worker(night.far, role)
        me = _stand_in(person) if stands_in else person
        for one in grants:
            _give(night, me, one)
        if left:
            Membership.objects.filter(account=person).update(until=clock.now().date())
        me.is_active = active
        me.save(update_fields=["is_active"])
        actor, now = world.actor(me), clock.now()
        held = list(Grant.objects.filter(subject_id=night.case.id))
        rule = can_read_safety(actor, held, case=night.case.id, at=now)
        emergency = policies.in_emergency(actor, held, subject=night.case.id, at=now)
        core = policies.can(
            actor, held, subject=night.case.id, kind="case", compartment="core", level=Level.READ, at=now
        )
        identity = policies.can(
            actor, held, subject=night.case.id, kind="case", compartment="identity", level=Level.READ, at=now
        )
        for by in (me.id, new_id()):
            _record(night, by)
        reads = {one.id for one in EmergencyAccess.objects.all() if can_read_access(actor, one, reads_core=core)}
        twin = SafetyPlan.objects.readable_by(actor, now).exists()
        entered = Case.objects.in_emergency(actor, now).exists()
        with as_actor(me):
            assert rule == twin == SafetyPlan.objects.exists()
            assert emergency == entered
            rows = set(EmergencyAccess.objects.values_list("id", flat=True))
            readable = EmergencyAccess.objects.readable_by(actor, now).values_list("id", flat=True)
            assert reads == rows == set(readable)
            assert (emergency or core) == Case.objects.exists()
            assert (emergency or identity) == CaseParty.objects.exists() == Person.objects.exists()
        transaction.set_rollback(True)


def _record(night, by):
    """A row that opens nothing by itself."""
    now = clock.now()
    EmergencyAccess.objects.create(
        case=night.case, case_code=night.case.code, person=by, desk=night.far, lead_desk=night.lead, reason="call",
        opened_at=now - timedelta(hours=9), until=now - timedelta(hours=8), review_due_at=now,
    )  # fmt: skip


def _stand_in(person):
    me = world.make_worker(world.make_desk(), Role.FACILITATOR)
    now = clock.now()
    Absence.objects.create(
        account=person, covered_by=me, since=now - timedelta(hours=1), until=now + timedelta(hours=1)
    )
    return me


def _give(night, me, one):
    now = clock.now()
    begins = now + timedelta(hours=one["begins"])
    Grant.objects.create(
        subject_id=night.case.id,
        desk=world.make_desk() if one["elsewhere"] else night.far,
        compartment=one["compartment"],
        level=Level.READ,
        reason=one["reason"],
        valid=Range(begins, begins + timedelta(hours=one["lasts"]) if one["lasts"] else None),
        given_by=me.id if one["by_me"] else new_id(),
        given_at=now,
    )
