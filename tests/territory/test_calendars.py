"""Working time: the weekly rest, the feasts, the clock of Ramadan."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.territory import calendars
from kanaf.territory.calendars import Calendar, NoWorkingDayError, add_continuous_time, add_working_time

CASABLANCA = ZoneInfo("Africa/Casablanca")
COUNTRIES = st.sampled_from(["MA", "DZ", "LB"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
HOURS = st.integers(0, 24 * 40)
DAYS = st.dates(date(2025, 1, 1), date(2031, 3, 31))
EXCEPTIONS = st.dictionaries(DAYS, st.booleans(), max_size=30)
ALWAYS = Calendar(CASABLANCA, rest_days=frozenset())


def casablanca(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CASABLANCA)


def clock_changes() -> list[datetime]:
    """The first hour of each new clock of Casablanca, as the machine's own tables say it."""
    hours = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 365 * 4)]
    offsets = [hour.astimezone(CASABLANCA).utcoffset() for hour in hours]
    return [hours[i] for i in range(1, len(hours)) if offsets[i] != offsets[i - 1]]


def test_friday_ten_oclock_and_three_working_days_is_wednesday_ten_oclock() -> None:
    assert add_working_time("MA", casablanca(2027, 4, 2, 10), 72) == casablanca(2027, 4, 7, 10)


def test_the_referral_of_the_story_is_answered_by_friday() -> None:
    assert add_working_time("MA", casablanca(2027, 4, 6, 10), 72) == casablanca(2027, 4, 9, 10)


def test_the_medical_clock_of_the_story_does_not_wait_for_anybody() -> None:
    incident = casablanca(2027, 3, 6, 21)
    assert add_continuous_time(incident, 72).astimezone(CASABLANCA).date() == date(2027, 3, 9)
    assert add_continuous_time(incident, 72) - incident == timedelta(hours=72)


def test_a_delay_that_begins_on_a_sunday_begins_on_monday_at_midnight() -> None:
    assert add_working_time("MA", casablanca(2027, 4, 4, 15), 5) == casablanca(2027, 4, 5, 5)


def test_a_delay_that_ends_with_the_last_minute_of_friday_ends_on_monday() -> None:
    assert add_working_time("MA", casablanca(2027, 4, 2, 10), 14) == casablanca(2027, 4, 5, 0)


def test_algeria_rests_on_friday_and_saturday() -> None:
    assert not calendars.is_working_day("DZ", date(2027, 4, 2))
    assert calendars.is_working_day("DZ", date(2027, 4, 4))
    assert not calendars.is_working_day("LB", date(2027, 4, 4))


@pytest.mark.parametrize("day", [date(2027, 7, 30), date(2027, 11, 18), date(2027, 1, 11), date(2027, 1, 14)])
def test_the_feasts_of_the_kingdom_are_not_worked(day: date) -> None:
    assert day in calendars.feasts_of("MA", 2027)
    assert not calendars.is_working_day("MA", day)


@pytest.mark.parametrize("country", ["MA", "DZ", "LB"])
def test_hijri_feasts_move_through_the_years(country: str) -> None:
    """Eid al-Fitr falls about ten or eleven days earlier each year."""
    feasts = [set(calendars.feasts_of(country, year)) for year in (2026, 2027)]
    assert date(2026, 3, 20) in feasts[0] or date(2026, 3, 21) in feasts[0]
    assert date(2027, 3, 10) in feasts[1]


def test_an_editor_knows_better_than_the_estimate() -> None:
    feast = date(2027, 3, 9)
    assert not calendars.is_working_day("MA", feast)
    assert calendars.is_working_day("MA", feast, exceptions={feast: True})
    assert not calendars.is_working_day("MA", date(2027, 3, 12), exceptions={date(2027, 3, 12): False})


def test_a_country_that_nobody_described_rests_on_saturday_and_sunday() -> None:
    assert calendars.is_working_day("XX", date(2027, 4, 2))
    assert not calendars.is_working_day("XX", date(2027, 4, 4))


