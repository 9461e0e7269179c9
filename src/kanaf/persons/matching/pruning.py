"""Which of many pairs are worth a close comparison: by the skeletons of their names alone, which takes little time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching.blocks import NOTHING, Blocks, Pairs
from kanaf.persons.matching.crowd import Crowd, Ints
from kanaf.persons.matching.index import SEXES
from kanaf.persons.matching.traits import KINDS

AT_ONCE = 50_000
"""Pairs whose rows stay in the nearest memory."""
LEAST = -4.0
"""Nats beside the logarithm of the people, below which a pair is not looked at further."""
SAME_DAY, SAME_YEAR, NEXT_YEAR, OTHER_YEARS = 8.0, 2.5, 0.5, -3.0
SAME_COMMUNE, SAME_PROVINCE, OTHER_PROVINCE, OTHER_SEX = 5.0, 2.0, -1.5, -3.0
OTHER_NAME = -1.6
"""A name of the same kind without one skeleton in common; the rest of its likeness is not known yet."""
A_YEAR = 366
WORDS = 2
Floats = npt.NDArray[np.float32]
Columns = Sequence[Ints]


class Pruner:
    """Keeps the promising ones of many pairs of a crowd."""

    def __init__(self, crowd: Crowd, blocks: Blocks) -> None:
        facts, self._count = crowd.facts, len(crowd)
        self._rarity = np.append(blocks.rarity, 0).astype(np.float32)
        self._tokens = len(blocks.tokens)
        names = [blocks.ranks[crowd.words[:, kind, place]] for kind in range(len(KINDS)) for place in range(WORDS)]
        said = [facts.first, facts.last, facts.sex, facts.commune, facts.province]
        self._columns = [column.astype(np.int32) for column in (*blocks.tokens, *names, *said)]
        """Each [person]."""
        self._least = np.log(max(1, self._count)) + LEAST

    def promising(self, pairs: Pairs) -> Pairs:
        """Those of them that share enough."""
        kept = [np.zeros(0, dtype=np.int64)]
        for begin in range(0, len(pairs), AT_ONCE):
            part = pairs[begin : begin + AT_ONCE]
            kept.append(part[self.weigh(part) >= self._least])
        return np.concatenate(kept)

    def weigh(self, pairs: Pairs) -> Floats:
        """[pair] nats for and against, about."""
        one, other = ([column.take(side) for column in self._columns] for side in np.divmod(pairs, self._count))
        names = slice(self._tokens, self._tokens + len(KINDS) * WORDS)
        shared = self._shared(one[: self._tokens], other[: self._tokens])
        return shared + _names_apart(one[names], other[names]) + _facts(one[names.stop :], other[names.stop :])

    def _shared(self, one: Columns, other: Columns) -> Floats:
        """[pair] the rarity of all the tokens that both have."""
        weights = np.zeros(len(one[0]), dtype=np.float32)
        for tokens in one:
            shared = tokens == other[0]
            for its in other[1:]:
                shared |= tokens == its
            both = np.flatnonzero(shared & (tokens != NOTHING))
            weights[both] += self._rarity[tokens[both]]
        return weights


def _names_apart(one: Columns, other: Columns) -> Floats:
    weights = np.zeros(len(one[0]), dtype=np.float32)
    for kind in range(0, len(one), WORDS):
        (first, second), (its_first, its_second) = one[kind : kind + WORDS], other[kind : kind + WORDS]
        known = (first != NOTHING) & (its_first != NOTHING)
        shared = (first == its_first) | (first == its_second) | (second == its_first)
        shared |= (second == its_second) & (second != NOTHING)
        weights += np.where(known & ~shared, np.float32(OTHER_NAME), np.float32(0))
    return weights


def _facts(one: Columns, other: Columns) -> Floats:
    (first, last, sex, commune, province), (its_first, its_last, its_sex, its_commune, its_province) = one, other
    apart = np.maximum(np.maximum(first - its_last, its_first - last), 0)
    exact = (first == its_first) & (first == last) & (its_first == its_last)
    far = np.select([exact, apart == 0, apart <= A_YEAR], [SAME_DAY, SAME_YEAR, NEXT_YEAR], OTHER_YEARS)
    weights = np.where((first > 0) & (its_first > 0), far, 0)
    weights += np.where(sex + its_sex == sum(SEXES.values()), OTHER_SEX, 0)
    near = np.select([commune == its_commune, province == its_province], [SAME_COMMUNE, SAME_PROVINCE], OTHER_PROVINCE)
    weights += np.where((commune >= 0) & (its_commune >= 0), near, 0)
    return weights.astype(np.float32)
