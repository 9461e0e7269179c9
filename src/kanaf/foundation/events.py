"""The kinds of event that the journal can hold, each declared once with what outlives erasure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from kanaf.foundation.registry import Registry


@dataclass(frozen=True)
class EventKind:
    """One thing that can happen; ``keeps`` are the plain values that survive erasure."""

    name: str
    label: str | Promise
    keeps: frozenset[str] = field(default_factory=frozenset)


kinds: Registry[EventKind] = Registry("event kinds")


def event(name: str, label: str | Promise, *, keeps: Iterable[str] = ()) -> EventKind:
    """Declare ``area.past_participle``; a name declared twice is refused."""
    return kinds.register(name, EventKind(name, label, frozenset(keeps)))
