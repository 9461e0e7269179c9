"""The table of obligations is the value of the pure function, whatever happened, and nobody writes it by hand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.circuit import access, projections, services
from kanaf.circuit.machines import machine_of
from kanaf.circuit.models import FollowedProtocol, Obligation, ProtocolVersion
from kanaf.circuit.obligations import Event
from kanaf.circuit.seeds import SHIPPED, STANDARD
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal
from kanaf.journal.models import Entry
from tests import world
from tests.circuit.protocols import KINDS
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def tanger():
    text = (SHIPPED / "tanger.yaml").read_text(encoding="utf-8")
    return services.adopt(actor=SystemActor.OPERATOR.value, text=text, at=clock.now())


def kept(file):
    return [
        (o.rule, o.about, str(o.desk or ""), o.risk, int(o.began_at.timestamp()), int(o.due_at.timestamp()),
         int(o.ended_at.timestamp()) if o.ended_at else 0, o.is_done)
        for o in Obligation.objects.filter(file=file).order_by("number")
    ]  # fmt: skip


def counted_again(version, file):
    events = [
        Event(int(e.at.timestamp()), e.kind, str(e.subject), str(e.desk or ""), e.kept)
        for e in Entry.objects.filter(file=file).order_by("id")
    ]
    return [tuple(o) for o in machine_of(version.id).follow(events, projections.FOREVER)]


def test_a_file_follows_the_protocol_of_its_place_and_what_it_owes_is_written_with_each_event(tanger):
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    with as_actor(worker):
        assert FollowedProtocol.objects.get(file=case.id).protocol_id == tanger.id
        assert {o.rule for o in Obligation.objects.filter(file=case.id)} >= {"first_contact", "registration"}
        assert kept(case.id) == counted_again(tanger, case.id)


def test_a_place_without_a_protocol_follows_the_ordinary_pathway():
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    with as_actor(worker):
        assert FollowedProtocol.objects.get(file=case.id).protocol.dispositif == STANDARD


def test_a_newer_version_is_for_new_files_only(tanger):
    desk = world.make_desk()
    worker = world.make_worker(desk)
    old = world.make_case(worker, desk)
    text = tanger.text.replace("Premier contact avec l’enfant, ou", "Contact, ou")
    newer = services.adopt(actor=SystemActor.OPERATOR.value, text=text, at=clock.now())
    new = world.make_case(worker, desk)
    with as_actor(worker):
        followed = {one.file: one.protocol_id for one in FollowedProtocol.objects.all()}
        titles = {one.title for one in access.waiting_on([old.id])}
    assert followed == {old.id: tanger.id, new.id: newer.id}
    assert "First contact with the child, or an urgent one" in titles


SAID = {kind.name: kind for kind in KINDS}
HAPPENING = (
    ("cases.contact_recorded", {"contact": "first_contact", "child_seen": True, "by_lead": True, "is_newest": True}),
    ("cases.contact_recorded", {"contact": "call", "child_seen": False, "by_lead": True, "is_newest": True}),
    ("cases.registered", {"is_new": True}),
    ("cases.safety_written", {"is_safe_tonight": False, "author_has_access": False}),
    ("cases.risk_raised", {"before": "low", "after": "high"}),
    ("cases.assessment_approved", {"is_initial": True, "risk": "low"}),
    ("cases.assessment_approved", {"is_initial": False, "risk": "high"}),
    ("cases.plan_approved", {"actions": 1}),
    ("cases.medical_clock_set", {"counted_from": "2026-11-01T10:00:00+00:00"}),
    ("cases.closed", {"reason": "safe"}),
    ("cases.reopened", {"reason": "new"}),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(HAPPENING), st.integers(0, 400)), max_size=8))
def test_whatever_happens_the_table_is_the_value_of_the_function(tanger, happening):
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    now = clock.now()
    with as_actor(worker):
        for (kind, facts), hours in happening:
            now += timedelta(hours=hours)
            journal.write(SAID[kind], actor=worker, subject=case, at=now, file=case.id, **facts)
            assert kept(case.id) == counted_again(tanger, case.id)


def test_nobody_makes_the_obligations_be_counted_who_did_nothing_to_the_file():
    desk = world.make_desk()
    case = world.make_case(world.make_worker(desk), desk)
    version = ProtocolVersion.objects.get(dispositif=STANDARD)
    with as_actor(world.make_worker(desk)), connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_circuit_state(%s, %s, '{}')", [case.id, desk.id])
        assert cursor.fetchone() == (None,)
        with pytest.raises(DatabaseError, match="nothing happened"), transaction.atomic():
            cursor.execute("SELECT kanaf_keep_obligations(%s, %s, '[]')", [case.id, version.id])
        assert Obligation.objects.filter(file=case.id).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE circuit_protocolversion SET text = 'x'",
        "UPDATE circuit_protocolversion SET status = 'draft'",
        "DELETE FROM circuit_protocolversion",
    ],
)
def test_a_published_version_never_changes_even_for_the_owner(tanger, statement):
    with pytest.raises(DatabaseError), connection.cursor() as cursor, transaction.atomic():
        cursor.execute(statement)


def test_a_stranger_sees_nothing_of_what_is_owed(tanger):
    desk = world.make_desk()
    world.make_case(world.make_worker(desk), desk)
    with as_actor(world.make_worker(world.make_desk())):
        assert not Obligation.objects.exists()
        assert not FollowedProtocol.objects.exists()
        assert access.waiting_on([new_id()]) == []
