"""Who may be written down twice: everybody compared with everybody, in whole arrays."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import homes
from kanaf.persons.matching.blocks import NOTHING, Blocks, Pairs, distinct
from kanaf.persons.matching.comparing import ADDRESS, PHONE, Compared, Comparer, Levels
from kanaf.persons.matching.crowd import Crowd, Ints, Places
from kanaf.persons.matching.index import SEXES
from kanaf.persons.matching.reading import Home
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.matching.weighing import Usual, Weigher

BATCH = 1000
AT_ONCE = 200_000
DRAWN = 200_000
DRAWN_OF_EACH = 2
"""Pairs drawn at random, to learn how strangers agree; few where there are few people, who may all be one."""
ROUGHLY = 3.0
"""Nats below the logarithm of the people at which a pair that shares so little is not looked at further."""
SAME_DAY, SAME_YEAR, NEXT_YEAR, OTHER_YEARS = 8.0, 2.5, 0.5, -3.0
SAME_COMMUNE, SAME_PROVINCE, OTHER_SEX = 4.0, 2.0, -3.0
NO_HOME = Home()
HOMES_DRAWN = 5000
HOMES_OF_ALL = 100_000
"""People whose homes are all opened, so that two of them are found by where they live alone."""
FEW = 300_000
"""Pairs that are all compared, homes too."""
OPENED_FROM = 1e-4
"""From which probability on the homes of two people are opened and compared."""
Told = Callable[[float], None]
HomesOf = Callable[[Sequence[UUID]], dict[UUID, Home]]


class Pair(NamedTuple):
    """Two people who may be one, ``one`` before ``other``; the probability from 0 to 1."""

    one: UUID
    other: UUID
    probability: float


def nobody_is_told(_done: float) -> None:
    """Where nobody waits to hear how far it is."""


def nowhere(_people: Sequence[UUID]) -> dict[UUID, Home]:
    """Where homes are not compared."""
    return {}


def pairs(crowd: Crowd, homes_of: HomesOf = nowhere, told: Told = nobody_is_told) -> Iterator[list[Pair]]:
    """Every pair from ``POSSIBLE`` on, the surest first; ``told`` hears which share is done."""
    packed, probable = probabilities(crowd, homes_of, told)
    kept = np.flatnonzero(probable >= POSSIBLE)
    kept = kept[np.argsort(-probable[kept], kind="stable")]
    one, other = np.divmod(packed[kept], max(1, len(crowd)))
    for begin in range(0, len(kept), BATCH):
        some = slice(begin, begin + BATCH)
        yield [
            Pair(crowd.ids[a], crowd.ids[b], float(p))
            for a, b, p in zip(one[some], other[some], probable[kept[some]], strict=True)
        ]


def probabilities(
    crowd: Crowd, homes_of: HomesOf = nowhere, told: Told = nobody_is_told
) -> tuple[Pairs, npt.NDArray[np.float64]]:
    """[pair] those that were looked at closely, and how probable it is that they are one person."""
    if len(crowd) < 2 or not crowd.vocabulary.words:  # noqa: PLR2004 - a pair
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    known = Homes(crowd, homes_of)
    blocks, comparer = Blocks(crowd, known.of_all()), Comparer(crowd)
    found = _promising(crowd, blocks)
    told(0.5)
    compared, drawn = (_compared(comparer, some, len(crowd)) for some in (found, _drawn(len(crowd))))
    told(0.8)
    weigher = Weigher(Usual.learn(drawn, len(crowd)), len(crowd))
    weigher.learn(compared)
    likely = np.flatnonzero(weigher.weigh(compared)[0] >= (OPENED_FROM if len(found) > FEW else 0))
    if known.open(*np.divmod(found[likely], len(crowd))):
        compared.levels[ADDRESS, likely], compared.levels[PHONE, likely] = known.compare(found[likely])
        weigher.learn_homes(*known.compare(known.drawn()))
        weigher.learn(compared)
    told(1.0)
    return found, weigher.weigh(compared)[0]


class Homes:
    """Where people live: opened for everybody where they are not too many, else for those who are likely one."""

    def __init__(self, crowd: Crowd, homes_of: HomesOf) -> None:
        self._crowd, self._homes_of = crowd, homes_of
        self._known: dict[int, Home] = {}

    def of_all(self) -> Ints | None:
        """What is said of everybody's home, to find pairs by; nothing where they are too many."""
        everybody = np.arange(len(self._crowd))
        if len(everybody) > HOMES_OF_ALL or not self.open(everybody):
            return None
        return homes.marks([self._known.get(place, NO_HOME) for place in range(len(everybody))])

    def open(self, *people: Places) -> bool:
        """Whether anybody of these has one."""
        new = [place for place in np.unique(np.concatenate(people)).tolist() if place not in self._known]
        opened = self._homes_of([self._crowd.ids[place] for place in new]) if new else {}
        self._known |= {place: opened.get(self._crowd.ids[place], NO_HOME) for place in new}
        return any(home is not NO_HOME for home in self._known.values())

    def drawn(self) -> Pairs:
        """Pairs of these people at random."""
        who = np.sort(np.fromiter(self._known, np.int64, len(self._known)))
        one, other = who[np.random.default_rng(0).integers(0, len(who), (2, min(HOMES_DRAWN, len(who))))]
        packed: Pairs = (one * len(self._crowd) + other)[one != other]
        return packed

    def compare(self, pairs: Pairs) -> tuple[Levels, Levels]:
        """[pair] the levels of addresses and telephones."""
        one, other = np.divmod(pairs, len(self._crowd))
        return homes.compare(*([self._known[place] for place in side.tolist()] for side in (one, other)))


