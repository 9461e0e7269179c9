"""Which pairs of people are compared at all: those who share, in a small block, what few people have together.

A pair that is one person shares traits whose rarities add up; so some combination of two or three traits is shared
by few, however common each of them is alone. A block with more people than ``MOST_IN_BLOCK`` is not taken apart:
whoever is one person in it also shares a finer one. A finer block is made only where the coarser one is large.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.crowd import Crowd, Ints, Places
from kanaf.persons.matching.index import FIRST_OF_1970, years
from kanaf.persons.matching.vocabulary import Vocabulary

MOST_IN_BLOCK = 20
SURELY_SMALL = MOST_IN_BLOCK / 8
"""People expected in a block by chance, below which it needs no finer ones; relatives make it larger."""
MOST_TOKENS = 10
NEAR_UP_TO, NEAR_UP_TO_SHARE = 3, 2e-4
"""A skeleton that so few have may be a slip: it also stands for the commonest ones that are one sign away."""
MOST_NEAR, MOST_OTHERS = 3, 2
SHORTEST_NEAR = 3
NOTHING = np.iinfo(np.int32).max
Keys = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]
Pairs = Places
"""[pair] the place of the first person times the people, plus the place of the second."""
_WHO = np.uint64(24)
_GOLDEN, _STIR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(31)


class Way(NamedTuple):
    """Something to share: the tokens at these places, and traits by [person], -1 where unknown."""

    places: tuple[int, ...]
    traits: tuple[Places, ...] = ()
    is_finer: bool = False
    """Made only where the tokens alone lead to many."""


class Blocks:
    """The traits of a crowd by which pairs are found."""

    def __init__(self, crowd: Crowd, homes: Ints | None = None) -> None:
        """``homes`` are [place, person] what is said of where they live, where that is known."""
        self.count, self._homes = len(crowd), homes
        self.tokens, self.rarity, self.ranks = tokens(crowd)
        self._rare = np.append(self.rarity, 0).astype(np.float32)[np.minimum(self.tokens, len(self.rarity))]
        facts = crowd.facts
        first = years(facts.first)
        last = years(facts.last)
        self.years = (first, np.where(last == first, -1, last))
        exact = (facts.precision == Precision.DAY) & (facts.first > 0)
        self.day = np.where(exact, facts.first.astype(np.int64), -1)
        self.month_day = np.where(exact, _month_day(facts.first), -1)
        self.commune = facts.commune.astype(np.int64)

    @cached_property
    def ways(self) -> "list[list[Way]]":
        """What people may share, each list to be filed together; the longest lists first."""
        one, two, three = (list(combinations(range(len(self.tokens)), many)) for many in (1, 2, 3))
        homes = [] if self._homes is None else [home.astype(np.int64) for home in self._homes]
        ways: list[list[Way]] = [
            [Way(t, (year,), is_finer=True) for t in two for year in self.years],
            [Way(t, is_finer=True) for t in three],
            [Way(t) for t in two],
            [Way(t, (self.commune,), is_finer=True) for t in two],
            [Way(t, (self.commune, year)) for t in one for year in self.years],
            [Way(t, (trait,)) for t in one for trait in (self.commune, self.day)],
            [Way(t) for t in one],
            [Way((), traits) for traits in ((self.commune,), (self.day,), (self.commune, self.day))],
            [Way((), (home,)) for home in homes],
            [Way((), pair) for pair in combinations(homes, 2)],
        ]
        return [way for way in ways if way]

    def pairs(self, ways: "Sequence[Way]") -> Pairs:
        """Each pair of people who share something once, in order."""
        return self._found([self._keys(way.places, *way.traits, is_finer=way.is_finer) for way in ways])

    def _keys(self, places: Sequence[int], *traits: Places, is_finer: bool = False) -> Keys:
        """Of everybody who has these tokens and traits: forty bits of what they share, then who."""
        has = np.ones(self.count, dtype=np.bool_)
        for place in places:
            has &= self.tokens[place] != NOTHING
        for trait in traits:
            has &= trait >= 0
        if is_finer:
            has &= self._are_common(places)
        who = np.flatnonzero(has)
        stirred = np.full(len(who), _GOLDEN >> np.uint64(len(places)), dtype=np.uint64)
        for part in (*(self.tokens[place] for place in places), *traits):
            stirred ^= part[who].astype(np.uint64) + _GOLDEN
            stirred *= _STIR
            stirred ^= stirred >> _SHIFT
        return ((stirred >> _WHO) << _WHO) | who.astype(np.uint64)

    def _are_common(self, places: Sequence[int]) -> Mask:
        """Whose tokens there are so common that no two of them are expected to lead to few."""
        most = np.log(self.count / SURELY_SMALL)
        common: Mask = np.ones(self.count, dtype=np.bool_)
        for one, other in combinations(places, 2):
            common &= self._rare[one] + self._rare[other] < most
        return common

    def _found(self, keys: Sequence[Keys]) -> Pairs:
        """Each pair of people under one key once, unless too many are under it."""
        filed = np.sort(np.concatenate([np.zeros(0, dtype=np.uint64), *keys]))
        shared = filed >> _WHO
        starts = np.flatnonzero(np.concatenate(([True], shared[1:] != shared[:-1])))[: len(filed)]
        sizes = np.diff(np.append(starts, len(filed)))
        block = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        who = (filed & np.uint64((1 << int(_WHO)) - 1)).astype(np.int64)
        del filed, shared
        block, found = np.where(sizes[block] <= MOST_IN_BLOCK, block, -1), [np.zeros(0, dtype=np.int64)]
        for step in range(1, MOST_IN_BLOCK):
            kept = np.flatnonzero((block >= 0) & (sizes[block] > step))
            block, who = block[kept], who[kept]
            if not len(block):
                break
            both = np.flatnonzero(block[step:] == block[:-step])
            found.append(self._packed(who[both], who[both + step]))
        return distinct(np.concatenate(found))

    def _packed(self, one: Places, other: Places) -> Pairs:
        packed: Pairs = (np.minimum(one, other) * self.count + np.maximum(one, other))[one != other]
        return packed


def distinct(pairs: Pairs) -> Pairs:
    """Each once, in order; by sorting, which takes a fifth of what ``numpy.unique`` does."""
    pairs = np.sort(pairs)
    return pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs


def tokens(crowd: Crowd) -> tuple[Ints, npt.NDArray[np.float64], Ints]:
    """[place, person] what their names sound like, the rarest first, ``NOTHING`` past the last; [token] rarity, nats;
    [word] its own token.

    A token is a skeleton by its rank: the rarest is 0, so that it does not depend on who was written down first.
    """
    vocabulary, words = crowd.vocabulary, crowd.words
    ranks, share, near = _ranked(crowd)
    primary = np.append(vocabulary.primary(), -1)
    others = np.vstack([_others(vocabulary), np.full((1, MOST_OTHERS), -1)])
    bare = np.append(vocabulary.bare(), -1)
    ranks, near = np.append(ranks, NOTHING), np.vstack([near, np.full((1, MOST_NEAR), -1)])
    columns = []
    for kind, place in ((0, 0), (0, 1), (0, 4), (1, 0), (1, 1), (1, 4), (2, 0), (2, 1), (3, 0), (3, 1)):
        word = words[:, kind, place]
        of_word = [primary[word], *others[word].T, primary[bare[word]], *near[primary[word]].T]
        columns += [ranks[skeleton] for skeleton in of_word if (skeleton >= 0).any()]
    found = np.sort(np.stack(columns or [np.full(len(crowd), NOTHING)]).astype(np.int32), axis=0)
    found[1:][found[1:] == found[:-1]] = NOTHING
    found = np.sort(found, axis=0)[:MOST_TOKENS]
    return np.ascontiguousarray(found[(found != NOTHING).any(axis=1)]), -np.log(share), ranks[primary]


def _ranked(crowd: Crowd) -> tuple[Ints, npt.NDArray[np.float64], Ints]:
    """[skeleton] its rank from the rarest; [rank] its share; [skeleton, place] what it may be a slip for."""
    spelled, counts = list(crowd.vocabulary.skeletons), crowd.counts.sum(0)
    order = np.lexsort((np.array(spelled, dtype=np.str_), counts)) if spelled else np.zeros(0, dtype=np.int64)
    ranks = np.zeros(len(spelled), dtype=np.int32)
    ranks[order] = np.arange(len(spelled), dtype=np.int32)
    few = max(NEAR_UP_TO, NEAR_UP_TO_SHARE * len(crowd))
    shares = np.maximum(counts[order], 1) / max(1, len(crowd))
    return ranks, shares, _near(spelled, counts, ranks, few)


def _near(spelled: Sequence[str], counts: npt.NDArray[np.int64], ranks: Ints, few: float) -> Ints:
    """[skeleton, place] of those that few have, the commonest that are one sign away."""
    shorter: dict[str, list[int]] = defaultdict(list)
    for number, skeleton in enumerate(spelled):
        for part in _shortened(skeleton):
            shorter[part].append(number)
    near = np.full((len(spelled), MOST_NEAR), -1, dtype=np.int32)
    for number in np.flatnonzero((counts > 0) & (counts <= few)).tolist():
        found = {other for part in _shortened(spelled[number]) for other in shorter[part]} - {number}
        commoner = [other for other in found if counts[other] >= counts[number]]
        commonest = sorted(commoner, key=lambda other: -int(ranks[other]))[:MOST_NEAR]
        near[number, : len(commonest)] = commonest
    return near


def _shortened(skeleton: str) -> set[str]:
    """Itself, and without any one sign."""
    if len(skeleton) < SHORTEST_NEAR:
        return {skeleton}
    return {skeleton, *(skeleton[:place] + skeleton[place + 1 :] for place in range(len(skeleton)))}


def _others(vocabulary: Vocabulary) -> Ints:
    """[word, place] the skeletons of its other readings that some word has too."""
    others = np.full((len(vocabulary.words), MOST_OTHERS), -1, dtype=np.int32)
    for number, word in enumerate(vocabulary.words):
        known = [vocabulary.skeletons[other] for other in word.others if other in vocabulary.skeletons][:MOST_OTHERS]
        others[number, : len(known)] = known
    return others


def _month_day(days: Ints) -> Places:
    """Day and month in either order, as one number."""
    since = (np.maximum(days, 1).astype(np.int64) - FIRST_OF_1970).astype("datetime64[D]")
    months = since.astype("datetime64[M]")
    day, month = (since - months).astype(np.int64) + 1, months.astype(np.int64) % 12 + 1
    together: Places = np.minimum(day, month) * 40 + np.maximum(day, month)
    return together
