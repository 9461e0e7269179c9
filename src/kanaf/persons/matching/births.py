"""Births as people state them: a day, a month, a year, an age at a date; kept as the days between which it was."""

import re
from calendar import monthrange
from datetime import date
from enum import IntEnum
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
OLDEST = 130
HALF_A_YEAR = 183
OF_AGE = 18


class Precision(IntEnum):
    """How well a birth is known, the least first."""

    UNKNOWN = 0
    AGE = 1
    YEAR = 2
    MONTH = 3
    DAY = 4


class Birth(NamedTuple):
    """The first and the last day on which it may have been, as proleptic ordinals; both 0 when nothing is known.

    Days without a precision bound it, and nothing was said: a child stands there.
    """

    first: int
    last: int
    precision: Precision


UNKNOWN = Birth(0, 0, Precision.UNKNOWN)


def on(text: str) -> Birth:
    """From ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; unknown for anything else, and for days that never were."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return UNKNOWN
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            first = date(year, month, day).toordinal()
            return Birth(first, first, Precision.DAY)
        if month:
            last = monthrange(year, month)[1]
            return Birth(date(year, month, 1).toordinal(), date(year, month, last).toordinal(), Precision.MONTH)
        return Birth(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), Precision.YEAR)
    except ValueError:
        return UNKNOWN


def aged(years: int, day: date) -> Birth:
    """From an age in full years on a day."""
    if not 0 <= years <= OLDEST or day.year - years - 1 < 1:
        return UNKNOWN
    return Birth(_back(day, years + 1) + 1, _back(day, years), Precision.AGE)


def of_child(day: date) -> Birth:
    """Of a child of whom nothing else is known: in the eighteen years before that day."""
    return aged(0, day)._replace(first=_back(day, OF_AGE) + 1, precision=Precision.UNKNOWN)


def _back(day: date, years: int) -> int:
    try:
        return day.replace(year=day.year - years).toordinal()
    except ValueError:
        return date(day.year - years, 2, 28).toordinal()


def of(born_on: date | None, said: str, *, is_estimate: bool) -> Birth:
    """From what a person's record keeps: what was said comes first, then the day; an estimate is half a year wide."""
    if said:
        years, _at, day = said.partition("@")
        return aged(int(years), date.fromisoformat(day)) if day else on(said)
    if born_on is None:
        return UNKNOWN
    first = born_on.toordinal()
    if is_estimate:
        return Birth(first - HALF_A_YEAR, first + HALF_A_YEAR, Precision.AGE)
    return Birth(first, first, Precision.DAY)
