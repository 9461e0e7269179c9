"""From what is asked to the few people who may be meant: pairs of traits first, then what each person has of them."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import few, naming, runs
from kanaf.persons.matching import index as indexes
from kanaf.persons.matching.asking import Asked, as_itself
from kanaf.persons.matching.births import Birth, Precision
from kanaf.persons.matching.index import SEXES, Facts, Index, around
from kanaf.persons.matching.runs import Ints, Keys, Mask
from kanaf.persons.matching.traits import KINDS, MOST_WORDS, Traits

MOST_REACHED = 50_000
"""People looked at before any is weighed, where everybody may be found."""
MOST_REACHED_OF_SOME = 5_000_000
"""The same where only some may: they are found however many others share the same traits."""
MOSTLY = 0.5
NEAR_WEIGHT = 0.6
"""What a word that is only near counts, beside 1 for the same skeleton."""
SAME_DAY, SAME_YEAR, NEXT_YEAR, OTHER_YEARS = 8.0, 2.5, 0.5, -3.0
OTHER_SEX = -3.0
MARKS = 2 * len(KINDS) * MOST_WORDS
"""Bits of all the marks."""
SAME_COMMUNE, SAME_DISTRICT, SAME_PROVINCE = 4.0, 3.0, 2.0
"""Nats, about: what birth, sex and place say before the scorer looks at everything together."""
Floats = npt.NDArray[np.float64]


class Reached(NamedTuple):
    """[person] places in an index, and what is known of each so far, in nats; the likeliest first."""

    places: Ints
    weights: Floats
    facts: Floats
    """What birth, sex and place say, a part of the weights."""

    def take(self, rows: npt.NDArray[np.intp]) -> "Reached":
        return Reached(self.places[rows], self.weights[rows], self.facts[rows])


def candidates(index: Index, asked: Asked, is_open: Mask, most: int) -> Reached:
    """At most so many people of an index who share a word or more with what is asked.

    ``is_open`` is [person] who may be found at all.
    """
    find = few.met if np.count_nonzero(is_open) <= few.FEW else _under_pairs
    places, marked = find(index, asked, is_open)
    facts = _of_facts(index, asked.traits, places)
    return _best(Reached(places, _of_words(index, asked, marked) + facts, facts), most)


def _under_pairs(index: Index, asked: Asked, is_open: Mask) -> tuple[Ints, Keys]:
    """Those who share a pair of traits with what is asked, and the marks of all the pairs they share."""
    keys, marks = _keys(index, asked)
    begin, end = index.reach(keys)
    sizes = (end - begin).sum(0)
    order = np.argsort(sizes, kind="stable")
    order = order[sizes[order] > 0]
    if not len(order):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64)
    are_most_open = np.count_nonzero(is_open) > MOSTLY * len(is_open)
    most_reached = MOST_REACHED if are_most_open else MOST_REACHED_OF_SOME
    kept = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), most_reached)))]
    people, under = index.owners(begin[:, kept], end[:, kept])
    seen = np.flatnonzero(is_open.take(people))
    return _each_once(people.take(seen), marks[kept].take(under.take(seen)))


def _each_once(people: Ints, marks: Keys) -> tuple[Ints, Keys]:
    """Each person with all the marks of the pairs that led there; as one number, both sort three times faster."""
    if not len(people):
        return people, marks
    both = np.sort((people.astype(np.int64) << MARKS) | marks)
    people = (both >> MARKS).astype(np.int32)
    starts = np.flatnonzero(np.concatenate(([True], people[1:] != people[:-1])))
    return people[starts], np.bitwise_or.reduceat(both & ((1 << MARKS) - 1), starts)


def _best(reached: Reached, most: int) -> Reached:
    if len(reached.places) > most:
        reached = reached.take(np.argpartition(-reached.weights, most)[:most])
    return reached.take(np.argsort(-reached.weights, kind="stable"))


def _of_words(index: Index, asked: Asked, marks: npt.NDArray[np.int64]) -> Floats:
    """The rarity of each word that was found; less for one that is only near."""
    weights = np.zeros(len(marks))
    for place, word in enumerate(asked.words):
        rarity = index.vocabulary.rarity_of(word)
        by_mark = np.array([0.0, rarity, rarity * NEAR_WEIGHT, rarity])
        weights += by_mark.take((marks >> 2 * place) & 0b11)
    return weights


def _of_facts(index: Index, traits: Traits, places: Ints) -> Floats:
    facts = Facts.of(np.ascontiguousarray(index.raw.take(places, axis=0).T).T)  # whole columns are read faster
    vocabulary, birth = index.vocabulary, traits.birth
    weights = np.zeros(len(places))
    if birth.first:
        apart = np.maximum(np.maximum(facts.first - birth.last, birth.first - facts.last), 0)
        exact = (apart == 0) & (facts.first == facts.last) & (birth.precision == Precision.DAY)
        same_year = SAME_YEAR if birth.precision else 0.0
        far = np.where(apart <= 0, same_year, np.where(apart <= 366, NEXT_YEAR, OTHER_YEARS))  # noqa: PLR2004 - days
        weights += np.where(facts.first > 0, np.where(exact, SAME_DAY, far), 0)
    if sex := SEXES.get(traits.sex, 0):
        weights += np.where(facts.sex + sex == sum(SEXES.values()), OTHER_SEX, 0)
    if traits.commune:
        commune, district, province = (vocabulary.find_place(code) for code in around(traits.commune))
        near = np.where(facts.province == province, SAME_PROVINCE, 0)
        near = np.where(facts.district == district, SAME_DISTRICT, near)
        weights += np.where(facts.commune == commune, SAME_COMMUNE, near)
    return weights


def _keys(index: Index, asked: Asked) -> tuple[Keys, Keys]:
    """Every pair of traits of what is asked, each with marks: two bits a word, found as itself or as a near one."""
    heard = [(place, *sound) for place, sounds in enumerate(_sounds(index, asked)) for sound in sounds]
    of, skeletons, marks = np.array(heard, dtype=np.int64).reshape(-1, 3).T
    one, other = np.triu_indices(len(of), 1)
    apart = of[one] != of[other]
    one, other = one[apart], other[apart]
    keys, marked = [runs.pairs(skeletons[one], skeletons[other], runs.NAMES)], [marks[one] | marks[other]]
    district = index.vocabulary.find_place(around(asked.traits.commune)[1])
    others = [(year, runs.YEAR) for year in _years(asked.traits.birth)] + [(0, runs.ALONE)]
    others += [(district, runs.DISTRICT)] if district >= 0 else []
    for trait, kind in others:
        keys.append(runs.pairs(skeletons, np.full_like(skeletons, trait), kind))
        marked.append(marks)
    if asked.traits.birth.precision == Precision.DAY:
        day = np.array([asked.traits.birth.first - 1], dtype=np.int64)
        keys.append(runs.pairs(day, np.zeros_like(day), runs.DAY))
        marked.append(np.zeros_like(day))
    return _each_key_once(np.concatenate(keys), np.concatenate(marked))


def _each_key_once(keys: Keys, marks: Keys) -> tuple[Keys, Keys]:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    if not len(keys):
        return keys, marks
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.bitwise_or.reduceat(marks[order], starts)


def _sounds(index: Index, asked: Asked) -> list[list[tuple[int, int]]]:
    """[asked word] the skeletons under which to look for it, each with its mark; run together, the marks of both."""
    sounds = []
    for place, word in enumerate(asked.words):
        its = as_itself(index, asked, place)
        known = {skeleton for skeleton, _mark in its}
        near = [skeleton for skeleton in index.vocabulary.hear(word).near if skeleton not in known]
        sounds.append(its + [(skeleton, 1 << 2 * place + 1) for skeleton in near])
    for place in asked.begun:
        sounds[place] += [(skeleton, 1 << 2 * place) for skeleton in naming.begun(index.vocabulary, asked.words[place])]
    return sounds


def _years(birth: Birth) -> range:
    """The years in which it may have been, and one more on each side; none where nothing was said."""
    if not birth.precision:
        return range(0)
    first, last = indexes.years(np.array(birth[:2], dtype=np.int32))
    return range(int(first) - 1, int(last) + 2)
