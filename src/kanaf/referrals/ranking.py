"""Which desk to ask first: a pure ranking, each place in it with its reasons.

A desk that cannot take (another service, another age, closed, full, already asked) stands below every desk that can.
Among equals the better known one: near the child, in the child's language, with room, verified, quick to say yes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

CAPACITY_TRUE_DAYS = 14
"""For how long a number of free places is believed."""
FRESH_FROM = 50
"""The score of the directory from which an entry counts as verified: half a year."""
QUICK_HOURS, SLOW_HOURS = 24, 168
OFTEN = 0.7
PROVINCE = 2
"""How deep a province lies among all that a place is part of: its region, then itself."""
PLACE, ROOM, LANGUAGE, RECORD, FRESHNESS = 40, 20, 15, 15, 10
"""How much each thing weighs, out of a hundred."""


class Why(StrEnum):
    """One reason, said in words by ``ranking_words``."""

    OTHER_SERVICE = "other_service"
    OTHER_AGE = "other_age"
    CLOSED = "closed"
    FULL = "full"
    ASKED_BEFORE = "asked_before"
    COVERS = "covers"
    NEAR = "near"
    FAR = "far"
    ROOM = "room"
    ROOM_UNKNOWN = "room_unknown"
    SPEAKS = "speaks"
    OTHER_LANGUAGE = "other_language"
    ANSWERS = "answers"
    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"


CANNOT = frozenset({Why.OTHER_SERVICE, Why.OTHER_AGE, Why.CLOSED, Why.FULL, Why.ASKED_BEFORE})
"""The reasons for which a desk cannot take the child."""


@dataclass(frozen=True)
class Need:
    """What is looked for: a service, for an age, at a place (all it is part of, widest first), in languages."""

    category: str
    age: int | None
    lineage: Sequence[UUID]
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """One service of one desk, as the directory knows it; ``accepted`` (0 to 1) and ``hours`` (median before an
    answer) tell its last ninety days, ``None`` where it answered too seldom to say."""

    desk: UUID
    service: UUID
    name: str
    categories: frozenset[str]
    minimum_age: int | None = None
    maximum_age: int | None = None
    is_open: bool = True
    covers: frozenset[UUID] = frozenset()
    lineage: Sequence[UUID] = ()
    languages: frozenset[str] = frozenset()
    free: int | None = None
    counted_on: date | None = None
    freshness: int = 0
    accepted: float | None = None
    hours: float | None = None
    asked_before: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A desk in its place, and why it stands there: reasons with their figures."""

    candidate: Candidate
    score: int
    reasons: tuple[tuple[Why, Mapping[str, int]], ...] = field(default=())

    @property
    def can_take(self) -> bool:
        return not any(why in CANNOT for why, _figures in self.reasons)

    @property
    def order(self) -> tuple[bool, int, str, str, str]:
        """Smaller is better; never equal for two services."""
        one = self.candidate
        return (not self.can_take, -self.score, one.name, str(one.desk), str(one.service))


def rank(need: Need, candidates: Iterable[Candidate], today: date) -> list[Suggestion]:
    """The desks, the best first; each once, by its best service."""
    best: dict[UUID, Suggestion] = {}
    for suggestion in sorted((weigh(need, one, today) for one in candidates), key=lambda one: one.order):
        best.setdefault(suggestion.candidate.desk, suggestion)
    return list(best.values())


def weigh(need: Need, one: Candidate, today: date) -> Suggestion:
    """One service against one need."""
    parts = [
        (0, _obstacles(need, one)),
        _place(need, one),
        _room(one, today),
        _language(need, one),
        _record(one),
        _freshness(one),
    ]
    return Suggestion(
        one, sum(points for points, _reasons in parts), tuple(r for _p, reasons in parts for r in reasons)
    )


Reasons = list[tuple[Why, Mapping[str, int]]]
Weighed = tuple[int, Reasons]


def _obstacles(need: Need, one: Candidate) -> Reasons:
    found: Reasons = []
    if need.category not in one.categories:
        found.append((Why.OTHER_SERVICE, {}))
    if need.age is not None and not _receives(one, need.age):
        found.append((Why.OTHER_AGE, {"from": one.minimum_age or 0, "to": one.maximum_age or 0}))
    if not one.is_open:
        found.append((Why.CLOSED, {}))
    if one.asked_before:
        found.append((Why.ASKED_BEFORE, {}))
    return found


def _receives(one: Candidate, age: int) -> bool:
    return (one.minimum_age is None or one.minimum_age <= age) and (one.maximum_age is None or age <= one.maximum_age)


def _place(need: Need, one: Candidate) -> Weighed:
    """A desk in charge of the very commune before one in charge of the province; then one of the same province."""
    depths = [depth for depth, place in enumerate(need.lineage, 1) if place in one.covers]
    if depths:
        return PLACE // 2 + PLACE * max(depths) // (2 * len(need.lineage)), [(Why.COVERS, {})]
    if len(need.lineage) >= PROVINCE and tuple(need.lineage[:PROVINCE]) == tuple(one.lineage[:PROVINCE]):
        return PLACE // 4, [(Why.NEAR, {})]
    return 0, [(Why.FAR, {})]


def _room(one: Candidate, today: date) -> Weighed:
    """A number that nobody has counted again for a while neither helps nor harms much."""
    if one.free is None or one.counted_on is None or (today - one.counted_on).days > CAPACITY_TRUE_DAYS:
        return ROOM // 4, [(Why.ROOM_UNKNOWN, {})]
    if one.free == 0:
        return 0, [(Why.FULL, {})]
    return ROOM, [(Why.ROOM, {"free": one.free})]


def _language(need: Need, one: Candidate) -> Weighed:
    if not need.languages:
        return 0, []
    if need.languages & one.languages:
        return LANGUAGE, [(Why.SPEAKS, {})]
    return 0, [(Why.OTHER_LANGUAGE, {})]


def _record(one: Candidate) -> Weighed:
    """A desk that said nothing yet is not worse than one that often says no."""
    if one.accepted is None or one.hours is None:
        return RECORD // 3, []
    share, hours = min(1.0, max(0.0, one.accepted)), min(SLOW_HOURS, max(0.0, one.hours))
    points = int(RECORD * 2 / 3 * share + RECORD / 3 * (SLOW_HOURS - hours) / SLOW_HOURS)
    figures = {"share": round(share * 10) * 10, "hours": max(1, round(hours))}
    return points, [(Why.ANSWERS, figures)]


def _freshness(one: Candidate) -> Weighed:
    score = min(100, max(0, one.freshness))
    return FRESHNESS * score // 100, [(Why.VERIFIED if score >= FRESH_FROM else Why.NOT_VERIFIED, {})]
