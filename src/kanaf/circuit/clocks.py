"""Clocks on whole seconds: the same answers as the calendar's own arithmetic, fast enough for a million files.

Moments are seconds since 1970 in UTC. The slow, exact rule is ``territory.calendars.Calendar.add``; this one takes
whole worked days from a table, and asks the slow rule near a change of clock and outside the table.
"""

from datetime import UTC, date, datetime, timedelta

from kanaf.circuit.protocol import DAY, HOUR
from kanaf.territory.calendars import Calendar

EPOCH = date(1970, 1, 1)
FIRST_YEAR, LAST_YEAR = 2010, 2050
NEAR = 2 * DAY
"""How far from a change of clock the table is trusted."""


def seconds(moment: datetime) -> int:
    """A moment as whole seconds; the fraction is dropped."""
    return int(moment.timestamp())


def moment(at: int) -> datetime:
    """Whole seconds as a moment in UTC."""
    return datetime.fromtimestamp(at, tz=UTC)


class WorkingClock:
    """Working time of one calendar, on whole seconds."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._first = (date(FIRST_YEAR, 1, 1) - EPOCH).days
        last = (date(LAST_YEAR, 12, 31) - EPOCH).days
        self._rank: list[int] = []
        self._worked: list[int] = []
        for day in range(self._first, last + 1):
            self._rank.append(len(self._worked))
            if calendar.is_working_day(EPOCH + timedelta(days=day)):
                self._worked.append(day)
        self._offsets: dict[int, int | None] = {}

    def add(self, start: int, length: int) -> int:
        """When ``length`` seconds of working time after ``start`` are over."""
        days, rest = divmod(length, DAY)
        offset = self._offset(start // DAY)
        if rest or offset is None:
            return self._exactly(start, length)
        day, time_of_day = divmod(start + offset, DAY)
        place = day - self._first
        if not 0 <= place < len(self._rank):
            return self._exactly(start, length)
        rank = self._rank[place]
        if rank + days >= len(self._worked):
            return self._exactly(start, length)
        if self._worked[rank] != day:
            time_of_day = 0
        end = self._worked[rank + days] * DAY + time_of_day
        there = self._offset((end - offset) // DAY)
        return end - there if there is not None else self._exactly(start, length)

    def _offset(self, day: int) -> int | None:
        """Seconds from UTC on that day of UTC; nothing near a change of clock."""
        if day not in self._offsets:
            found = {self._utc_offset(day * DAY + away) for away in (-NEAR, 0, DAY - 1, DAY + NEAR)}
            self._offsets[day] = found.pop() if len(found) == 1 else None
        return self._offsets[day]

    def _utc_offset(self, at: int) -> int:
        shift = datetime.fromtimestamp(at, tz=self.calendar.zone).utcoffset()
        return int(shift.total_seconds()) if shift else 0

    def _exactly(self, start: int, length: int) -> int:
        return seconds(self.calendar.add(moment(start), length / HOUR))
