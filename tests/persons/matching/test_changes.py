"""An index that was changed answers as one made afresh, whatever was changed and however often."""

from random import Random
from unittest.mock import patch
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.persons.matching import everybody as module
from kanaf.persons.matching.everybody import Everybody
from tests.persons.matching.made import index_of, many, somebody

PEOPLE = many(40)
CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 60), st.none() | st.integers(0, 10_000)), max_size=12), min_size=1, max_size=6
)
"""Batches of (who, what they are now): ``None`` when erased, else the seed of somebody."""


def changed(batches):
    """What the batches make of the people, in the index and in a dictionary."""
    index, known = index_of(PEOPLE), dict(PEOPLE)
    for drawn in batches:
        batch = {UUID(int=who): None if seed is None else somebody(Random(seed)) for who, seed in drawn}
        index.change(batch.items())
        known |= batch
    return index, {person: traits for person, traits in known.items() if traits is not None}


@pytest.mark.parametrize("most_late", [0, 5, 2000], ids=["always settled", "sometimes", "never"])
@settings(max_examples=25, deadline=None)
@given(batches=CHANGES)
def test_changes_and_a_fresh_build_are_one(most_late, batches):
    with patch.object(module, "MOST_LATE", most_late), patch.object(module, "MOST_LATE_SHARE", 0.0):
        index, known = changed(batches)
    fresh = index_of(known)
    assert len(index) == len(fresh) == len(known)
    for traits in [*list(known.values())[::9], *list(PEOPLE.values())[::15]]:
        for text in (traits.given, traits.family, traits.mother):
            mine, its = ({one.person: one.likeness for one in of.named(text, most=100)} for of in (index, fresh))
            assert mine == pytest.approx(its)
        assert {m.person for m in index.match(traits, most=100)} == {m.person for m in fresh.match(traits, most=100)}


def test_settled_it_gives_the_very_probabilities_of_a_fresh_build():
    with patch.object(module, "MOST_LATE", 0), patch.object(module, "MOST_LATE_SHARE", 0.0):
        index, known = changed([[(3, None), (41, 7), (5, 8)], [(41, 9), (3, 10)]])
    fresh = index_of(known)
    for traits in known.values():
        mine, its = ({m.person: m.probability for m in of.match(traits, most=100)} for of in (index, fresh))
        assert mine == pytest.approx(its)


def test_whoever_is_erased_is_found_no_more_and_may_come_back():
    index, person = index_of(PEOPLE), UUID(int=7)
    for _ in range(2):
        index.change([(person, None)])
        assert person not in {m.person for m in index.match(PEOPLE[person], most=100)}
        index.change([(person, PEOPLE[person])])
        assert person in {m.person for m in index.match(PEOPLE[person], most=100)}
    assert len(index) == len(PEOPLE)


def test_an_index_that_lost_everybody_starts_again():
    index = Everybody()
    index.change([(UUID(int=1), None)])
    index.change(list(PEOPLE.items())[:3])
    index.change([(person, None) for person in list(PEOPLE)[:3]])
    assert len(index) == 0
    index.change(PEOPLE.items())
    assert len(index) == len(PEOPLE)
