"""Births as people state them, as the days between which they were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching import births
from kanaf.persons.matching.births import UNKNOWN, Precision

DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("said", "first", "last", "precision"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31), Precision.YEAR),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), Precision.MONTH),
        ("2016-02-29", date(2016, 2, 29), date(2016, 2, 29), Precision.DAY),
        ("9@2026-11-29", date(2016, 11, 30), date(2017, 11, 29), Precision.AGE),
        ("0@2024-02-29", date(2023, 3, 1), date(2024, 2, 29), Precision.AGE),
    ],
)
def test_what_was_said_is_the_days_between_which_it_was(said, first, last, precision):
    assert births.of(None, said, is_estimate=False) == (first.toordinal(), last.toordinal(), precision)


@pytest.mark.parametrize("said", ["", "2015-13", "2015-02-30", "15", "2015-1-1-1", "hier", "٢٠١٥-٠٢-٣٠", "0000-01-01"])
def test_days_that_never_were_are_unknown(said):
    assert births.of(None, said, is_estimate=False) == UNKNOWN


@given(DAYS, DAYS)
def test_an_age_holds_the_birth_of_whoever_has_it(one, other):
    born, day = sorted((one, other))
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    birth = births.aged(years, day)
    assert birth == UNKNOWN if years > births.OLDEST else birth.first <= born.toordinal() <= birth.last


@given(DAYS)
def test_an_estimate_is_half_a_year_wide_on_each_side(day):
    birth = births.of(day, "", is_estimate=True)
    assert (birth.last - birth.first) == 2 * births.HALF_A_YEAR
    assert births.of(day, "", is_estimate=False) == (day.toordinal(), day.toordinal(), Precision.DAY)
