"""The distinct words of all names, each prepared once, and the skeletons that they share."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanaf.persons.names import Table, Word, likenesses, without_particle
from kanaf.persons.names.folding import Script

NEAR_FROM = 0.62
"""A word one sign away must still be this alike."""
MOST_NEAR = 10
FEWEST_PEOPLE = 2000
"""A registry of fewer people says little of how rare a name is: one among three is no common name."""
MOST_HEARD = 20_000
"""Words whose hearing is remembered."""
SHORTEST_NEAR = 3
"""Skeletons of fewer signs are near too many others."""


@dataclass(frozen=True)
class Heard:
    """How one word sounds among all: [place] likenesses and words, the most alike first; then skeletons by nearness."""

    of: int
    """How many words there were."""
    alike: npt.NDArray[np.float64]
    words: npt.NDArray[np.intp]
    filed: list[int]
    near: list[int]


class Vocabulary:
    """Words and skeletons by number, in the order in which they came; both only ever grow."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.skeletons: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._filed: list[list[int]] = []
        """[skeleton] the words that may sound like it."""
        self._shortened: dict[str, list[int]] = {}
        """A skeleton without one sign: the skeletons it comes from."""
        self._heard: dict[str, Heard] = {}
        self.counts = np.zeros((0, 0), dtype=np.int64)
        """[kind of name, word] how often it is said."""
        self._primary: list[int] = []
        self._bare: list[int] = []
        self._places: dict[str, int] = {}
        self._scripts: dict[Script, npt.NDArray[np.bool_]] = {}
        self.rarity = np.zeros(0)
        """[word] how much less common its sound is than everybody, in nats."""
        self.rarest = 0.0
        self._table: Table | None = None
        self._sorted: list[str] = []

    def add(self, word: Word) -> int:
        """The number of a word."""
        known = self._ids.get(word.written)
        if known is not None:
            return known
        number = self._ids[word.written] = len(self.words)
        self.words.append(word)
        self._table = None
        for skeleton in word.skeletons:
            self._filed[self._skeleton(skeleton)].append(number)
        self._primary.append(self.skeletons[word.skeleton])
        self._bare.append(-1)
        rest = without_particle(word)
        if rest and rest.skeleton != word.skeleton:
            self._bare[number] = self.add(rest)
        return number

    def place(self, code: str) -> int:
        """The number of a commune or a province."""
        return self._places.setdefault(code, len(self._places))

    def find_place(self, code: str) -> int:
        """The number of a commune or a province, -2 when nobody lives there."""
        return self._places.get(code, -2)

    def primary(self) -> npt.NDArray[np.int64]:
        """[word] the number of its first skeleton."""
        return np.array(self._primary, dtype=np.int64)

    def bare(self) -> npt.NDArray[np.int64]:
        """[word] the number of the word without its particle, -1 where it has none: « kassou » of « Benkassou »."""
        return np.array(self._bare, dtype=np.int64)

    def weigh(self, counts: npt.NDArray[np.int64], people: int) -> None:
        """Learn how common words are: ``counts`` is [kind of name, word] how often it is said of the ``people``.

        It may end before the newest words, which nobody has.
        """
        self.counts, of = np.zeros((len(counts), len(self.words)), dtype=np.int64), self.primary()
        self.counts[:, : counts.shape[1]] = counts
        by_skeleton = np.bincount(of, weights=self.counts.sum(0), minlength=len(self.skeletons))
        self.rarest = float(np.log(max(people, FEWEST_PEOPLE) + 1))
        self.rarity = self.rarest - np.log(by_skeleton[of] + 1)

    def hear(self, word: Word) -> Heard:
        """The words that sound like this one or nearly; kept for a while, for names recur."""
        heard = self._heard.get(word.written)
        if heard is None or heard.of != len(self.words):
            if len(self._heard) >= MOST_HEARD:
                self._heard.clear()
            heard = self._heard[word.written] = self._hear(word)
        return heard

    def _hear(self, word: Word) -> Heard:
        filed = self.filed_under(word)
        near = [skeleton for skeleton in self.near(word) if self._filed[skeleton]]
        sounding = np.array([n for s in (*filed, *near) for n in self._filed[s]], dtype=np.intp)
        words = np.unique(sounding)
        alike = likenesses(word, self.table.take(words)) if len(words) else np.zeros(0)
        best = {skeleton: alike[np.searchsorted(words, self._filed[skeleton])].max() for skeleton in near}
        nearest = sorted((s for s in near if best[s] >= NEAR_FROM), key=lambda s: -best[s])[:MOST_NEAR]
        order = np.argsort(-alike, kind="stable")
        return Heard(len(self.words), alike[order], words[order], filed, nearest)

    def rarity_of(self, word: Word) -> float:
        """How rare a word sounds; one that nobody has is as rare as its skeleton, else the rarest."""
        number = self.find(word)
        if number < 0 and (known := self.filed_under(word)) and self._filed[known[0]]:
            number = self._filed[known[0]][0]
        return float(self.rarity[number]) if number >= 0 else self.rarest

    def is_script(self, script: Script) -> npt.NDArray[np.bool_]:
        """[word] whether it is written in that script."""
        if len(self._scripts.get(script, ())) != len(self.words):
            self._scripts[script] = np.array([word.script is script for word in self.words], dtype=np.bool_)
        return self._scripts[script]

    def find(self, word: Word) -> int:
        """The number of a word, -1 when it is new."""
        return self._ids.get(word.written, -1)

    def _skeleton(self, skeleton: str) -> int:
        known = self.skeletons.get(skeleton)
        if known is not None:
            return known
        number = self.skeletons[skeleton] = len(self._filed)
        self._filed.append([])
        for shorter in (skeleton, *_shortened(skeleton)):
            self._shortened.setdefault(shorter, []).append(number)
        return number

    def filed_under(self, word: Word) -> list[int]:
        """The numbers of the word's own skeletons, those that are known."""
        return [self.skeletons[s] for s in word.skeletons if s in self.skeletons]

    def near(self, word: Word) -> list[int]:
        """Skeletons one sign away from the word's, its own left out: a sign more, less, another, or two swapped."""
        found: set[int] = set()
        for skeleton in word.skeletons:
            for shorter in (skeleton, *_shortened(skeleton)):
                found.update(self._shortened.get(shorter, ()))
        return sorted(found.difference(self.filed_under(word)))

    def beginning_with(self, skeleton: str) -> list[int]:
        """The numbers of the words one of whose skeletons begins so."""
        if len(self._sorted) != len(self.skeletons):
            self._sorted = sorted(self.skeletons)
        first, last = bisect_left(self._sorted, skeleton), bisect_left(self._sorted, f"{skeleton}\uffff")
        return [word for found in self._sorted[first:last] for word in self._filed[self.skeletons[found]]]

    @property
    def table(self) -> Table:
        """All the words, encoded; made again after new ones."""
        if self._table is None or len(self._table) != len(self.words):
            self._table = Table.of(self.words)
        return self._table


def _shortened(skeleton: str) -> Iterator[str]:
    if len(skeleton) >= SHORTEST_NEAR:
        for place in range(len(skeleton)):
            yield skeleton[:place] + skeleton[place + 1 :]
