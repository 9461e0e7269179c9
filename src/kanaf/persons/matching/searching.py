"""From what is asked to the few people who may be meant: pairs of traits first, then what each person has of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching import index as indexes
from kanaf.persons.matching import naming
from kanaf.persons.matching.births import Birth, Precision
from kanaf.persons.matching.index import SEXES, Index, province_of
from kanaf.persons.matching.traits import MOST_WORDS, Traits
from kanaf.persons.names import Word

MOST_REACHED = 60_000
"""People looked at before any is weighed, where everybody may be found."""
MOST_REACHED_OF_SOME = 5_000_000
"""The same where only some may: they are found however many others share the same traits."""
MOSTLY = 0.5
NEAR_WEIGHT = 0.6
"""What a word that is only near counts, beside 1 for the same skeleton."""
SAME_DAY, SAME_YEAR, NEXT_YEAR, OTHER_YEARS = 8.0, 2.5, 0.5, -3.0
OTHER_SEX = -3.0
BOTH = 0b101
"""The marks of two words that follow each other."""
SAME_COMMUNE, SAME_PROVINCE = 4.0, 2.0
"""Nats, about: what birth, sex and place say before the scorer looks at everything together."""
Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """What is asked, prepared: each word and its kind of name."""

    traits: Traits
    words: tuple[Word, ...]
    kinds: tuple[int, ...]
    cut: frozenset[int]
    """Places of words of which only the beginning is written: an initial, « Abd. »."""
    joined: tuple[tuple[int, Word], ...]
    """Words run together with the next: the place of the first."""
    begun: frozenset[int] = frozenset()
    """Places of a word that is still being typed."""

    @classmethod
    def of(cls, traits: Traits, *, is_begun: bool = False) -> "Asked":
        words: list[Word] = []
        kinds: list[int] = []
        cut: set[int] = set()
        for kind, text in enumerate(traits.names):
            words += (said := names.prepare(text)[:MOST_WORDS])
            kinds += [kind] * len(said)
            if said and text.rstrip().endswith("."):
                cut.add(len(words) - 1)
        cut |= {place for place, word in enumerate(words) if word.is_initial}
        joined = [
            (place, names.together(one, other))
            for place, (one, other) in enumerate(pairwise(words))
            if kinds[place] == kinds[place + 1] and indexes.may_join((one, other))
        ]
        begun = frozenset([len(words) - 1] if is_begun and words else [])
        return cls(traits, tuple(words), tuple(kinds), frozenset(cut), tuple(joined), begun)


class Reached(NamedTuple):
    """[person] places in an index, and what is known of each so far, in nats; the likeliest first."""

    places: Ints
    weights: Floats
    facts: Floats
    """What birth, sex and place say, a part of the weights."""

    def take(self, rows: npt.NDArray[np.intp]) -> "Reached":
        return Reached(self.places[rows], self.weights[rows], self.facts[rows])

    @classmethod
    def unweighed(cls, places: Ints) -> "Reached":
        """People of whom nothing more than their place is known."""
        return cls(places, np.zeros(len(places)), np.zeros(len(places)))


NOBODY = Reached(np.zeros(0, dtype=np.int32), np.zeros(0), np.zeros(0))


def candidates(index: Index, asked: Asked, is_open: Mask, most: int) -> Reached:
    """At most so many people of an index who share pairs of traits with what is asked.

    ``is_open`` is [person] who may be found at all.
    """
    keys, marks = _keys(index, asked)
    if not keys:
        return NOBODY
    begin, end = index.reach(keys)
    sizes = end - begin
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    if not len(order):
        return NOBODY
    most_reached = MOST_REACHED if is_open.mean() > MOSTLY else MOST_REACHED_OF_SOME
    kept = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), most_reached)))]
    people = np.concatenate([index.owners(begin[key], end[key]) for key in kept])
    marked = np.repeat(np.asarray(marks, dtype=np.int64)[kept], sizes[kept])
    seen = is_open[people]
    places, marked = _each_once(people[seen], marked[seen])
    facts = _of_facts(index, asked.traits, places)
    return _best(Reached(places, _of_words(index, asked, marked) + facts, facts), most)


def _each_once(people: Ints, marks: npt.NDArray[np.int64]) -> tuple[Ints, npt.NDArray[np.int64]]:
    """Each person with all the marks of the pairs that led there."""
    if not len(people):
        return people, marks
    order = np.argsort(people, kind="stable")
    people = people[order]
    starts = np.flatnonzero(np.concatenate(([True], people[1:] != people[:-1])))
    return people[starts], np.bitwise_or.reduceat(marks[order], starts)


def _best(reached: Reached, most: int) -> Reached:
    if len(reached.places) > most:
        reached = reached.take(np.argpartition(-reached.weights, most)[:most])
    return reached.take(np.argsort(-reached.weights, kind="stable"))


def _of_words(index: Index, asked: Asked, marks: npt.NDArray[np.int64]) -> Floats:
    """The rarity of each word that was found; less for one that is only near."""
    weights = np.zeros(len(marks))
    for place, word in enumerate(asked.words):
        rarity = index.vocabulary.rarity_of(word)
        met, near = (marks >> 2 * place) & 1, (marks >> 2 * place + 1) & 1
        weights += rarity * np.where(met, 1.0, NEAR_WEIGHT * near)
    return weights


def _of_facts(index: Index, traits: Traits, places: Ints) -> Floats:
    facts, vocabulary, birth = index.facts, index.vocabulary, traits.birth
    weights = np.zeros(len(places))
    if birth.first:
        first, last = facts.first[places], facts.last[places]
        apart = np.maximum(np.maximum(first - birth.last, birth.first - last), 0)
        exact = (apart == 0) & (first == last) & (birth.precision == Precision.DAY)
        far = np.where(apart <= 0, SAME_YEAR, np.where(apart <= 366, NEXT_YEAR, OTHER_YEARS))  # noqa: PLR2004 - days
        weights += np.where(first > 0, np.where(exact, SAME_DAY, far), 0)
    if sex := SEXES.get(traits.sex, 0):
        weights += np.where(facts.sex[places] + sex == sum(SEXES.values()), OTHER_SEX, 0)
    if traits.commune:
        same = facts.commune[places] == vocabulary.find_place(traits.commune)
        near = facts.province[places] == vocabulary.find_place(province_of(traits.commune))
        weights += np.where(same, SAME_COMMUNE, np.where(near, SAME_PROVINCE, 0))
    return weights


def _keys(index: Index, asked: Asked) -> tuple[list[int], list[int]]:
    """Every pair of traits of what is asked, each with marks: two bits a word, found as itself or as a near one."""
    sounds = _sounds(index, asked)
    found: dict[int, int] = {}
    for one, other in combinations(sounds, 2):
        for (a, mark), (b, its_mark) in product(one, other):
            key = indexes.pair(a, b, indexes.NAMES)
            found[key] = found.get(key, 0) | mark | its_mark
    years, commune = _years(asked.traits.birth), index.vocabulary.find_place(asked.traits.commune)
    others = [(year, indexes.YEAR) for year in years] + [(0, indexes.ALONE)]
    others += [(commune, indexes.COMMUNE)] if commune >= 0 else []
    for (a, mark), (other_trait, kind) in product((heard for one in sounds for heard in one), others):
        key = indexes.pair(a, other_trait, kind)
        found[key] = found.get(key, 0) | mark
    if asked.traits.birth.precision == Precision.DAY:
        found[indexes.pair(asked.traits.birth.first - 1, 0, indexes.DAY)] = 0
    return list(found), list(found.values())


def _sounds(index: Index, asked: Asked) -> list[list[tuple[int, int]]]:
    """[asked word] the skeletons under which to look for it, each with its mark; run together, the marks of both."""
    sounds = [
        [(skeleton, 1 << 2 * place + is_near) for skeleton, is_near in _skeletons(index, word)]
        for place, word in enumerate(asked.words)
    ]
    for place, word in asked.joined:
        sounds[place] += [(skeleton, BOTH << 2 * place) for skeleton in index.vocabulary.filed_under(word)]
    for place in asked.begun:
        sounds[place] += [(skeleton, 1 << 2 * place) for skeleton in naming.begun(index.vocabulary, asked.words[place])]
    return sounds


def _skeletons(index: Index, word: Word) -> Iterator[tuple[int, bool]]:
    """The skeletons of a word, of the names it may stand for and without its particle; then those near it."""
    vocabulary = index.vocabulary
    rest, heard = names.without_particle(word), vocabulary.hear(word)
    found = dict.fromkeys(heard.filed, False)
    for whole in (*names.also(word), *((rest,) if rest else ())):
        found |= dict.fromkeys(vocabulary.filed_under(whole), False)
    for skeleton in heard.near:
        found.setdefault(skeleton, True)
    yield from found.items()


def _years(birth: Birth) -> range:
    """The years in which it may have been, and one more on each side."""
    if not birth.first:
        return range(0)
    first, last = indexes.years(np.array(birth[:2], dtype=np.int32))
    return range(int(first) - 1, int(last) + 2)
