"""People in memory: numbers in arrays, found through pairs of traits that few of them share.

One common name leads to a tenth of a country, two of them together to a few people. So each person is filed under
each pair of their traits: the skeletons of two of their names, a name and a year of birth, a name and a commune; and
under their day of birth.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching.traits import KINDS, MOST_WORDS, PLACES, Traits
from kanaf.persons.matching.vocabulary import Vocabulary
from kanaf.persons.names import Word

Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
NAMES, YEAR, COMMUNE, ALONE, DAY = range(5)
"""What the second trait of a pair is."""
SEXES = {"": 0, "m": 1, "f": 2}
FIRST_OF_1970 = 719_163
FACTS = 6
_SHIFT, _KIND_SHIFT = 24, 48


def pair(first: int, second: int, kind: int) -> int:
    """Two traits as one number; names in any order, so that given and family names may be swapped."""
    if kind == NAMES and first > second:
        first, second = second, first
    return (kind << _KIND_SHIFT) | (first << _SHIFT) | second


class Builder:
    """Takes people one by one, then makes their index. Words are prepared once for each distinct text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.ids: list[UUID] = []
        self._words, self._facts = array("i"), array("i")
        self._known: dict[str, tuple[int, ...]] = {}

    def add(self, person: UUID, traits: Traits) -> None:
        self.ids.append(person)
        for text in traits.names:
            self._words.extend(self._numbers(text))
        vocabulary, commune = self.vocabulary, traits.commune
        places = (vocabulary.place(commune), vocabulary.place(province_of(commune))) if commune else (-1, -1)
        self._facts.extend((*traits.birth, SEXES.get(traits.sex, 0), *places))

    def _numbers(self, text: str) -> tuple[int, ...]:
        found = self._known.get(text)
        if found is None:
            words = names.prepare(text)[:MOST_WORDS]
            numbers = [self.vocabulary.add(word) for word in words] + [-1] * (MOST_WORDS - len(words))
            joined = [self.vocabulary.add(names.together(*words[:2]))] if may_join(words) else [-1]
            found = self._known[text] = tuple(numbers + joined)
        return found

    def build(self) -> "Index":
        count = len(self.ids)
        words = np.frombuffer(self._words, dtype=np.int32) if count else np.zeros(0, np.int32)
        facts = np.frombuffer(self._facts, dtype=np.int32) if count else np.zeros(0, np.int32)
        return Index(self.vocabulary, self.ids, words.reshape(count, len(KINDS), PLACES), facts.reshape(count, FACTS))


def may_join(words: Sequence[Word]) -> bool:
    """Whether the first two of them may be run together."""
    return len(words) > 1 and words[0].script is words[1].script and not any(word.is_initial for word in words[:2])


def province_of(commune: str) -> str:
    """« 01.331 » of « 01.331.11.09 »."""
    return commune[:6]


@dataclass(frozen=True)
class Facts:
    """What is known of people beside their names, [person]; 0 or -1 where it is unknown."""

    first: Ints
    last: Ints
    """Days between which they were born, ordinals."""
    precision: Ints
    sex: Ints
    commune: Ints
    province: Ints


class Index:
    """People and the pairs of traits that lead to them; it never changes."""

    def __init__(self, vocabulary: Vocabulary, ids: list[UUID], words: Ints, facts: Ints) -> None:
        self.vocabulary, self.ids = vocabulary, ids
        self.words = words
        """[person, kind of name, place] numbers of words, -1 where there is none."""
        self.facts, self.raw = Facts(*facts.T), facts
        self._keys, self._owners = _filed(words, self.facts, vocabulary)

    def __len__(self) -> int:
        return len(self.ids)

    def without(self, places: set[int]) -> "Index":
        """The same people but those at these places."""
        kept = [place for place in range(len(self)) if place not in places]
        return Index(self.vocabulary, [self.ids[place] for place in kept], self.words[kept], self.raw[kept])

    def with_(self, other: "Index") -> "Index":
        """These people and others, who share the vocabulary."""
        return Index(
            self.vocabulary, self.ids + other.ids, np.concatenate((self.words, other.words)),
            np.concatenate((self.raw, other.raw)),
        )  # fmt: skip

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """[kind of name, word] how often it is a word of such a name, for the words known when it was made."""
        many = int(self.words.max(initial=-1)) + 1
        said = [self.words[:, kind, :MOST_WORDS] for kind in range(len(KINDS))]
        return np.stack([np.bincount(of_kind[of_kind >= 0], minlength=many) for of_kind in said])

    def reach(self, keys: Sequence[int]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """[key] where the people under each key begin and end."""
        wanted = np.asarray(keys, dtype=np.int64)
        return np.searchsorted(self._keys, wanted, "left"), np.searchsorted(self._keys, wanted, "right")

    def owners(self, begin: int, end: int) -> Ints:
        return self._owners[begin:end]


def _filed(words: Ints, facts: Facts, vocabulary: Vocabulary) -> tuple[Keys, Ints]:
    """The pairs in their order, and whose each is."""
    count = len(words)
    flat = words.reshape(count, len(KINDS) * PLACES)
    primary = np.append(vocabulary.primary(), -1)
    skeletons = np.hstack([primary[flat], primary[np.append(vocabulary.bare(), -1)[flat]]])
    everybody, nothing = np.arange(count, dtype=np.int32), np.zeros(count, dtype=np.int64)
    keys, owners = [np.zeros(0, dtype=np.int64)], [everybody[:0]]

    def file(first: Keys, second: Keys, kind: int) -> None:
        low, high = (np.minimum(first, second), np.maximum(first, second)) if kind == NAMES else (first, second)
        known = (first >= 0) & (second >= 0)
        keys.append(((kind << _KIND_SHIFT) | (low << _SHIFT) | high)[known])
        owners.append(everybody[known])

    used = [skeletons[:, place] for place in range(skeletons.shape[1]) if (skeletons[:, place] >= 0).any()]
    born, at_latest = years(facts.first), years(facts.last)
    for one, other in combinations(used, 2):
        file(one, other, NAMES)
    for one in used:
        file(one, born, YEAR)
        file(one, np.where(at_latest == born, -1, at_latest), YEAR)
        file(one, facts.commune.astype(np.int64), COMMUNE)
        file(one, nothing, ALONE)
    file(np.where(facts.first == facts.last, facts.first, 0).astype(np.int64) - 1, nothing, DAY)
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(key, kind="stable")
    return key[order], owner[order]


def years(days: Ints) -> Keys:
    """The year of each day, -1 when it is unknown."""
    since_1970 = (days.astype(np.int64) - FIRST_OF_1970).astype("datetime64[D]")
    return np.where(days > 0, since_1970.astype("datetime64[Y]").astype(np.int64) + 1970, -1)
