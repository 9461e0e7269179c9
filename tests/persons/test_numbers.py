"""Numbers are kept in one form, whatever way they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons import numbers
from kanaf.persons.ages import born_about
from kanaf.persons.enums import IdentifierScheme as Scheme
from kanaf.persons.models import Person


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        (Scheme.NATIONAL_ID, "k 123456", "K123456"),
        (Scheme.NATIONAL_ID, "AB12345", "AB12345"),
        (Scheme.SOCIAL_REGISTER, "123 456 7890", "1234567890"),
        (Scheme.PUPIL, "g123456789", "G123456789"),
        (Scheme.PHONE, "06 12 34 56 78", "+212612345678"),
        (Scheme.PHONE, "00212612345678", "+212612345678"),
        (Scheme.PHONE, "٠٦١٢٣٤٥٦٧٨", "+212612345678"),
        (Scheme.PHONE, "+34 612 345 678", "+34612345678"),
        (Scheme.BIRTH_ACT, "12 / 2015 /  tanger", "12/2015/TANGER"),
    ],
)
def test_a_number_has_one_form(scheme, typed, kept):
    assert numbers.normal(scheme, typed) == kept


@pytest.mark.parametrize(
    ("scheme", "typed"),
    [
        (Scheme.NATIONAL_ID, "123456"),
        (Scheme.NATIONAL_ID, "ABC12345"),
        (Scheme.SOCIAL_REGISTER, "12345"),
        (Scheme.PUPIL, "123456789"),
        (Scheme.PHONE, "12"),
        (Scheme.PHONE, "bonjour"),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(scheme, typed):
    with pytest.raises(numbers.NotANumber, match=r"\w"):
        numbers.normal(scheme, typed)


@given(st.text(max_size=40))
def test_anything_may_be_typed_in_the_search_box(text):
    assert isinstance(numbers.traces_of_any(text), set)


@given(
    st.integers(0, 120),
    st.none() | st.integers(0, 11),
    st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)),
)
def test_an_age_that_was_guessed_is_read_back_as_it_was_said(years, months, today):
    born = born_about(years, months, today)
    assert born <= today
    assert Person(born_on=born).age_on(today) == years
