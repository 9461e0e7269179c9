"""A few words of a search box: the last one may be the beginning of a name, and a birth that is said narrows."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.matching import births
from kanaf.persons.matching.traits import Traits
from tests.persons.matching import made

PEOPLE = made.many(60)
EVERYBODY = made.index_of(PEOPLE)
LEAST = 3


def found(text, **asked):
    return [one.person for one in EVERYBODY.named(text, most=len(PEOPLE), is_begun=True, **asked)]


@given(st.sampled_from(sorted(PEOPLE)), st.integers(LEAST, 12))
def test_whoever_is_called_so_comes_up_while_the_name_is_being_typed(person, letters):
    name = PEOPLE[person].given
    assert person in found(name[:letters])
    assert person in found(f"{name} {PEOPLE[person].family[:letters]}")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Moh", "محمد"), ("محم", "Mohamed"), ("Khad", "خديجة"), ("خدي", "Khadija"), ("Abdel", "Abdellah"),
        ("El Id", "El Idrissi"), ("عبد ال", "Abdellah"), ("Fatima Za", "فاطمة الزهراء"), ("You", "Youssef"),
    ],
)  # fmt: skip
def test_the_beginning_of_a_name_finds_it_in_both_scripts(typed, name):
    alone = made.index_of({UUID(int=1): Traits(given=name), UUID(int=2): Traits(given="Rkia")})
    assert [one.person for one in alone.named(typed, is_begun=True)] == [UUID(int=1)]


def test_a_whole_word_is_no_beginning():
    alone = made.index_of({UUID(int=1): Traits(given="Zoubida")})
    assert alone.named("Zoub") == []
    assert alone.named("Zoub", is_begun=True)


@pytest.mark.parametrize("name", ["", "Salma"])
def test_a_birth_narrows_and_whoever_is_not_known_to_be_born_so_comes_last(name):
    people = {
        UUID(int=1): Traits(given="Salma"),
        UUID(int=2): Traits(given="Salma", birth=births.on("2015-03-12")),
        UUID(int=3): Traits(given="Salma", birth=births.on("2016")),
        UUID(int=4): Traits(given="Salma", birth=births.on("2015")),
    }
    index = made.index_of(people)
    unknown = [1] if name else []
    said = {births.on("2015"): [2, 4, *unknown], births.on("2015-03"): [2, 4, *unknown], births.on("2014"): unknown}
    for birth, expected in said.items():
        assert [one.person.int for one in index.named(name, births=[birth])] == expected


def test_a_birth_of_two_readings_is_found_by_either():
    index = made.index_of({UUID(int=1): Traits(given="Anas", birth=births.on("2015-12-03"))})
    assert index.named("Anas", births=[births.on("2015-03-12"), births.on("2015-12-03")])
    assert not index.named("Anas", births=[births.on("2015-03-12")])


def test_somebody_called_so_comes_before_the_child_of_somebody_called_so():
    index = made.index_of({UUID(int=1): Traits(given="Anas", mother="Salma"), UUID(int=2): Traits(given="Salma")})
    assert [one.person.int for one in index.named("Salma")] == [2, 1]


@given(st.sets(st.sampled_from(sorted(PEOPLE)), max_size=20), st.sampled_from(["Moh", "سل", "", "Ben"]))
def test_nobody_outside_comes_up(within, typed):
    assert set(found(typed, within=within, births=[births.on("2015")])) <= within
    assert set(found(typed, within=within)) <= within
