"""When a service is open: the narrowest period that has hours replaces the usual ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kanaf.actors.enums import SchedulePeriod, Weekday
from kanaf.territory.calendars import feasts_of, ramadan_clock

NARROWEST_FIRST = [
    SchedulePeriod.PUBLIC_HOLIDAYS,
    SchedulePeriod.RAMADAN,
    SchedulePeriod.SCHOOL_HOLIDAYS,
    SchedulePeriod.USUAL,
]
NOON = time(12)


class Hours(Protocol):
    """A schedule, as far as opening is concerned."""

    period: str
    byday: list[str]
    opens_at: time | None
    closes_at: time | None
    valid_from: date | None
    valid_to: date | None
    notes: str


@dataclass(frozen=True)
class PeriodHours:
    """One period of the year and its lines, ready to read."""

    label: str | Promise
    lines: list[str]


def periods_on(day: date, country: str = "MA") -> set[str]:
    """Which special periods a day belongs to, besides the usual one."""
    periods = {SchedulePeriod.USUAL.value}
    if day in feasts_of(country, day.year):
        periods.add(SchedulePeriod.PUBLIC_HOLIDAYS.value)
    noon = datetime.combine(day, NOON, ZoneInfo("Africa/Casablanca"))
    if country == "MA" and ramadan_clock(noon):
        periods.add(SchedulePeriod.RAMADAN.value)
    return periods


def hours_on(schedules: Iterable[Hours], day: date, periods: set[str]) -> list[Hours]:
    """The hours of one day; empty means closed, or that nobody wrote the hours."""
    valid = [s for s in schedules if _is_valid(s, day)]
    for period in NARROWEST_FIRST:
        narrow = [s for s in valid if s.period == period]
        if period in periods and narrow:
            weekday = Weekday.values[day.weekday()]
            return [s for s in narrow if weekday in s.byday and s.opens_at is not None]
    return []


def today_phrase(schedules: Sequence[Hours], day: date, periods: set[str]) -> str:
    """« ouvert, 08:30 à 16:30 »; nothing when no hours are known."""
    if not schedules:
        return ""
    hours = hours_on(schedules, day, periods)
    if not hours:
        return _("closed")
    return _("open, %(hours)s") % {"hours": _(", ").join(_span(one) for one in hours)}


def by_period(schedules: Iterable[Hours]) -> list[PeriodHours]:
    """All hours, the usual ones first."""
    order = {period.value: rank for rank, period in enumerate(reversed(NARROWEST_FIRST))}
    ordered = sorted(schedules, key=lambda s: (order[s.period], _first_day(s), s.opens_at or time.min))
    return [
        PeriodHours(SchedulePeriod(period).label, [_line(one) for one in group])
        for period, group in groupby(ordered, key=lambda s: s.period)
    ]


def _is_valid(schedule: Hours, day: date) -> bool:
    begun = schedule.valid_from is None or schedule.valid_from <= day
    return begun and (schedule.valid_to is None or day <= schedule.valid_to)


def _first_day(schedule: Hours) -> int:
    return min((Weekday.values.index(day) for day in schedule.byday), default=0)


def _span(schedule: Hours) -> str:
    if schedule.opens_at is None or schedule.closes_at is None:
        return _("closed")
    return _("%(opens)s to %(closes)s") % {
        "opens": f"{schedule.opens_at:%H:%M}",
        "closes": f"{schedule.closes_at:%H:%M}",
    }


def _line(schedule: Hours) -> str:
    line = _("%(days)s: %(hours)s") % {"days": _days(schedule.byday), "hours": _span(schedule)}
    return f"{line} ({schedule.notes})" if schedule.notes else line


def _days(byday: Sequence[str]) -> str:
    """Neighbouring days are said as a span."""
    numbers = sorted({Weekday.values.index(day) for day in byday})
    spans = [
        [number for _step, number in group]
        for _gap, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return _(", ").join(_said(span) for span in spans)


def _said(span: Sequence[int]) -> str:
    first, last = Weekday.choices[span[0]][1], Weekday.choices[span[-1]][1]
    if len(span) == 1:
        return str(first)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
