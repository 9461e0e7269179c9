"""A territory with its committee: who writes, approves and signs the small protocol of the tests."""

from typing import Any

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, Role
from kanaf.circuit import services
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.services import deciding, drafting
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from tests import world
from tests.circuit.protocols import SMALL, all_kinds
from tests.support import as_actor

all_kinds()
LONGER = SMALL.replace(
    "delays: {high: 24 h, medium: 72 h, low: 7 d}", "delays: {high: 12 h, medium: 48 h, low: 7 d}", 1
)
"""The small protocol with a shorter first contact."""


def adopt(text: str = SMALL, **more: Any) -> ProtocolVersion:
    return services.adopt(actor=SystemActor.OPERATOR.value, text=text, at=clock.now(), **more)


def act(account: Any, service: Any, **values: Any) -> Any:
    """One service as somebody."""
    with as_actor(account):
        return service(actor=world.actor(account), at=clock.now(), **values)


class Territory:
    """Tanger with its unit, its prosecution and its committee; Salé, where nobody has a say."""

    def __init__(self, text: str = SMALL) -> None:
        self.in_force = adopt(text)
        self.unit = world.make_desk()
        self.court = world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False)
        self.committee = world.make_desk(kind=DeskKind.COORDINATION, takes_reports=False)
        self.coordinator = world.make_worker(self.unit, Role.DESK_COORDINATOR)
        self.worker = world.make_worker(self.unit)
        self.prosecutor = world.make_worker(self.court, Role.PROSECUTOR)
        self.secretary = world.make_worker(self.committee, Role.COMMITTEE_SECRETARY)
        self.chair = world.make_worker(self.committee, Role.SUPERVISOR)

    @property
    def members(self) -> list[Any]:
        return [self.unit.organisation_id, self.court.organisation_id]

    def now(self, version: ProtocolVersion) -> ProtocolVersion:
        return ProtocolVersion.objects.get(pk=version.pk)

    def seen(self, version: ProtocolVersion) -> str:
        return str(self.now(version).version)

    def draft(self, text: str = LONGER) -> ProtocolVersion:
        made = act(self.coordinator, drafting.start_draft, version=self.in_force.id)
        act(self.coordinator, drafting.write_text, version=made.id, text=text, seen=self.seen(made))
        return self.now(made)

    def sent(self, text: str = LONGER) -> ProtocolVersion:
        made = self.draft(text)
        act(self.coordinator, drafting.submit, version=made.id, members=self.members, seen=self.seen(made))
        return self.now(made)

    def approved(self, text: str = LONGER) -> ProtocolVersion:
        made = self.sent(text)
        act(self.chair, deciding.approve, version=made.id, remark="", seen=self.seen(made))
        return self.now(made)

    def sign(self, version: ProtocolVersion, account: Any, organisation: Any) -> Any:
        return act(account, deciding.sign, version=version.id, organisation=organisation, seen=self.seen(version))

    def signed(self, text: str = LONGER) -> ProtocolVersion:
        made = self.approved(text)
        self.sign(made, self.coordinator, self.members[0])
        self.sign(made, self.prosecutor, self.members[1])
        return self.now(made)

    def published(self, text: str = LONGER) -> ProtocolVersion:
        made = self.signed(text)
        act(self.chair, deciding.publish, version=made.id, seen=self.seen(made))
        return self.now(made)


def actor(account: Any) -> Actor:
    return actor_of(account.id, clock.now())
