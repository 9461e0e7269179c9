"""How any area turns a worry about a child into a report, without ever touching a case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Concern:
    """What somebody saw or heard; free text goes straight to the sealed report."""

    place: UUID
    narrative: str
    raised_by: UUID | None
    at: datetime
    source: str


@dataclass(frozen=True)
class Receipt:
    """Proof that the concern reached a desk; it says nothing about the child."""

    reference: UUID
    read_before: datetime


Handler = Callable[[Concern], Receipt]
_handlers: list[Handler] = []


def handled_by(handler: Handler) -> Handler:
    """Declare the one handler (in ``cases``)."""
    _handlers[:] = [handler]
    return handler


def raise_concern(concern: Concern) -> Receipt:
    """Hand a concern over; raises ``LookupError`` if nobody listens, because silence would lose a child."""
    if not _handlers:
        raise LookupError("no area receives concerns")
    return _handlers[0](concern)
