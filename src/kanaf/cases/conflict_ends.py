"""What a conflict of interest ends or hands along: filled by the areas above, called in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.foundation.registry import Registry


@dataclass(frozen=True)
class Conflict:
    """One file, and the organisation or the person from whom it is hidden; ``lead`` is the desk that leads from now,
    where the one that led may not any more. ``basis`` is the alleged author's part."""

    case: UUID
    basis: UUID
    organisation: UUID | None = None
    account: UUID | None = None
    lead: UUID | None = None


class ConflictEnd(Protocol):
    """End what an area had opened, before the conflict is said; how many accesses ended."""

    def __call__(self, *, actor: Actor, conflict: Conflict, at: datetime) -> int: ...


conflict_ends: Registry[ConflictEnd] = Registry("conflict ends")
