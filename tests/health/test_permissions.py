"""The rule, its queryset twin and the row-level rule say the same of the medical part and of findings, for anybody."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.types.range import Range

from kanaf.actors.enums import Role
from kanaf.actors.models import Membership
from kanaf.cases.access import open_file
from kanaf.foundation import clock
from kanaf.grants.enums import Compartment, Level
from kanaf.grants.models import Grant
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.health import policies
from kanaf.health.models import Findings, Request
from tests import world
from tests.health import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@given(
    role=st.sampled_from([*FILE_POWERS, Role.SYSTEM_ADMINISTRATOR, Role.FACILITATOR]),
    parts=st.fixed_dictionaries({}, optional=dict.fromkeys(Compartment, st.sampled_from(Level))),
    elsewhere=st.sampled_from([False, False, False, True]),
    active=st.sampled_from([True, True, True, False]),
)
@example(role=Role.DOCTOR, parts=dict.fromkeys(Compartment, Level.WRITE), elsewhere=False, active=True)
@example(role=Role.DOCTOR, parts=dict.fromkeys(Compartment, Level.READ), elsewhere=False, active=True)
@example(role=Role.SOCIAL_WORKER, parts=dict.fromkeys(Compartment, Level.WRITE), elsewhere=False, active=True)
@example(role=Role.PROSECUTOR, parts={Compartment.MEDICAL: Level.WRITE}, elsewhere=False, active=True)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_three_locks_agree(role, parts, elsewhere, active):
    with transaction.atomic():
        way = a.begin(referred=False)
        a.open_to(way, way.hospital, core="read", medical="write")
        asked = a.ask(way)
        a.examine(way, asked)
        guest = world.make_desk()
        person = world.make_worker(world.make_desk() if elsewhere else guest, role)
        if not active:
            Membership.objects.filter(account=person).update(until=clock.now().date())
        _give(way, guest, parts)
        actor, now = world.actor(person), clock.now()
        twins = set(Request.objects.readable_by(actor, now)), set(Findings.objects.readable_by(actor, now))
        with as_actor(person):
            rows = set(Request.objects.all()), set(Findings.objects.all())
            file = open_file(actor, way.case.id)
            sees = file is not None and policies.can_see_health(actor, file)
            finds = file is not None and policies.can_read_findings(actor, file)
            asks = file is not None and policies.can_ask(actor, file)
        there = active and not elsewhere
        reads = there and Compartment.MEDICAL in parts and bears(role, "case", "medical", "read")
        writes = there and parts.get(Compartment.MEDICAL) == Level.WRITE and bears(role, "case", "medical", "write")
        core = there and Compartment.CORE in parts and bears(role, "case", "core", "read")
        assert bool(twins[0]) == bool(rows[0]) == reads
        assert bool(twins[1]) == bool(rows[1]) == writes
        assert sees == (reads and core)
        assert finds == (writes and core)
        assert asks <= (sees and parts[Compartment.CORE] == Level.WRITE)
        transaction.set_rollback(True)


def _give(way, desk, parts):
    now = clock.now()
    for compartment, level in parts.items():
        Grant.objects.create(
            subject_id=way.case.id, desk=desk, compartment=compartment, level=level, reason="referral",
            valid=Range(now.replace(year=2020), None), given_by=way.worker.id, given_at=now,
        )  # fmt: skip
