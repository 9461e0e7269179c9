"""The table of obligations is the value of the pure function, whatever happened."""

import pytest

from kanaf.circuit import projections, services
from kanaf.circuit.models import FollowedProtocol, Obligation
from kanaf.circuit.obligations import Event
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.journal.models import Entry
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def tanger():
    text = (services.SHIPPED / "tanger.yaml").read_text(encoding="utf-8")
    with acting_as(SystemActor.OPERATOR.value):
        pass
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
    machine = projections.machine_of(version.id)
    return [tuple(o) for o in machine.follow(events, projections.FOREVER)]


def test_what_a_file_is_owed_is_written_with_each_event(tanger):
    desk = world.make_desk()
    worker = world.make_worker(desk)
    case = world.make_case(worker, desk)
    with as_actor(worker):
        assert FollowedProtocol.objects.get(file=case.id).protocol_id == tanger.id
        found = kept(case.id)
    print(found)
    assert found
    assert found == counted_again(tanger, case.id)
