"""Addresses and telephones of the few pairs that may be one person, opened for this and forgotten after it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import decimal

import numpy as np

from kanaf.persons import names
from kanaf.persons.matching.comparing import DIFFERENT, SAME, Levels
from kanaf.persons.matching.crowd import Ints
from kanaf.persons.matching.reading import Home

EDGES = (0.2, 0.35, 0.5, 0.7, 0.9)
"""Between likenesses of addresses."""
_NUMBER = re.compile(r"\d+")
Marks = frozenset[str]
MOST_MARKS = 8


def compare(one: Sequence[Home], other: Sequence[Home]) -> tuple[Levels, Levels]:
    """[pair] the levels of the addresses and of the telephones, 0 where one is unknown."""
    likenesses = [likeness(a.address, b.address) for a, b in zip(one, other, strict=True)]
    known = np.array([bool(a.address and b.address) for a, b in zip(one, other, strict=True)], dtype=np.bool_)
    address = np.where(known, 1 + np.searchsorted(EDGES, likenesses, side="right"), 0).astype(np.uint8)
    phones = [
        0 if not (a.phone and b.phone) else SAME if a.phone == b.phone else DIFFERENT
        for a, b in zip(one, other, strict=True)
    ]
    return address, np.array(phones, dtype=np.uint8)


def likeness(one: str, other: str) -> float:
    """From 0 to 1, symmetric: by pairs of neighbouring letters, or by how the words sound where scripts differ."""
    return max(_shared(a, b) for a, b in zip(_marks(one), _marks(other), strict=True))


def _shared(one: Marks, other: Marks) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def sounds(address: str) -> list[str]:
    """Its numbers, and its words by how they sound in either script; each once, in one order."""
    return sorted({*(word.skeleton for word in names.prepare(address)), *_numbers(address)})


def _numbers(address: str) -> list[str]:
    """Whole, in Western digits, however many there are."""
    digits = ("".join(str(decimal(sign)) for sign in number) for number in _NUMBER.findall(address))
    return [number.lstrip("0") or "0" for number in digits]


@lru_cache(100_000)
def _marks(address: str) -> tuple[Marks, Marks]:
    """Pairs of neighbouring signs within a word, and skeletons; numbers are whole in both."""
    words, numbers = names.prepare(address), _numbers(address)
    written = [f" {word.written} " for word in words]
    near = (word[place : place + 2] for word in written for place in range(len(word) - 1))
    return frozenset([*near, *numbers]), frozenset([*(word.skeleton for word in words), *numbers])


def marks(homes: Sequence[Home]) -> Ints:
    """[place, person] numbers and words of their addresses by how they sound, and telephones, as numbers; else -1."""
    said = [sorted(_marks(home.address)[1])[:MOST_MARKS] + ([f"+{home.phone}"] if home.phone else []) for home in homes]
    numbers = {mark: number for number, mark in enumerate(sorted({mark for its in said for mark in its}))}
    found = np.full((MOST_MARKS + 1, len(homes)), -1, dtype=np.int32)
    for person, its in enumerate(said):
        found[: len(its), person] = [numbers[mark] for mark in its]
    return found
