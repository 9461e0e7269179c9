"""Among few people everybody is looked at, and no pair of traits is needed: a reader's own people, word by word.

Which words of theirs are near what is asked is found among their words alone, whatever strangers are called.
"""

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching import naming
from kanaf.persons.matching.asking import Asked, as_itself
from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.index import Index
from kanaf.persons.matching.runs import Ints, Keys, Mask
from kanaf.persons.matching.traits import KINDS, PLACES
from kanaf.persons.matching.vocabulary import NEAR_FROM
from kanaf.persons.names import Word

FEW = 20_000
"""People of whom each is looked at: some four milliseconds."""
Words = npt.NDArray[np.intp]


def met(index: Index, asked: Asked, is_open: Mask) -> tuple[Ints, Keys]:
    """Those who may be found and share a word with what is asked, or the day of birth; each with all its marks."""
    places = np.flatnonzero(is_open).astype(np.int32)
    words = index.words.take(places, axis=0).reshape(len(places), len(KINDS) * PLACES)
    marks = np.bitwise_or.reduce(_marks(index, asked, words).take(words, mode="wrap"), axis=1)
    is_met = marks != 0
    birth, facts = asked.traits.birth, index.facts
    if birth.precision == Precision.DAY:
        is_met |= (facts.first[places] == birth.first) & (facts.last[places] == birth.last)
    seen = np.flatnonzero(is_met)
    return places.take(seen), marks.take(seen)


def _marks(index: Index, asked: Asked, words: Ints) -> Keys:
    """[word of the vocabulary] its marks, for the words of these people; 0 at the end, for a word that is not there."""
    vocabulary = index.vocabulary
    primary, bare = vocabulary.primary(), vocabulary.bare()
    is_theirs = np.zeros(len(vocabulary.words) + 1, dtype=np.bool_)
    is_theirs[words] = True
    is_theirs[-1] = False
    own = np.flatnonzero(is_theirs)
    with_rest = own[bare[own] >= 0]
    is_theirs[bare[with_rest]] = True
    own = np.flatnonzero(is_theirs)
    of_skeleton = np.zeros(len(vocabulary.skeletons), dtype=np.int64)
    for place in range(len(asked.words)):
        for skeleton, mark in as_itself(index, asked, place):
            of_skeleton[skeleton] |= mark
    marks = np.zeros(len(is_theirs), dtype=np.int64)
    marks[own] = of_skeleton[primary[own]]
    for place, word in enumerate(asked.words):
        marks[_near(index, own, word)] |= 1 << 2 * place + 1
    for place in asked.begun:
        marks[_begun(index, is_theirs, asked.words[place])] |= 1 << 2 * place
    marks[with_rest] |= marks[bare[with_rest]]
    return marks


def _near(index: Index, own: Words, word: Word) -> Words:
    """Those of the words whose skeleton is one sign away, and that sound like it."""
    vocabulary = index.vocabulary
    is_near = np.zeros(len(vocabulary.skeletons), dtype=np.bool_)
    is_near[vocabulary.near(word)] = True
    found = own[is_near[vocabulary.primary()[own]]]
    return found[names.likenesses(word, vocabulary.table.take(found)) >= NEAR_FROM] if len(found) else found


def _begun(index: Index, is_theirs: Mask, word: Word) -> Words:
    """Those of the words that begin like one that is being typed."""
    found = naming.among(index.vocabulary, word)
    found = found[is_theirs[found]]
    return (
        found[naming.beginnings(word, index.vocabulary.table.take(found)) >= naming.BEGINS_FROM]
        if len(found)
        else found
    )
