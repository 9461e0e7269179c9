"""People in memory: numbers in arrays, found through pairs of traits that few of them share.

One common name leads to a tenth of a country, two of them together to a few people. So each person is filed under
each pair of their traits: the skeletons of two of their names, a name and a year of birth, a name and a district; and
under their day of birth.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching import runs
from kanaf.persons.matching.runs import Ints, Keys, Run
from kanaf.persons.matching.traits import KINDS, MOST_WORDS, PLACES, Traits
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import Word

SEXES = {"": 0, "m": 1, "f": 2}
SEX_OF = tuple(SEXES)
FIRST_OF_1970 = 719_163
FACTS, HOME = 7, 4
"""Columns of the facts, and the first of the three that say where somebody lives."""


class Builder:
    """Takes people one by one, then makes their index. Words are prepared once for each distinct text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.ids: list[UUID] = []
        self.addresses: list[str] = []
        self._words, self._facts = array("i"), array("i")
        self._known: dict[str, tuple[int, ...]] = {}

    def add(self, person: UUID, traits: Traits) -> None:
        self.ids.append(person)
        self.addresses.append(traits.address)
        for text in traits.names:
            self._words.extend(self._numbers(text))
        places = [self.vocabulary.place(code) if code else -1 for code in around(traits.commune)]
        self._facts.extend((*traits.birth, SEXES.get(traits.sex, 0), *places))

    def _numbers(self, text: str) -> tuple[int, ...]:
        found = self._known.get(text)
        if found is None:
            words = names.prepare(text)[:MOST_WORDS]
            numbers = [self.vocabulary.add(word) for word in words] + [-1] * (MOST_WORDS - len(words))
            joined = [self.vocabulary.add(names.together(*words[:2]))] if may_join(words) else [-1]
            found = self._known[text] = tuple(numbers + joined)
        return found

    def rows(self) -> tuple[Ints, Ints]:
        """[person, kind of name, place] words, and [person, fact], of those taken so far."""
        count = len(self.ids)
        words = np.frombuffer(self._words, dtype=np.int32) if count else np.zeros(0, np.int32)
        facts = np.frombuffer(self._facts, dtype=np.int32) if count else np.zeros(0, np.int32)
        return words.reshape(count, len(KINDS), PLACES), facts.reshape(count, FACTS)

    def build(self) -> "Index":
        words, facts = self.rows()
        return Index(self.vocabulary, self.ids, words, facts, (filed(words, facts, self.vocabulary),))


def may_join(words: Sequence[Word]) -> bool:
    """Whether the first two of them may be run together."""
    return len(words) > 1 and words[0].script is words[1].script and not any(word.is_initial for word in words[:2])


def around(commune: str) -> tuple[str, str, str]:
    """« 01.331.11.09 », « 01.331.11 » and « 01.331 » of the first: the commune, its cercle or city, its province.

    A city and its arrondissements differ in the last part alone, and so do most communes that are taken for another.
    """
    return commune, commune[:9], commune[:6]


@dataclass(frozen=True)
class Facts:
    """What is known of people beside their names, [person]; 0 or -1 where it is unknown."""

    first: Ints
    last: Ints
    """Days between which they were born, ordinals."""
    precision: Ints
    sex: Ints
    commune: Ints
    district: Ints
    province: Ints

    @classmethod
    def of(cls, rows: Ints) -> "Facts":
        """From [person, fact]."""
        return cls(*rows.T)


class Index:
    """People and the pairs of traits that lead to them; it never changes."""

    def __init__(
        self, vocabulary: Vocabulary, ids: list[UUID], words: Ints, facts: Ints, its_runs: tuple[Run, ...]
    ) -> None:
        self.vocabulary, self.ids = vocabulary, ids
        self.words = words
        """[person, kind of name, place] numbers of words, -1 where there is none."""
        self.facts, self.raw = Facts.of(facts), facts
        self.runs = its_runs

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """[kind of name, word] how often it is a word of such a name, for the words known when it was made."""
        return counted(self.words, int(self.words.max(initial=-1)) + 1)

    @cached_property
    def lived(self) -> npt.NDArray[np.int64]:
        """[place] how many live there."""
        return settled(self.raw, int(self.raw[:, HOME:].max(initial=-1)) + 1)

    def reach(self, keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """[run, key] where the people under each key begin and end."""
        return runs.reach(self.runs, keys)

    def owners(self, begin: npt.NDArray[np.intp], end: npt.NDArray[np.intp]) -> tuple[Ints, npt.NDArray[np.intp]]:
        """[entry] the people between the ends that ``reach`` gave, and under which key each of them is."""
        return runs.owners(self.runs, begin, end)


def counted(words: Ints, many: int) -> npt.NDArray[np.int64]:
    """[kind of name, word] how often each of so many words is said."""
    said = [words[:, kind, :MOST_WORDS] for kind in range(len(KINDS))]
    return np.stack([np.bincount(of_kind[of_kind >= 0], minlength=many) for of_kind in said])


def settled(facts: Ints, many: int) -> npt.NDArray[np.int64]:
    """[place] how many live in each of so many communes, districts and provinces."""
    homes = facts[:, HOME:]
    return np.bincount(homes[homes >= 0], minlength=many)


def filed(words: Ints, facts: Ints, vocabulary: Vocabulary, begin: int = 0) -> Run:
    """The pairs of people who take the places from ``begin`` on."""
    flat, of = words.reshape(len(words), len(KINDS) * PLACES), Facts.of(facts)
    primary, bare = np.append(vocabulary.primary(), -1), np.append(vocabulary.bare(), -1)

    def sounds() -> Iterator[Keys]:
        for first in range(0, len(flat), runs.CHUNK):
            said = flat[first : first + runs.CHUNK]
            yield np.hstack((primary[said], primary[bare[said]]))

    born, at_latest = years(of.first), years(of.last)
    both_years = np.stack((born, np.where(at_latest == born, -1, at_latest)), axis=1)
    days = np.where(of.first == of.last, of.first, 0).astype(np.int64) - 1
    return runs.filed(sounds(), both_years, of.district.astype(np.int64), days, begin)


def years(days: Ints) -> Keys:
    """The year of each day, -1 when it is unknown."""
    since_1970 = (days.astype(np.int64) - FIRST_OF_1970).astype("datetime64[D]")
    return np.where(days > 0, since_1970.astype("datetime64[Y]").astype(np.int64) + 1970, -1)
