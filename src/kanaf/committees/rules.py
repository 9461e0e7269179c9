"""Quorum, notice, terms and substitutes: pure functions that read like the internal rules of a committee."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

WHOLE = 100


class AnySeat(Protocol):
    """What the rules need to know of a seat."""

    @property
    def id(self) -> UUID: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def ended_on(self) -> date | None: ...


class AnyTerm(Protocol):
    """What the rules need to know of a term; ``until`` is the first day on which it no longer runs."""

    @property
    def seat_id(self) -> UUID: ...
    @property
    def is_substitute(self) -> bool: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True)
class Quorum:
    """Counted in seats, vacant ones included: a committee that nobody is named to decides nothing."""

    seats: int
    represented: int
    needed: int
    missing: frozenset[UUID]
    """Seats without which there is no quorum, and which nobody represents."""

    @property
    def is_reached(self) -> bool:
        return self.represented >= self.needed and not self.missing


def needed_for(seats: int, percent: int) -> int:
    """How many seats make the quorum: the share, rounded up, and one at least."""
    return max(1, -(-seats * percent // WHOLE))


def quorum(seats: Iterable[AnySeat], represented: Collection[UUID], percent: int) -> Quorum:
    """Whether enough seats are represented, by their member or a substitute; each counts once."""
    standing = list(seats)
    sat = {seat.id for seat in standing} & set(represented)
    missing = frozenset(seat.id for seat in standing if seat.is_required and seat.id not in sat)
    return Quorum(len(standing), len(sat), needed_for(len(standing), percent), missing)


def stands(seat: AnySeat, day: date) -> bool:
    """Whether the committee still has this seat on a day."""
    return seat.ended_on is None or day < seat.ended_on


def runs(term: AnyTerm, day: date) -> bool:
    """From ``since`` to the day before ``until``."""
    return term.since <= day and (term.until is None or day < term.until)


def member_on(terms: Iterable[AnyTerm], day: date) -> AnyTerm | None:
    """Who holds the seat on a day."""
    return next((term for term in terms if not term.is_substitute and runs(term, day)), None)


def substitute_on(terms: Iterable[AnyTerm], day: date) -> AnyTerm | None:
    """Who may come instead."""
    return next((term for term in terms if term.is_substitute and runs(term, day)), None)


def is_vacant(terms: Iterable[AnyTerm], day: date) -> bool:
    """A seat with a substitute and no member is vacant still: somebody has to be named."""
    return member_on(terms, day) is None


def who_represents(terms: Iterable[AnyTerm], day: date, *, substitute: bool) -> AnyTerm | None:
    """Who sat for a seat when it is said that its member, or a substitute, came; nobody if none was named."""
    known = list(terms)
    return substitute_on(known, day) if substitute else member_on(known, day)


def overlap(a: AnyTerm, since: date, until: date | None) -> bool:
    """Whether a term and a period share a day; an empty period shares none."""
    if (until is not None and until <= since) or (a.until is not None and a.until <= a.since):
        return False
    return (a.until is None or since < a.until) and (until is None or a.since < until)


def notice_given(convened_on: date, meets_on: date) -> int:
    """Whole days between the day of the letter and the day of the meeting."""
    return (meets_on - convened_on).days


def is_notice_enough(convened_on: date, meets_on: date, notice_days: int) -> bool:
    """Notice of N days: the meeting falls on the Nth day after the letter at the earliest."""
    return notice_given(convened_on, meets_on) >= notice_days
