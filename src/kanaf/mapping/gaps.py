"""Where no service is open: pure functions over offers, places, ages and hours.

An hour counts once a service is open during the whole of it. A week is a number of 168 bits, one for each hour, so
that a thousand services are laid over one another in no time; a test holds it equal to the plain count, hour by hour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol
from uuid import UUID

from kanaf.actors.enums import SchedulePeriod, Weekday
from kanaf.mapping.enums import DAY_HOURS, WEEK_DAYS, CellState, Window

WEEK = WEEK_DAYS * DAY_HOURS
LAST_MINUTE = time(23, 59)
SURE_DAYS = 365
"""For how long what somebody verified is believed; the directory says « stale » from then on."""
ROOM_DAYS = 14
"""For how long a number of free places is believed."""


class Line(Protocol):
    """A line of opening hours, as the directory keeps it."""

    period: str
    byday: list[str]
    opens_at: time | None
    closes_at: time | None
    valid_to: date | None


@dataclass(frozen=True)
class Offer:
    """One service as the map sees it. ``covers`` are the places of its mandate, ``touches`` all that they lie in.

    ``weeks`` says, for a period of the year, the hours of a week; a period that is not there is not known.
    """

    key: UUID
    categories: frozenset[str]
    covers: frozenset[UUID]
    touches: frozenset[UUID]
    minimum_age: int | None = None
    maximum_age: int | None = None
    weeks: Mapping[str, int] | None = None
    is_sure: bool = True


@dataclass(frozen=True)
class Need:
    """What is looked for: a kind of help, at a place (with all it is part of), for ages, at hours."""

    category: str
    place: UUID
    lineage: frozenset[UUID]
    ages: tuple[int, int]
    window: Window


@dataclass(frozen=True)
class Cell:
    """One need and who answers it."""

    state: CellState
    hours: int
    open_hours: int
    services: tuple[UUID, ...] = ()

    @property
    def is_gap(self) -> bool:
        return self.state == CellState.NONE


def bit(day: int, hour: int) -> int:
    return 1 << (day % WEEK_DAYS * DAY_HOURS + hour)


def mask_of(slots: Iterable[tuple[int, int]]) -> int:
    found = 0
    for day, hour in slots:
        found |= bit(day, hour)
    return found


def weeks_of(lines: Iterable[Line], today: date) -> dict[str, int]:
    """The week of each period that somebody wrote, as bits; lines that are over are left out.

    What nobody wrote for Ramadan or for holidays is not known: the usual hours are no promise there.
    """
    weeks: dict[str, int] = {}
    for line in lines:
        if line.valid_to is not None and line.valid_to < today:
            continue
        weeks[line.period] = weeks.get(line.period, 0) | _week(line)
    return weeks


def _week(line: Line) -> int:
    if line.opens_at is None or line.closes_at is None:
        return 0
    first, last = _whole_hours(line.opens_at, line.closes_at)
    found = 0
    for code in line.byday:
        day = Weekday.values.index(code)
        for hour in range(first, last):
            found |= bit(day + hour // DAY_HOURS, hour % DAY_HOURS)
    return found


def _whole_hours(opens: time, closes: time) -> tuple[int, int]:
    """The first and the last whole hour; hours that end before they begin end on the next day."""
    first = opens.hour + (1 if opens.minute else 0)
    last = DAY_HOURS if closes >= LAST_MINUTE else closes.hour
    if closes <= opens:
        last += DAY_HOURS
    return first, max(first, last)


def reach(offer: Offer, need: Need) -> int:
    """2 when the mandate holds the whole place and all the ages, 1 when it holds a part of them, 0 for nothing."""
    if need.category not in offer.categories:
        return 0
    low, high = need.ages
    least = 0 if offer.minimum_age is None else offer.minimum_age
    most = high if offer.maximum_age is None else offer.maximum_age
    if least > high or most < low:
        return 0
    place = 2 if offer.covers & need.lineage else 1 if need.place in offer.touches else 0
    return min(place, 2 if least <= low and most >= high else 1)


def cell(offers: Iterable[Offer], need: Need) -> Cell:
    """Who answers one need, and during how many of its hours."""
    wanted = mask_of(need.window.slots)
    whole = part = 0
    serving: list[UUID] = []
    for offer in offers:
        reached = reach(offer, need)
        week = None if offer.weeks is None else offer.weeks.get(need.window.period)
        if not reached or week == 0 or (week is not None and not week & wanted):
            continue
        serving.append(offer.key)
        if week is None or not offer.is_sure:
            continue
        part |= week & wanted
        whole |= week & wanted if reached > 1 else 0
    state = _state(wanted, whole, part, is_doubtful=bool(serving))
    return Cell(state, wanted.bit_count(), part.bit_count(), tuple(serving))


def _state(wanted: int, whole: int, part: int, *, is_doubtful: bool) -> CellState:
    if whole == wanted:
        return CellState.WHOLE
    if part:
        return CellState.PART
    return CellState.DOUBTFUL if is_doubtful else CellState.NONE


RANK = {state.value: rank for rank, state in enumerate(CellState)}


def worst(cells: Sequence[Cell]) -> Cell:
    """Of several cells drawn as one, the one that is farthest from covered."""
    return min(cells, key=lambda one: (RANK[one.state], one.open_hours))


def is_believed(verified_on: date | None, today: date) -> bool:
    """Whether somebody checked the entry within the year."""
    return verified_on is not None and (today - verified_on).days < SURE_DAYS


def has_room(free: int | None, counted_on: date | None, today: date) -> bool:
    """Nobody is turned away for an old number: only a fresh zero is full."""
    return free != 0 or counted_on is None or (today - counted_on).days > ROOM_DAYS


PERIODS = (SchedulePeriod.USUAL, SchedulePeriod.RAMADAN, SchedulePeriod.PUBLIC_HOLIDAYS)
