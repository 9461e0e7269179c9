"""Who is bound to whom on paper, who refers to whom in fact, and what differs: pure functions over pairs of desks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

SLOW_DAYS = 3.0
"""A desk that answers later than that, half of the time, keeps a child waiting."""
MONTHS_OF_A_HALF, FIRST_OF_SECOND = 6, 7


@dataclass(frozen=True, order=True)
class Period:
    """A half of a year: the only periods there are, so that no two of them overlap and none is found by difference."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "Period":
        return cls(day.year, 1 if day.month < FIRST_OF_SECOND else 2)

    @property
    def before(self) -> "Period":
        return Period(self.year, 1) if self.half == 2 else Period(self.year - 1, 2)  # noqa: PLR2004 - of two halves

    @property
    def code(self) -> str:
        return f"{self.year}-{self.half}"


@dataclass(frozen=True)
class Flow:
    """What one desk asked of another, of one kind, in one period. ``count`` is ``None`` where it is hidden."""

    desk_from: UUID
    desk_to: UUID
    kind: str
    count: int | None
    median_days: float | None = None
    declined: float | None = None


@dataclass(frozen=True)
class Node:
    """A desk in the picture, and the organisation it belongs to."""

    desk: UUID
    organisation: UUID
    group: str
    name: str


class Finding(StrEnum):
    """What the two layers say when they are laid over one another."""

    NO_AGREEMENT = "no_agreement"
    NO_REFERRAL = "no_referral"
    ALONE = "alone"
    ONE_WAY = "one_way"
    SLOW = "slow"


@dataclass(frozen=True)
class Found:
    """One difference; ``other`` is nobody when it is about one desk alone."""

    finding: Finding
    desk: UUID
    other: UUID | None = None
    days: float | None = None


Pair = tuple[UUID, UUID]


def pair(one: UUID, other: UUID) -> Pair:
    """Two desks, whichever is named first."""
    return (one, other) if str(one) <= str(other) else (other, one)


def agreed_pairs(nodes: Sequence[Node], agreements: Iterable[frozenset[UUID]]) -> set[Pair]:
    """The desks whose organisations signed the same agreement."""
    found: set[Pair] = set()
    for parties in agreements:
        bound = [node for node in nodes if node.organisation in parties]
        found |= {pair(a.desk, b.desk) for a in bound for b in bound if a.organisation != b.organisation}
    return found


def findings(nodes: Sequence[Node], agreed: set[Pair], flows: Sequence[Flow]) -> list[Found]:
    """Every difference, in the order of the picture."""
    place = {node.desk: number for number, node in enumerate(nodes)}
    inside = [flow for flow in flows if flow.desk_from in place and flow.desk_to in place]
    arrows = sorted({(flow.desk_from, flow.desk_to) for flow in inside}, key=lambda a: (place[a[0]], place[a[1]]))
    used = {pair(*arrow) for arrow in arrows}
    home = {node.desk: node.organisation for node in nodes}
    told = [Found(Finding.NO_AGREEMENT, *a) for a in arrows if pair(*a) not in agreed and home[a[0]] != home[a[1]]]
    quiet = sorted(agreed - used, key=lambda p: sorted((place[p[0]], place[p[1]])))
    for one, other in (sorted(found, key=place.__getitem__) for found in quiet):
        told.append(Found(Finding.NO_REFERRAL, one, other))
    reached = {to for _from, to in arrows}
    told += [Found(Finding.ALONE, node.desk) for node in nodes if node.desk not in reached]
    told += [Found(Finding.ONE_WAY, *a) for a in arrows if (a[1], a[0]) not in arrows]
    return told + [
        Found(Finding.SLOW, flow.desk_to, flow.desk_from, flow.median_days)
        for flow in inside
        if flow.median_days is not None and flow.median_days > SLOW_DAYS
    ]
