"""Counting days as courts do: whole days, the first one left out; pure."""

from datetime import date, timedelta

from kanaf.territory.calendars import DAY, Calendar

HOURS = 24


def last_day(start: date, days: int, calendar: Calendar, *, is_working: bool) -> date:
    """The last day of a delay of so many days that began on ``start``: calendar days, or worked days only."""
    if not is_working:
        return start + timedelta(days=days)
    day = start
    for _counted in range(days):
        day = calendar.next_working_day(day + DAY)
    return day


def act_by(last: date, calendar: Calendar) -> date:
    """The last day on which an office is open before a delay ends: a delay that ends on a feast is kept before it."""
    day = last
    while not calendar.is_working_day(day):
        day -= DAY
    return day
