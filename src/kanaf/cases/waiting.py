"""What waits on reports, files and complaints, as the circuit above keeps it: asked here, answered there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kanaf.actors.models import Desk
from kanaf.foundation.registry import Registry
from kanaf.territory import access as territory


@dataclass(frozen=True)
class Waiting:
    """One thing that a desk owes: ``rule`` is its key in the protocol, ``title`` its name in the reader's language."""

    file: UUID
    rule: str
    title: str
    about: str
    desk_id: UUID | None
    risk: str
    due_at: datetime


class Circuit(Protocol):
    """What the area of the circuit answers."""

    def waiting_on(self, files: Iterable[UUID]) -> list[Waiting]:
        """What waits on these files, the nearest first, as far as the reader may know."""

    def would_be_due(
        self, rule: str, at: datetime, *, risk: str, desk: Desk, file: UUID | None = None
    ) -> datetime | None:
        """By when it would be due, under the protocol of the file or of the desk's place; nothing if that is silent."""


circuits: Registry[Circuit] = Registry("circuit")


def on(*files: UUID) -> list[Waiting]:
    """What waits on these files, the nearest first."""
    return [one for circuit in circuits for one in circuit.waiting_on(files)]


def promised(rule: str, at: datetime, *, risk: str, desk: Desk, file: UUID | None = None) -> datetime:
    """The moment that a page may promise: by the protocol that holds there, else by the settings of the country."""
    found = (circuit.would_be_due(rule, at, risk=risk, desk=desk, file=file) for circuit in circuits)
    return next((due for due in found if due), None) or territory.due_at(rule, at, risk=risk)
