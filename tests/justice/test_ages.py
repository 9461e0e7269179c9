"""When a child reaches an age, from a birth date, an estimate or an age in years."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from kanaf.persons import ages
from kanaf.persons.models import Person

BIRTHS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
YEARS = st.integers(1, 30)


@given(BIRTHS, YEARS)
@example(date(2012, 2, 29), 18)
@example(date(2012, 2, 29), 16)
def test_the_day_of_a_limit_is_the_first_on_which_the_person_is_so_old(born: date, years: int) -> None:
    person, day = Person(), ages.birthday(born, years)
    person.born_on = born
    assert person.age_on(day) == years
    assert person.age_on(day - timedelta(days=1)) == years - 1


@given(BIRTHS, YEARS, st.integers(0, 364))
def test_an_age_in_years_gives_a_window_that_holds_the_true_day(born: date, years: int, more: int) -> None:
    """Whoever may not read the birth date is told a year; the true day lies in it, whenever the age was asked."""
    person = Person()
    person.born_on = born
    on = ages.birthday(born, 1) + timedelta(days=more)
    window = ages.from_age(person.age_on(on), on, years)
    assert window.first <= ages.birthday(born, years) <= window.last
    assert timedelta(days=363) <= window.last - window.first <= timedelta(days=366)


@given(BIRTHS, YEARS, st.integers(-183, 183))
def test_an_estimate_wrong_by_half_a_year_still_holds_the_true_day(born: date, years: int, wrong: int) -> None:
    window = ages.from_birth(born + timedelta(days=wrong), years, is_estimate=True)
    assert window.first - timedelta(days=1) <= ages.birthday(born, years) <= window.last + timedelta(days=1)


@given(BIRTHS, YEARS, st.integers(0, 400))
def test_a_warning_comes_early_and_never_stops(born: date, years: int, notice: int) -> None:
    window = ages.from_birth(born, years, is_estimate=False)
    first = window.first - timedelta(days=notice)
    assert window.is_near(first, notice)
    assert not window.is_near(first - timedelta(days=1), notice)
    assert window.is_near(window.last + timedelta(days=900), notice)
    assert window.is_over(window.last)
    assert not window.is_over(window.last - timedelta(days=1))


def test_story_six_reaches_sixteen_on_the_first_of_march() -> None:
    assert ages.birthday(date(2011, 3, 1), 16) == date(2027, 3, 1)
    assert ages.from_birth(date(2011, 3, 1), 16, is_estimate=False).is_near(date(2027, 2, 1), 60)
