"""A protocol as an object: what a dispositif agreed that everybody does, after which event, within which delay.

Plain values only: a protocol is read from its text, checked, compared, drawn and followed without a database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

RISKS = ("high", "medium", "low")
HOUR = 3600
DAY = 24 * HOUR


class Clock(StrEnum):
    """How a delay runs. Whatever the protocol says, a delay of a high risk never stops."""

    CONTINUOUS = "continuous"
    WORKING = "working"


class Owner(StrEnum):
    """Who owes an obligation, when it is no desk that the event names."""

    LEAD = "lead"
    EVENT_DESK = "desk"


class About(StrEnum):
    """What an obligation is about, when it is nothing that the event keeps: the whole file, or the subject."""

    FILE = "file"
    SUBJECT = "subject"


@dataclass(frozen=True)
class Text:
    """The same words in the three languages."""

    fr: str
    ar: str
    en: str

    def said_in(self, language: str) -> str:
        """The words in a language; in French when there are none."""
        return getattr(self, language, "") or self.fr


@dataclass(frozen=True)
class Stage:
    """One of the official steps, with the services that it may need."""

    key: str
    name: Text
    basket: tuple[str, ...] = ()


@dataclass(frozen=True)
class Track:
    """The administrative or the judicial way; a file may follow both at once."""

    key: str
    name: Text


@dataclass(frozen=True)
class Pathway:
    """The stages and tracks of children of one profile, in their order."""

    profile: str
    name: Text
    stages: tuple[str, ...]
    tracks: tuple[str, ...]


@dataclass(frozen=True)
class Door:
    """Where a report may come in: a kind of desk, or the public."""

    key: str
    name: Text
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class When:
    """An event, and what it must say: ``facts`` are values that the event keeps, or risk and profile of the file.

    ``risk`` is the level that counts for what begins here instead of the file's: one of ``RISKS``, or the name of a
    kept value that says one (the urgency of a referral). Of several ways to begin, the first that holds is taken.
    """

    on: str
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    about: str = About.FILE.value
    risk: str = ""


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: so many seconds after the due time (before it when negative), somebody is told."""

    after: int
    tell: str


@dataclass(frozen=True)
class Law:
    """The text it rests on, and the date at which somebody looked."""

    reference: str
    as_of: str = ""


COMPARTMENTS: Mapping[str, str] = {"justice": "judicial", "health": "medical"}
"""The part of a file in which the events of an area are told; of every other area, what is due is of the core."""


@dataclass(frozen=True)
class ObligationRule:
    """Who must do what within which delay, after which event, and what happens in silence.

    ``delays`` are seconds by risk; ``owner`` is ``lead``, ``desk`` (the desk of the event) or the name of a kept
    value that holds a desk; ``counted_from`` names a kept moment to count from, for the events that keep it.
    """

    key: str
    name: Text
    stage: str
    begins: tuple[When, ...]
    done: tuple[When, ...]
    delays: Mapping[str, int]
    clock: Clock = Clock.CONTINUOUS
    owner: str = Owner.LEAD.value
    ends: tuple[When, ...] = ()
    counted_from: str = ""
    track: str = ""
    ladder: tuple[Step, ...] = ()
    law: Law | None = None
    confirmed: bool = False

    @cached_property
    def compartment(self) -> str:
        """Whose readers may know of it, beside the desk that owes it: that of the events after which it is owed."""
        areas = [way.on.partition(".")[0] for way in self.begins]
        return next((COMPARTMENTS[area] for area in areas if area in COMPARTMENTS), "core")


@dataclass(frozen=True)
class Handover:
    """What goes along when a file passes from one kind of desk to another."""

    sender: str
    receiver: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Protocol:
    """One version of the circuit of a dispositif."""

    key: str
    name: Text
    country: str
    places: tuple[str, ...]
    source: str
    stages: tuple[Stage, ...]
    tracks: tuple[Track, ...]
    pathways: tuple[Pathway, ...]
    doors: tuple[Door, ...]
    obligations: tuple[ObligationRule, ...]
    handovers: tuple[Handover, ...] = ()

    @property
    def unconfirmed(self) -> list[ObligationRule]:
        """The rules whose delay nobody has confirmed yet: with any, a poster says « projet, à valider »."""
        return [rule for rule in self.obligations if not rule.confirmed]
