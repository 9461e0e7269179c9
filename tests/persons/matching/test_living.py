"""A household by its address: in either script, in any order, and only among those one may read."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching import births, living
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.traits import Traits

SALMA, ANAS, FAR, NEAR, NOWHERE = (UUID(int=number) for number in range(1, 6))
PEOPLE = {
    SALMA: Traits("Salma", address="12, rue Ibn Batouta, Beni Makada"),
    ANAS: Traits("أنس", address="رقم ١٢ زنقة ابن بطوطة بني مكادة"),
    FAR: Traits("Ilyas", address="12 rue Moussa Ibn Noussair"),
    NEAR: Traits("Hiba", address="14 rue Ibn Batouta, Beni Makada"),
    NOWHERE: Traits("Rim", birth=births.on("2015")),
}


@pytest.fixture(scope="module")
def everybody():
    made = Everybody()
    made.change(PEOPLE.items())
    return made


def at(everybody, text, within=None):
    return {one.person for one in everybody.living(text, within)}


@pytest.mark.parametrize(
    "text",
    ["12 rue Ibn Batouta", "Ibn Batouta 12", "ibn batota, 12 - bni makada", "12 زنقة ابن بطوطة", "١٢ ابن بطوطة", "012 Ibn Battuta"],
)  # fmt: skip
def test_a_household_is_found_in_either_script_and_any_order(everybody, text):
    assert at(everybody, text) == {SALMA, ANAS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ibn Batouta Beni Makada", {SALMA, ANAS, NEAR}),
        ("13 rue Ibn Batouta", set()),
        ("Batouta", set()),
        ("12", set()),
        ("12 14", set()),
        ("", set()),
        ("rue Zouhour", set()),
        ("rue Ibn Batouta", {SALMA, ANAS, NEAR}),
        ("rue", set()),
        ("rue 12", set()),
    ],
)
def test_every_number_is_met_and_one_sign_is_not_enough(everybody, text, expected):
    assert at(everybody, text) == expected


def test_nobody_is_found_whom_the_reader_may_not_read(everybody):
    assert at(everybody, "12 rue Ibn Batouta", {ANAS, FAR}) == {ANAS}
    assert at(everybody, "12 rue Ibn Batouta", set()) == set()


def test_whoever_moved_or_was_erased_is_not_found_where_they_lived():
    everybody = Everybody()
    everybody.change(PEOPLE.items())
    everybody.change([(SALMA, PEOPLE[SALMA]._replace(address="7 derb Lala Chafia")), (ANAS, None)])
    assert at(everybody, "12 rue Ibn Batouta") == set()
    assert at(everybody, "7 derb Lalla Chafia") == {SALMA}
    everybody.settle()
    assert at(everybody, "7 derb Lalla Chafia") == {SALMA}


def test_the_text_of_an_address_is_not_kept(everybody):
    kept = repr(vars(everybody)) + repr(vars(everybody._homes))
    assert "Batouta" not in kept
    assert "بطوطة" not in kept


@pytest.mark.parametrize(
    ("text", "is_so"), [("12 Batouta", True), ("حي الزهور", True), ("derb 4", True), ("Salma Idrissi", False), ("Derbali", False)]
)  # fmt: skip
def test_what_looks_like_an_address(text, is_so):
    assert living.is_said(text) is is_so


@pytest.mark.parametrize(
    "text", ["9" * 5000, "²⁵ rue Batouta", "٠٠٠ بطوطة", "१२ Batouta", "0 0", "\x00 12\u202e Batouta"]
)
def test_strange_digits_break_nothing(text):
    everybody = Everybody()
    everybody.change([(SALMA, Traits("Salma", address=f"Makada {text}"))])
    assert at(everybody, f"Makada {text}") == {SALMA}


@given(st.text(max_size=60))
def test_any_address_is_found_by_itself_when_it_says_enough(text):
    everybody = Everybody()
    everybody.change([(SALMA, Traits("Salma", address=text))])
    signs = living.signs(text)
    says_enough = 2 <= len(signs) <= living.MOST_SIGNS and not all(sign.isdigit() for sign in signs)
    assert at(everybody, text) == ({SALMA} if says_enough else set())
