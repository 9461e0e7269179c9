"""The one question that tells two people apart: where they differ most, among what nobody said yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching.deciding import ASKED, are_close, field_that_decides
from kanaf.persons.models import Person
from kanaf.persons.services import Facts

ONE = {
    "mother_name": "Halima", "father_name": "Abderrahim", "born_on": date(2015, 3, 12), "sex": "f",
    "commune": "01.511.01.03", "phone": "+212612345678",
}  # fmt: skip
OTHER = {
    "mother_name": "Rkia", "father_name": "Hassan", "born_on": date(2013, 1, 1), "sex": "m",
    "commune": "04.441.01.06", "phone": "+212699999999",
}  # fmt: skip
NOTHING = Facts()


def person(**values):
    return Person(**values)


@pytest.mark.parametrize("name", ASKED)
def test_where_they_differ_is_asked(name):
    one, other = person(**ONE), person(**{**ONE, name: OTHER[name]})
    assert field_that_decides(one, other, NOTHING.said) == name
    assert field_that_decides(other, one, NOTHING.said) == name


@pytest.mark.parametrize("name", ASKED)
def test_what_was_said_is_not_asked_again(name):
    one, other = person(**ONE), person(**{**ONE, name: OTHER[name]})
    assert field_that_decides(one, other, Facts(**{name: ONE[name]}).said) == ""


@pytest.mark.parametrize("name", ASKED)
def test_what_is_known_of_one_alone_decides_nothing(name):
    assert field_that_decides(person(**{name: ONE[name]}), person(), NOTHING.said) == ""


def test_the_mother_is_asked_for_before_the_telephone():
    assert field_that_decides(person(**ONE), person(**OTHER), NOTHING.said) == "mother_name"
    said = Facts(mother_name="Halima")
    assert field_that_decides(person(**ONE), person(**OTHER), said.said) == "born_on"


@pytest.mark.parametrize(("one", "other"), [("Halima", "حليمة"), ("Fatima Zahra", "Fatimazahra"), ("Hassan", "Hasan")])
def test_one_name_written_in_two_ways_is_no_difference(one, other):
    assert field_that_decides(person(mother_name=one), person(mother_name=other), NOTHING.said) == ""


def test_an_age_is_no_date_of_birth_and_births_that_may_be_the_same_do_not_differ():
    one, other = person(born_on=date(2015, 3, 12)), person(born_on=date(2013, 1, 1))
    guessed = Facts(born_on=date(2015, 1, 1), born_said="11@2026-11-29", is_birth_estimated=True)
    assert field_that_decides(one, other, guessed.said) == "born_on"
    assert field_that_decides(one, person(born_on=date(2015, 6, 1), born_said="2015"), NOTHING.said) == ""


@given(st.floats(0, 1), st.floats(0, 1))
def test_closeness_is_symmetric(first, second):
    assert are_close(first, second) == are_close(second, first)
    assert are_close(first, first)


def test_nine_to_one_is_the_last_that_is_close():
    assert are_close(0.5, 0.11)
    assert not are_close(0.9, 0.4)
    assert not are_close(0.5, 0.05)