def _promising(crowd: Crowd, blocks: Blocks) -> Pairs:
    """The pairs that share enough to be looked at; all of them where they are few."""
    least = np.log(len(crowd)) - ROUGHLY
    found = np.zeros(0, dtype=np.int64)
    for some in blocks.pairs():
        found = distinct(np.concatenate((found, some if len(some) <= FEW else _enough(crowd, blocks, some, least))))
    return found


def _enough(crowd: Crowd, blocks: Blocks, pairs: Pairs, least: float) -> Pairs:
    kept = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, len(pairs), AT_ONCE):
        part = pairs[begin : begin + AT_ONCE]
        one, other = np.divmod(part, len(crowd))
        kept.append(part[roughly(crowd, blocks, one, other) >= least])
    return np.concatenate(kept)


def roughly(crowd: Crowd, blocks: Blocks, one: Places, other: Places) -> npt.NDArray[np.float32]:
    """[pair] nats: the rarity of what their names share, and what birth, sex and place say."""
    facts, tokens, rarity = crowd.facts, blocks.tokens, np.append(blocks.rarity, 0).astype(np.float32)
    its = [of[other] for of in tokens]
    weights = np.zeros(len(one), dtype=np.float32)
    for of in tokens:
        mine = of[one]
        shared = np.zeros(len(one), dtype=np.bool_)
        for token in its:
            shared |= mine == token
        shared &= mine != NOTHING
        weights += np.where(shared, rarity[np.where(shared, mine, -1)], 0)
    first, last = (facts.first[one], facts.first[other]), (facts.last[one], facts.last[other])
    apart = np.maximum(np.maximum(first[0] - last[1], first[1] - last[0]), 0)
    exact = (apart == 0) & (first[0] == last[0]) & (first[1] == last[1])
    far = np.where(apart <= 0, SAME_YEAR, np.where(apart <= 366, NEXT_YEAR, OTHER_YEARS))  # noqa: PLR2004 - days
    weights += np.where((first[0] > 0) & (first[1] > 0), np.where(exact, SAME_DAY, far), 0).astype(np.float32)
    weights += np.where(facts.sex[one] + facts.sex[other] == sum(SEXES.values()), OTHER_SEX, 0).astype(np.float32)
    communes, provinces = facts.commune[one], facts.province[one]
    near = np.where((provinces >= 0) & (provinces == facts.province[other]), SAME_PROVINCE, 0)
    weights += np.where((communes >= 0) & (communes == facts.commune[other]), SAME_COMMUNE, near).astype(np.float32)
    return weights


def _compared(comparer: Comparer, packed: Pairs, people: int) -> Compared:
    parts = [
        comparer.compare(*np.divmod(packed[begin : begin + AT_ONCE], max(1, people)))
        for begin in range(0, max(1, len(packed)), AT_ONCE)
    ]
    return Compared(
        np.concatenate([part.levels for part in parts], axis=1),
        np.concatenate([part.rarity for part in parts], axis=1),
        np.concatenate([part.beside for part in parts]),
    )


def _drawn(people: int) -> Pairs:
    drawn = np.random.default_rng(0).integers(0, people, (2, min(DRAWN, DRAWN_OF_EACH * people)))
    drawn = drawn[:, drawn[0] != drawn[1]]
    packed: Pairs = drawn.min(0) * people + drawn.max(0)
    return packed
