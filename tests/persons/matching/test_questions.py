"""What a search box is asked: the birth that somebody said is taken out of the name, and nothing that is typed fails."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching import births
from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.questions import LONGEST, read

TODAY = date(2026, 11, 29)
DAYS = st.dates(date(1950, 1, 1), TODAY)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NAMES = st.sampled_from(["", "Salma Idrissi", "سلمى", "Anas B.", "3abdou", "Mai Mars"])


def holds(birth, day):
    return birth.first <= day.toordinal() <= birth.last


@pytest.mark.parametrize(
    ("typed", "name", "first", "last"),
    [
        ("Salma 2015", "Salma", "2015-01-01", "2015-12-31"),
        ("salma 03/2015", "salma", "2015-03-01", "2015-03-31"),
        ("2015-03 Salma", "Salma", "2015-03-01", "2015-03-31"),
        ("31/12/2015 Anas", "Anas", "2015-12-31", "2015-12-31"),
        ("Salma née le 1er mars 2015", "Salma", "2015-03-01", "2015-03-01"),
        ("Salma née en 2015 Idrissi", "Salma Idrissi", "2015-01-01", "2015-12-31"),
        ("سلمى مارس ٢٠١٥", "سلمى", "2015-03-01", "2015-03-31"),
        ("مزدادة سنة 2015 سلمى", "سلمى", "2015-01-01", "2015-12-31"),
        ("Salma 9 ans", "Salma", "2016-05-31", "2018-05-31"),
        ("سلمى ٩ سنوات", "سلمى", "2016-05-31", "2018-05-31"),
        ("Sara aged 9 years old", "Sara", "2016-05-31", "2018-05-31"),
    ],
)
def test_a_birth_is_read_as_people_say_it(typed, name, first, last):
    asked = read(typed, TODAY)
    assert asked.name == name
    assert [(date.fromordinal(b.first).isoformat(), date.fromordinal(b.last).isoformat()) for b in asked.births] == [
        (first, last)
    ]


@pytest.mark.parametrize("typed", ["Mars Mai", "2099", "45/45/2015", "123/2015/Tanger", "TNG-2015", "Salma Age", "0"])
def test_what_is_no_birth_is_left_alone(typed):
    assert read(typed, TODAY).births == ()
    assert read(typed, TODAY).name == typed


@pytest.mark.parametrize(
    ("typed", "number", "name"),
    [
        ("Salma 06 12 34 56 78", "06 12 34 56 78", "Salma"),
        ("+212 612-345678", "+212 612-345678", ""),
        ("K123456 Halima", "K123456", "Halima"),
        ("G123456789", "G123456789", ""),
        ("٠٦١٢٣٤٥٦٧٨", "0612345678", ""),
    ],
)
def test_a_number_may_stand_beside_a_name(typed, number, name):
    asked = read(typed, TODAY)
    assert (asked.numbers, asked.name) == ((number,), name)


@given(DAYS, NAMES, st.sampled_from(["{:%d/%m/%Y}", "{:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}", "{:%d - %m - %Y}"]))
def test_a_day_is_read_whichever_way_it_is_written_with_its_twin(day, name, form):
    asked = read(f"{name} {form.format(day)}", TODAY)
    assert asked.name == name
    assert any(holds(birth, day) for birth in asked.births)
    twin = births.on(f"{day.year}-{day.day:02}-{day.month:02}")
    expected = 1 if day.day == day.month or not twin.precision or twin.first > TODAY.toordinal() else 2
    assert len(asked.births) == expected
    assert {birth.precision for birth in asked.births} == {Precision.DAY}


@given(DAYS, NAMES, st.sampled_from(["{:%m/%Y}", "{:%Y-%m}", "{:%Y}", "{:%d/%m/%Y}"]))
def test_the_digits_of_both_scripts_say_the_same(day, name, form):
    said = form.format(day)
    assert read(f"{name} {said}", TODAY) == read(f"{name} {said.translate(EASTERN)}", TODAY)
    assert any(holds(birth, day) for birth in read(said, TODAY).births)


@given(st.integers(0, 17), st.integers(0, 364), st.sampled_from(["{} ans", "{} سنوات", "{} years", "environ {} ans"]))
def test_an_age_holds_every_day_on_which_a_child_of_that_age_was_born(years, days, form):
    youngest = TODAY.replace(year=TODAY.year - years)
    (birth,) = read(form.format(years), TODAY).births
    assert holds(birth, youngest - timedelta(days=days))
    assert birth.last <= TODAY.toordinal()


@given(st.text(max_size=60) | st.text("0123456789/-. ٠١٢انسةnsaé", max_size=40))
def test_nothing_that_is_typed_fails_and_no_birth_lies_ahead(typed):
    asked = read(typed, TODAY)
    assert all(0 < birth.first <= birth.last and birth.first <= TODAY.toordinal() for birth in asked.births)
    assert asked.name == " ".join(asked.name.split())
    assert all(sign.isprintable() for sign in asked.name)


@pytest.mark.parametrize("typed", ["\u202eSalma\u202c 2015", "Salma\u0000 2015", "Sal\u200bma 2015"])
def test_signs_that_nobody_sees_say_nothing(typed):
    asked = read(typed, TODAY)
    assert asked == ("Salma", (births.on("2015"),), ())


def test_a_very_long_text_is_read_to_its_first_words_and_at_once():
    assert len(read("Salma " * 10_000, TODAY).name) <= LONGEST
    assert read("1" * 10_000, TODAY).births == ()
