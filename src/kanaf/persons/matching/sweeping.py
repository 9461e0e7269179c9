"""Who may be written down twice: everybody compared with everybody, in whole arrays."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import homes
from kanaf.persons.matching.blocks import NOTHING, Blocks, Pairs, distinct
from kanaf.persons.matching.comparing import ADDRESS, PHONE, Compared, Comparer
from kanaf.persons.matching.crowd import Crowd, Places
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
    blocks, comparer = Blocks(crowd), Comparer(crowd)
    found = _promising(crowd, blocks)
    told(0.5)
    compared, drawn = (_compared(comparer, some, len(crowd)) for some in (found, _drawn(len(crowd))))
    told(0.8)
    weigher = Weigher(Usual.learn(drawn, len(crowd)), len(crowd))
    weigher.learn(compared)
    likely = np.flatnonzero(weigher.weigh(compared)[0] >= OPENED_FROM)
    if _open(crowd, found[likely], homes_of, compared, likely):
        weigher.learn(compared)
    told(1.0)
    return found, weigher.weigh(compared)[0]


def _open(crowd: Crowd, likely: Pairs, homes_of: HomesOf, compared: Compared, rows: npt.NDArray[np.intp]) -> bool:
    """Compare the homes of the likely pairs too; whether anybody has one."""
    one, other = np.divmod(likely, max(1, len(crowd)))
    who = np.unique(np.concatenate((one, other)))
    opened = homes_of([crowd.ids[place] for place in who])
    if not opened:
        return False
    known = {place: opened.get(crowd.ids[place], Home()) for place in who.tolist()}
    mine, its = ([known[place] for place in side.tolist()] for side in (one, other))
    compared.levels[ADDRESS, rows], compared.levels[PHONE, rows] = homes.compare(mine, its)
    return True


def _promising(crowd: Crowd, blocks: Blocks) -> Pairs:
    least = np.log(max(1, len(crowd))) - ROUGHLY
    found = np.zeros(0, dtype=np.int64)
    for some in blocks.pairs():
        kept = [found]
        for begin in range(0, len(some), AT_ONCE):
            part = some[begin : begin + AT_ONCE]
            one, other = np.divmod(part, len(crowd))
            kept.append(part[roughly(crowd, blocks, one, other) >= least])
        found = distinct(np.concatenate(kept))
    return found


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
