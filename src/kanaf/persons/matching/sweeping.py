"""Who may be written down twice: everybody compared with everybody, in whole arrays."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import forking, homes
from kanaf.persons.matching.blocks import Blocks, Pairs, distinct
from kanaf.persons.matching.comparing import ADDRESS, PHONE, Compared, Comparer, Levels
from kanaf.persons.matching.crowd import Crowd, Ints, Places
from kanaf.persons.matching.pruning import Pruner
from kanaf.persons.matching.reading import Home
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.matching.weighing import Usual, Weigher

BATCH = 1000
AT_ONCE = 400_000
DRAWN = 200_000
DRAWN_OF_EACH = 2
"""Pairs drawn at random, to learn how strangers agree; few where there are few people, who may all be one."""
NO_HOME = Home()
HOMES_DRAWN = 5000
HOMES_OF_ALL = 100_000
"""People whose homes are all opened, so that two of them are found by where they live alone."""
MANY = 200_000
"""People from whom on two processes share the work."""
FOUND, COMPARED = 0.5, 0.8
"""Which share of the work is done when all pairs are found, and when they are compared."""
FEW = 20_000
"""People of whom all the pairs that are found are compared, homes too."""
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
    found = _promising(crowd, blocks, told)
    compared, drawn = (_compared(comparer, some, len(crowd)) for some in (found, _drawn(len(crowd))))
    told(COMPARED)
    weigher = Weigher(Usual.learn(drawn, len(crowd)), len(crowd))
    weigher.learn(compared)
    likely = np.flatnonzero(weigher.weigh(compared)[0] >= (OPENED_FROM if len(crowd) > FEW else 0))
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
        new = [place for place in distinct(np.concatenate(people)).tolist() if place not in self._known]
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


def _promising(crowd: Crowd, blocks: Blocks, told: Told) -> Pairs:
    """The pairs that share enough to be looked at; all of them where people are few."""
    pruner, ways = Pruner(crowd, blocks), blocks.ways

    def of_way(number: int) -> Pairs:
        pairs = blocks.pairs(ways[number])
        return pairs if len(crowd) <= FEW else pruner.promising(pairs)

    found = np.zeros(0, dtype=np.int64)
    for number, some in enumerate(forking.each(of_way, range(len(ways)), is_much=len(crowd) > MANY)):
        found = distinct(np.concatenate((found, some)))
        told(FOUND * (1 + number) / len(ways))
    return found


def _compared(comparer: Comparer, packed: Pairs, people: int) -> Compared:
    def of_part(part: Pairs) -> Compared:
        return comparer.compare(*np.divmod(part, people))

    parts = [packed[begin : begin + AT_ONCE] for begin in range(0, max(1, len(packed)), AT_ONCE)]
    done = list(forking.each(of_part, parts, is_much=people > MANY and len(parts) > 1))
    return Compared(
        np.concatenate([part.levels for part in done], axis=1),
        np.concatenate([part.rarity for part in done], axis=1),
        np.concatenate([part.beside for part in done]),
    )


def _drawn(people: int) -> Pairs:
    drawn = np.random.default_rng(0).integers(0, people, (2, min(DRAWN, DRAWN_OF_EACH * people)))
    drawn = drawn[:, drawn[0] != drawn[1]]
    packed: Pairs = drawn.min(0) * people + drawn.max(0)
    return packed
