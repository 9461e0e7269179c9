"""Delays of courts, counted in whole days with the working calendar of the country."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kanaf.justice import days
from kanaf.territory.calendars import standard_calendar

MOROCCO = standard_calendar("MA")
STARTS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
LENGTHS = st.integers(1, 60)


@given(STARTS, LENGTHS)
def test_calendar_days_leave_the_first_day_out(start: date, length: int) -> None:
    assert days.last_day(start, length, MOROCCO, is_working=False) == start + timedelta(days=length)


@given(STARTS, LENGTHS)
def test_working_days_count_only_days_that_are_worked(start: date, length: int) -> None:
    last = days.last_day(start, length, MOROCCO, is_working=True)
    between = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert MOROCCO.is_working_day(last)
    assert sum(MOROCCO.is_working_day(day) for day in between) == length
    assert last >= days.last_day(start, length, MOROCCO, is_working=False)


@given(STARTS)
def test_what_must_be_done_before_a_feast_is_done_the_day_before(last: date) -> None:
    day = days.act_by(last, MOROCCO)
    assert day <= last
    assert MOROCCO.is_working_day(day)
    assert not any(MOROCCO.is_working_day(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def test_story_seven_counts_fifteen_days_for_the_kafala_and_three_months_for_the_notice() -> None:
    assert days.last_day(date(2027, 6, 1), 15, MOROCCO, is_working=False) == date(2027, 6, 16)
    assert days.last_day(date(2027, 1, 20), 90, MOROCCO, is_working=False) == date(2027, 4, 20)