def test_a_calendar_without_a_worked_day_is_refused_and_not_waited_for() -> None:
    with pytest.raises(NoWorkingDayError):
        Calendar(CASABLANCA, rest_days=frozenset(range(7))).add(casablanca(2027, 4, 2), 1)


def test_the_clock_of_ramadan_is_known() -> None:
    changes = clock_changes()
    assert len(changes) >= 6
    assert any(calendars.ramadan_clock(change) for change in changes)
    assert not calendars.ramadan_clock(casablanca(2027, 7, 1))


def test_a_working_delay_across_the_change_keeps_the_hour_of_the_wall_and_a_continuous_one_the_hours() -> None:
    for change in clock_changes():
        friday = (change.astimezone(CASABLANCA) - timedelta(days=2)).date()
        start = datetime(friday.year, friday.month, friday.day, 10, tzinfo=CASABLANCA)
        worked = ALWAYS.add(start, 96)
        assert worked.astimezone(CASABLANCA).hour == 10
        assert worked - start.astimezone(UTC) != timedelta(hours=96)
        assert add_continuous_time(start, 96) - start.astimezone(UTC) == timedelta(hours=96)


def test_an_hour_that_was_skipped_or_shown_twice_is_never_an_error() -> None:
    for change in clock_changes():
        ends = [ALWAYS.add(change + timedelta(minutes=m), h) for m in range(-180, 181, 20) for h in (0, 24)]
        assert all(end.tzinfo is UTC for end in ends)


@given(COUNTRIES, MOMENTS, HOURS, EXCEPTIONS)
def test_a_working_delay_never_ends_on_a_day_without_work(
    country: str, start: datetime, hours: int, exceptions: dict[date, bool]
) -> None:
    calendar = calendars.standard_calendar(country, exceptions=exceptions)
    end = calendar.add(start, hours)
    assert calendar.is_working_day(end.astimezone(calendar.zone).date())
    assert end >= start - timedelta(minutes=1)


@given(COUNTRIES, MOMENTS, HOURS, st.integers(0, 100), EXCEPTIONS)
def test_a_longer_delay_never_ends_sooner(
    country: str, start: datetime, hours: int, more: int, exceptions: dict[date, bool]
) -> None:
    calendar = calendars.standard_calendar(country, exceptions=exceptions)
    assert calendar.add(start, hours) <= calendar.add(start, hours + more)


@given(COUNTRIES, MOMENTS, HOURS, st.integers(0, 5000), EXCEPTIONS)
def test_a_later_start_never_ends_sooner(
    country: str, start: datetime, hours: int, minutes: int, exceptions: dict[date, bool]
) -> None:
    calendar = calendars.standard_calendar(country, exceptions=exceptions)
    assert calendar.add(start, hours) <= calendar.add(start + timedelta(minutes=minutes), hours)


@given(COUNTRIES, MOMENTS, HOURS)
def test_without_rest_or_feast_or_change_of_clock_it_is_the_continuous_time(
    country: str, start: datetime, hours: int
) -> None:
    calendar = calendars.standard_calendar(country)
    continuous = add_continuous_time(start, hours)
    first, last = start.astimezone(calendar.zone), continuous.astimezone(calendar.zone)
    days = [first.date() + timedelta(days=i) for i in range((last.date() - first.date()).days + 1)]
    if all(calendar.is_working_day(day) for day in days) and first.utcoffset() == last.utcoffset():
        assert calendar.add(start, hours) == continuous


@given(MOMENTS, st.integers(1, 40))
def test_whole_working_days_end_at_the_hour_they_began(start: datetime, days: int) -> None:
    calendar = calendars.standard_calendar("MA")
    local = start.astimezone(CASABLANCA)
    if calendar.is_working_day(local.date()):
        end = calendar.add(start, 24 * days).astimezone(CASABLANCA)
        assert (end.hour, end.minute, end.second) == (local.hour, local.minute, local.second)
