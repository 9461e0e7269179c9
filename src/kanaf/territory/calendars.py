"""Working time, as pure functions: which days are worked, and when a delay ends.

A working clock counts 24 hours for each working day and skips other days whole. It runs on the wall clock
of the country, so a delay that crosses the change of clock for Ramadan ends at the same hour as it began.
A continuous clock counts absolute hours. Moments come in aware and go out in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NO_EXCEPTIONS: Mapping[date, bool] = {}
REPOSE_OF_THE_WEEK = {"MA": (5, 6), "DZ": (4, 5), "LB": (5, 6)}
CLOCKS = {"MA": "Africa/Casablanca", "DZ": "Africa/Algiers", "LB": "Asia/Beirut"}
LONGEST_REST = 60
"""More days than any run of feasts: a calendar without a single worked day is a mistake, not a wait."""


class NoWorkingDayError(ValueError):
    """A calendar whose every day is a day of rest."""


@lru_cache(maxsize=64)
def feasts_of(country: str, year: int, language: str = "fr") -> Mapping[date, str]:
    """The public holidays of a year; those that follow the moon are estimates until an editor confirms."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return {}
    languages = holidays.list_localized_countries(include_aliases=False).get(country, [])
    known = language if language in languages else None
    return dict(holidays.country_holidays(country, years=year, language=known))


@dataclass(frozen=True)
class Calendar:
    """When people of one country are at work; ``exceptions`` say True for a day worked after all."""

    zone: ZoneInfo
    rest_days: frozenset[int] = frozenset({5, 6})
    feasts: str = ""
    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """An exception decides; otherwise neither weekly rest nor feast."""
        if day in self.exceptions:
            return self.exceptions[day]
        return day.weekday() not in self.rest_days and day not in feasts_of(self.feasts, day.year)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the first worked day after it."""
        for _step in range(LONGEST_REST):
            if self.is_working_day(day):
                return day
            day += DAY
        raise NoWorkingDayError

    def add(self, start: datetime, hours: float) -> datetime:
        """The end of a working delay; it never falls on a day without work."""
        at = self._open(settled(start, self.zone))
        left = timedelta(hours=hours)
        while left >= (rest_of_day := _midnight_after(at) - at):
            left -= rest_of_day
            at = self._open(_midnight_after(at))
        return instant(at + left, self.zone)

    def _open(self, wall: datetime) -> datetime:
        """The moment itself on a working day, else the first minute of the next working day."""
        day = self.next_working_day(wall.date())
        return wall if day == wall.date() else datetime.combine(day, time.min)


def _midnight_after(wall: datetime) -> datetime:
    return datetime.combine(wall.date() + DAY, time.min)


def settled(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows; an hour shown twice waits at its end the second time."""
    local = moment.astimezone(zone)
    wall = local.replace(tzinfo=None, fold=0)
    while local.fold and _is_shown_twice(wall, zone):
        wall = wall.replace(second=0, microsecond=0) + MINUTE
    return wall


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment when the wall shows this; an hour that was skipped gives the first minute after it."""
    while _is_skipped(wall, zone):
        wall = wall.replace(second=0, microsecond=0) + MINUTE
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _both(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def _is_shown_twice(wall: datetime, zone: ZoneInfo) -> bool:
    first, second = _both(wall, zone)
    return first < second


def _is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    first, second = _both(wall, zone)
    return first > second


def standard_calendar(country: str, *, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> Calendar:
    """The calendar a country starts with, before anybody edits it."""
    return Calendar(
        zone=ZoneInfo(CLOCKS.get(country, "UTC")),
        rest_days=frozenset(REPOSE_OF_THE_WEEK.get(country, (5, 6))),
        feasts=country,
        exceptions=exceptions,
    )


def is_working_day(country: str, day: date, *, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> bool:
    return standard_calendar(country, exceptions=exceptions).is_working_day(day)


def add_working_time(
    country: str, start: datetime, hours: float, *, exceptions: Mapping[date, bool] = NO_EXCEPTIONS
) -> datetime:
    """24 hours for each working day: Friday 10:00 and 72 hours give Wednesday 10:00."""
    return standard_calendar(country, exceptions=exceptions).add(start, hours)


def add_continuous_time(start: datetime, hours: float) -> datetime:
    """Absolute hours, whatever the wall shows: what a body or a risk obeys."""
    return start.astimezone(UTC) + timedelta(hours=hours)


def ramadan_clock(moment: datetime) -> bool:
    """Whether Morocco has put its clocks back one hour for Ramadan at that moment."""
    return moment.astimezone(ZoneInfo("Africa/Casablanca")).utcoffset() == timedelta(0)
