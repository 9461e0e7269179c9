"""What rested on a consent that holds no more: filled by the areas above, called in the same transaction."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.foundation.registry import Registry


class ConsentEnd(Protocol):
    """End what an area had built on the consent to share one file with one desk; how many accesses ended."""

    def __call__(self, *, actor: Actor, case: UUID, desk: UUID, at: datetime) -> int: ...


consent_ends: Registry[ConsentEnd] = Registry("consent ends")
