"""Everybody at one moment, as whole arrays in the order of their ids: what a sweep for duplicates works on."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching.index import Facts, Index
from kanaf.persons.matching.runs import Mask
from kanaf.persons.matching.traits import KINDS
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import Word

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
MOST_WHOLES = 2
"""Names that one nickname may stand for."""
OTHERS = 250
"""People who are imagined beside those of a registry, so that a name is not taken for common in a small one."""


@dataclass(frozen=True)
class Crowd:
    """People in the order of their ids, so that whatever is found does not depend on who was written down first."""

    vocabulary: Vocabulary
    ids: list[UUID]
    words: Ints
    """[person, kind of name, place] as in an ``Index``."""
    facts: Facts

    @classmethod
    def of(cls, index: Index, is_there: Mask) -> "Crowd":
        """The people of an index who are there still."""
        halves = np.frombuffer(b"".join(person.bytes for person in index.ids), dtype=">u8").reshape(-1, 2)
        order = np.lexsort((halves[:, 1], halves[:, 0]))
        order = order[is_there[order]]
        ids, facts = [index.ids[place] for place in order], Facts.of(index.raw[order])
        return cls(index.vocabulary, ids, index.words[order], facts)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def readings(self) -> "Readings":
        return Readings.of(self.vocabulary)

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """[kind, skeleton] how many names of that kind have a word that sounds so."""
        of = self.vocabulary.primary()
        counts = np.zeros((len(KINDS), len(self.vocabulary.skeletons)), dtype=np.int64)
        for kind in range(len(KINDS)):
            said = self.words[:, kind, :-1]
            counts[kind] = np.bincount(of[said[said >= 0]], minlength=counts.shape[1])
        return counts

    @cached_property
    def shares(self) -> npt.NDArray[np.float64]:
        """[kind, skeleton] which share of the people has such a name, in nobody's too."""
        return (self.counts + 0.5) / (len(self) + OTHERS)


@dataclass(frozen=True)
class Readings:
    """The words of a vocabulary and whatever else they may be read as."""

    words: list[Word]
    """Those of the vocabulary, then whole names that only nicknames stand for."""
    also: Ints
    """[word, reading] words that each may stand for: itself without its particle, whole names; -1 for none."""

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Readings":
        words, known = list(vocabulary.words), {}
        also = np.full((len(words), 1 + MOST_WHOLES), -1, dtype=np.int32)
        also[:, 0] = vocabulary.bare()
        for number, word in enumerate(vocabulary.words):
            for place, whole in enumerate(names.also(word)[:MOST_WHOLES], start=1):
                found = vocabulary.find(whole)
                if found < 0 and whole.written not in known:
                    known[whole.written] = len(words)
                    words.append(whole)
                also[number, place] = found if found >= 0 else known[whole.written]
        more = np.full((len(words) - len(also), also.shape[1]), -1, dtype=np.int32)
        return cls(words, np.concatenate((also, more)))
