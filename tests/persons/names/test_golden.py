"""Pairs of names of which people agree, each with its reason: « golden.csv » is there to be read and added to."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kanaf.persons.names import alike, prepare

BOUNDS = {"same": (0.7, 1.0), "near": (0.55, 0.985), "different": (0.0, 0.59)}
with Path(__file__).with_name("golden.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("a", "b", "expected", "reason"), PAIRS)
def test_two_names_are_as_alike_as_people_say(a, b, expected, reason):
    least, most = BOUNDS[expected]
    assert least <= alike(prepare(a), prepare(b)) <= most, reason
    assert alike(prepare(b), prepare(a)) == alike(prepare(a), prepare(b))


def test_names_in_two_scripts_are_near_one():
    likenesses = sorted(
        alike(prepare(a), prepare(b))
        for a, b, expected, _ in PAIRS
        if expected == "same" and a.isascii() != b.isascii()
    )
    assert likenesses[len(likenesses) // 2] > 0.9
    assert sum(one > 0.8 for one in likenesses) / len(likenesses) > 0.9


def test_the_golden_pairs_are_many_and_none_is_there_twice():
    assert len(PAIRS) >= 250
    assert not [pair for pair, times in Counter(frozenset(pair[:2]) for pair in PAIRS).items() if times > 1]
