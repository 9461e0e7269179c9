"""An index that was changed answers as one made afresh, whatever was changed, however often, and whatever was merged."""

from random import Random
from unittest.mock import patch
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.persons.matching import growing, runs
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.growing import Grown
from kanaf.persons.matching.runs import Run
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import prepare
from tests.persons.matching.made import index_of, many, somebody

PEOPLE = many(40)
CHANGES = st.lists(
    st.lists(st.tuples(st.integers(1, 60), st.none() | st.integers(0, 10_000)), max_size=12), min_size=1, max_size=6
)
"""Batches of (who, what they are now): ``None`` when erased, else the seed of somebody."""


MERGING = {
    "at once": (10**9, 10**9),
    "beside": (0, 10**9),
    "beside, by size": (0, 2),
    "both": (1000, 8),
    "never": (0, 0),
}
"""Entries that are merged at once, and how many times larger a run may be."""


def changed(batches, *, waits):
    """What the batches make of the people, in the index and in a dictionary; some of them wait for what is merged."""
    index, known = index_of(PEOPLE), dict(PEOPLE)
    for drawn, waiting in zip(batches, waits, strict=True):
        batch = {UUID(int=who): None if seed is None else somebody(Random(seed)) for who, seed in drawn}
        index.change(batch.items())
        known |= batch
        if waiting:
            index.settle()
    return index, {person: traits for person, traits in known.items() if traits is not None}


@pytest.mark.parametrize(("at_once", "larger"), MERGING.values(), ids=MERGING)
@settings(max_examples=8, deadline=None)
@given(batches=CHANGES, waits=st.lists(st.booleans(), min_size=6, max_size=6))
def test_changes_and_a_fresh_build_are_one(at_once, larger, batches, waits):
    with patch.object(growing, "AT_ONCE", at_once), patch.object(growing, "TIMES_LARGER", larger):
        index, known = changed(batches, waits=waits[: len(batches)])
    fresh = index_of(known)
    assert len(index) == len(fresh) == len(known)
    for traits in [*list(known.values())[::19], *list(PEOPLE.values())[::39]]:
        for text in (traits.given, traits.mother):
            mine, its = ({one.person: one.likeness for one in of.named(text, most=100)} for of in (index, fresh))
            assert mine == pytest.approx(its)
        mine, its = ({m.person: m for m in of.match(traits, most=100)} for of in (index, fresh))
        assert mine.keys() == its.keys()
        for person, match in mine.items():
            assert match.probability == pytest.approx(its[person].probability)
            np.testing.assert_allclose(match.row, its[person].row, rtol=1e-5, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.text("abdlmnrs", min_size=1, max_size=6), min_size=2, max_size=12))
def test_what_was_heard_is_heard_anew_when_a_word_comes_that_sounds_like_it(texts):
    grown, words = Vocabulary(), [word for text in texts for word in prepare(text)]
    for word in words:
        grown.add(word)
        for asked in words:
            afresh = Vocabulary()
            for known in grown.words:
                afresh.add(known)
            mine, its = grown.hear(asked), afresh.hear(asked)
            assert (mine.of, mine.filed, mine.near, mine.words.tolist()) == (
                its.of,
                its.filed,
                its.near,
                its.words.tolist(),
            )


def test_what_is_told_twice_takes_no_more_room():
    index = index_of(PEOPLE)
    index.change(PEOPLE.items())
    assert len(index.index) == len(index) == len(PEOPLE)


def test_runs_are_merged_beside_and_stay_few():
    with patch.object(growing, "AT_ONCE", 200):
        index = Everybody()
        for person, traits in many(150).items():
            index.change([(person, traits)])
        index.settle()
    sizes = [len(run) for run in index.index.runs]
    assert len(sizes) <= 5
    assert sum(sizes) == sum(len(run) for run in index_of(many(150)).index.runs)


ENTRIES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=30)


@given(one=ENTRIES, other=ENTRIES, gone=st.sets(st.integers(0, 9)))
def test_two_runs_merged_are_all_entries_in_order_of_whoever_is_there(one, other, gone):
    is_there = np.array([place not in gone for place in range(10)])
    merged = runs.merged(run_of(one), run_of(other), is_there)
    assert sorted(zip(merged.keys.tolist(), merged.owners.tolist(), strict=True)) == sorted(
        entry for entry in one + other if entry[1] not in gone
    )
    assert (np.diff(merged.keys) >= 0).all()


def run_of(entries):
    keys, owners = np.array(sorted(entries), dtype=np.int64).reshape(-1, 2).T
    return Run(keys, owners.astype(np.int32))


@given(parts=st.lists(st.lists(st.integers(-99, 99), max_size=9), max_size=9))
def test_an_array_grows_and_what_was_given_out_stays(parts):
    grown, given_out = Grown(np.zeros(0, dtype=np.int32)), []
    for number, part in enumerate(parts):
        grown.extend(np.array(part, dtype=np.int32))
        given_out.append((grown.rows, [value for before in parts[: number + 1] for value in before]))
    for rows, expected in given_out:
        assert rows.tolist() == expected


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
