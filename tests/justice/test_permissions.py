"""The rule, its queryset twin and the row-level rule say the same of the judicial part, for anybody."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Role
from kanaf.actors.models import Membership
from kanaf.cases.access import open_file
from kanaf.foundation import clock
from kanaf.grants.enums import Compartment, Level
from kanaf.grants.models import Grant
from kanaf.grants.powers import FILE_POWERS, power
from kanaf.justice import policies
from kanaf.justice.models import Procedure
from tests import world
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@given(
    role=st.sampled_from([*FILE_POWERS, Role.SYSTEM_ADMINISTRATOR, Role.FACILITATOR]),
    parts=st.fixed_dictionaries({}, optional=dict.fromkeys(Compartment, st.sampled_from(Level))),
    elsewhere=st.sampled_from([False, False, False, True]),
    active=st.sampled_from([True, True, True, False]),
)
@example(role=Role.SOCIAL_WORKER, parts={Compartment.CORE: Level.WRITE}, elsewhere=False, active=True)
@example(role=Role.LAWYER, parts=dict.fromkeys(Compartment, Level.WRITE), elsewhere=False, active=True)
@example(role=Role.POLICE_OFFICER, parts=dict.fromkeys(Compartment, Level.WRITE), elsewhere=False, active=True)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_three_locks_agree(role, parts, elsewhere, active):
    with transaction.atomic():
        way = a.begin()
        a.procedure(way)
        guest = world.make_desk()
        person = world.make_worker(world.make_desk() if elsewhere else guest, role)
        if not active:
            Membership.objects.filter(account=person).update(until=clock.now().date())
        _give(way, guest, parts)
        actor, now = world.actor(person), clock.now()
        twin = set(Procedure.objects.readable_by(actor, now))
        with as_actor(person):
            rows = set(Procedure.objects.all())
            file = open_file(actor, way.case.id)
            sees = file is not None and policies.can_see_justice(actor, file)
            writes = file is not None and policies.can_write_justice(actor, file)
            records = file is not None and policies.can_record(actor, file)
        wanted = active and not elsewhere and Compartment.JUDICIAL in parts and bool(power(role, "case", "judicial"))
        has_core = Compartment.CORE in parts and bool(power(role, "case", "core"))
        assert bool(twin) == bool(rows) == wanted
        assert sees == (wanted and has_core)
        assert writes <= (sees and parts.get(Compartment.JUDICIAL) == Level.WRITE)
        assert records <= (writes and role not in (Role.POLICE_OFFICER, Role.LAWYER))
        transaction.set_rollback(True)


def _give(way, desk, parts):
    from psycopg.types.range import Range

    now = clock.now()
    for compartment, level in parts.items():
        Grant.objects.create(
            subject_id=way.case.id, desk=desk, compartment=compartment, level=level, reason="referral",
            valid=Range(now.replace(year=2020), None), given_by=way.worker.id, given_at=now,
        )  # fmt: skip
