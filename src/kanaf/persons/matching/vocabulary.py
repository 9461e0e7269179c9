"""The distinct words of all names, each prepared once, and the skeletons that they share."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kanaf.persons.names import Table, Word, also, beginnings, likenesses, without_particle
from kanaf.persons.names.costs import rank
from kanaf.persons.names.folding import Script

NEAR_FROM = 0.62
"""A word one sign away must still be this alike."""
MOST_NEAR = 10
FEWEST_PEOPLE = 2000
"""A registry of fewer people says little of how rare a name is: one among three is no common name."""
MOST_HEARD = 20_000
"""Words whose hearing is remembered."""
MOST_OF_ONE = 30
"""Words of one near skeleton that are compared with what is asked."""
MOST_COME = 100
"""New words through which to look for one that changes what was heard."""
NO_CONSONANT = "a"
"""The skeleton of « ou » and « ya »."""
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
        self._signs: list[str] = []
        """[skeleton] its text, so that what is equally near comes in one order whoever came first."""
        self._filed: list[list[int]] = []
        """[skeleton] the words that may sound like it."""
        self._shortened: dict[str, list[int]] = {}
        """A skeleton without one sign: the skeletons it comes from."""
        self._heard: dict[str, Heard] = {}
        self.counts = np.zeros((0, 0), dtype=np.int64)
        """[kind of name, word] how often it is said."""
        self._said = np.zeros(1, dtype=np.int64)
        """[word] how often it is said in any name."""
        self._primary, self._bare = array("q"), array("q")
        self._is_short = array("b")
        self._short = np.zeros(0, dtype=np.bool_)
        self._skeletons_of = self._rest_of = np.zeros(0, dtype=np.int64)
        """The same two for numpy, made again after new words."""
        self._totals = np.zeros(0, dtype=np.int64)
        """[kind of name] words said."""
        self._places: dict[str, int] = {}
        self._as_like: dict[tuple[str, int], npt.NDArray[np.float64]] = {}
        self._begun: dict[str, tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]] = {}
        self.rarity = np.zeros(0)
        """[word] how much less common its sound is than everybody, in nats."""
        self.rarest = 0.0
        self.place_rarity = np.zeros(0)
        """[place] how much fewer live there than everybody, in nats."""
        self._table = Table.of([])
        self._sorted: list[str] = []

    def add(self, word: Word) -> int:
        """The number of a word."""
        known = self._ids.get(word.written)
        if known is not None:
            return known
        number = self._ids[word.written] = len(self.words)
        self.words.append(word)
        for skeleton in word.skeletons:
            self._filed[self._skeleton(skeleton)].append(number)
        self._primary.append(self.skeletons[word.skeleton])
        self._bare.append(-1)
        self._is_short.append(word.is_initial or bool(also(word)))
        rest = without_particle(word)
        if rest and rest.skeleton != word.skeleton:
            self._bare[number] = self.add(rest)
        return number

    def place(self, code: str) -> int:
        """The number of a commune, a district or a province."""
        return self._places.setdefault(code, len(self._places))

    def find_place(self, code: str) -> int:
        """The number of such a place, -2 when nobody lives there."""
        return self._places.get(code, -2)

    def code_of(self, place: int) -> str:
        """The code of a place by its number, empty for -1."""
        return list(self._places)[place] if place >= 0 else ""

    @property
    def place_count(self) -> int:
        """Communes, districts and provinces known."""
        return len(self._places)

    def primary(self) -> npt.NDArray[np.int64]:
        """[word] the number of its first skeleton."""
        if len(self._skeletons_of) < len(self._primary):
            self._skeletons_of = np.array(self._primary)
        return self._skeletons_of

    def bare(self) -> npt.NDArray[np.int64]:
        """[word] the number of the word without its particle, -1 where it has none: « kassou » of « Benkassou »."""
        if len(self._rest_of) < len(self._bare):
            self._rest_of = np.array(self._bare)
        return self._rest_of

    def short(self) -> npt.NDArray[np.bool_]:
        """[word] whether it may stand for another: an initial, a nickname."""
        if len(self._short) < len(self._is_short):
            self._short = np.array(self._is_short, dtype=np.bool_)
        return self._short

    def weigh(self, counts: npt.NDArray[np.int64], people: int) -> None:
        """Learn how common words are: ``counts`` is [kind of name, word] how often it is said of the ``people``.

        It may end before the newest words, which nobody has.
        """
        self.counts, of = np.zeros((len(counts), len(self.words)), dtype=np.int64), self.primary()
        self.counts[:, : counts.shape[1]] = counts
        self._said, self._totals = self.counts.sum(0), np.maximum(self.counts.sum(1), FEWEST_PEOPLE)
        by_skeleton = np.bincount(of, weights=self._said, minlength=len(self.skeletons))
        self.rarest = float(np.log(max(people, FEWEST_PEOPLE) + 1))
        self.rarity = self.rarest - np.log(by_skeleton[of] + 1)
        self._as_like.clear()
        self._begun.clear()

    def settle(self, lived: npt.NDArray[np.int64], people: int) -> None:
        """Learn how many of the ``people`` live where: ``lived`` is [place], communes, districts and provinces."""
        self.place_rarity = np.full(len(self._places), np.log(max(people, FEWEST_PEOPLE) + 1))
        self.place_rarity[: len(lived)] -= np.log(lived + 1)

    def rarity_as_like(self, word: Word, kind: int, alike: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """How rare it is, in nats, that such a name of anybody is at least so like the word; any shape."""
        heard = self.hear(word)
        rare = self._as_like.get((word.written, kind))
        if rare is None:
            rare = self._as_like[word.written, kind] = self._rarity_among(heard.words, kind)
        return rare[np.searchsorted(-heard.alike, -alike, side="right")]

    def rarity_as_begun(self, word: Word, kind: int, alike: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The same of a word of which only the beginning is written."""
        begun = self._begun.get(word.written)
        if begun is None:
            words = self.beginning_like(word.skeletons)
            alike_all = beginnings(word, self.table.take(words))
            order = np.argsort(-alike_all, kind="stable")
            its_rarity = np.stack([self._rarity_among(words[order], of_kind) for of_kind in range(len(self.counts))])
            begun = self._begun[word.written] = (-alike_all[order], its_rarity)
        against, rare = begun
        found: npt.NDArray[np.float64] = rare[kind, np.searchsorted(against, -alike, side="right")]
        return found

    def _rarity_among(self, words: npt.NDArray[np.intp], kind: int) -> npt.NDArray[np.float64]:
        """[how many of the words] how rare it is, in nats, that such a name is one of the first so many."""
        as_like = np.concatenate(([0], np.cumsum(self.counts[kind, words])))
        rare: npt.NDArray[np.float64] = np.log((self._totals[kind] + 1) / (as_like + 1))
        return rare

    def hear(self, word: Word) -> Heard:
        """The words that sound like this one or nearly; kept for a while, for names recur."""
        heard = self._heard.get(word.written)
        if heard is not None and heard.of < len(self.words) and not self._sounds_new(word, heard.of):
            heard = self._heard[word.written] = replace(heard, of=len(self.words))
        if heard is None or heard.of < len(self.words):
            if len(self._heard) >= MOST_HEARD:
                self._heard.clear()
                self._as_like.clear()
            for kind in range(len(self.counts)):
                self._as_like.pop((word.written, kind), None)
            heard = self._heard[word.written] = self._hear(word)
        return heard

    def _sounds_new(self, word: Word, since: int) -> bool:
        """Whether a word that came since then sounds like this one, or nearly; taken for granted when many came."""
        come = self.words[since:]
        return len(come) > MOST_COME or not set(_signs(word)).isdisjoint(sign for one in come for sign in _signs(one))

    def _hear(self, word: Word) -> Heard:
        filed = self.filed_under(word)
        near = [skeleton for skeleton in self.near(word) if self._filed[skeleton]]
        under = {skeleton: self._commonest(skeleton) for skeleton in near}
        its_own = [np.array(self._filed[skeleton], dtype=np.intp) for skeleton in filed]
        words = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *its_own, *under.values()]))
        alike = likenesses(word, self.table.take(words)) if len(words) else np.zeros(0)
        best = {skeleton: alike[np.searchsorted(words, under[skeleton])].max() for skeleton in near}
        near = [skeleton for skeleton in near if best[skeleton] >= NEAR_FROM]
        nearest = sorted(near, key=lambda skeleton: (-best[skeleton], self._signs[skeleton]))[:MOST_NEAR]
        order = np.argsort(-alike, kind="stable")
        return Heard(len(self.words), alike[order], words[order], filed, nearest)

    def _commonest(self, skeleton: int) -> npt.NDArray[np.intp]:
        """Its words, but the rare ones where there are many: those change neither what is near nor how usual it is."""
        words = np.array(self._filed[skeleton], dtype=np.intp)
        if len(words) <= MOST_OF_ONE:
            return words
        said = self._said[np.minimum(words, len(self._said) - 1)]
        return words[np.argpartition(-said, MOST_OF_ONE)[:MOST_OF_ONE]]

    def rarity_of(self, word: Word) -> float:
        """How rare a word sounds; one that nobody has is as rare as its skeleton, else the rarest."""
        number = self.find(word)
        if number < 0 and (known := self.filed_under(word)) and self._filed[known[0]]:
            number = self._filed[known[0]][0]
        return float(self.rarity[number]) if number >= 0 else self.rarest

    def is_script(self, script: Script) -> npt.NDArray[np.bool_]:
        """[word] whether it is written in that script."""
        is_it: npt.NDArray[np.bool_] = self.table.scripts == rank(script)
        return is_it

    def find(self, word: Word) -> int:
        """The number of a word, -1 when it is new."""
        return self._ids.get(word.written, -1)

    def _skeleton(self, skeleton: str) -> int:
        known = self.skeletons.get(skeleton)
        if known is not None:
            return known
        number = self.skeletons[skeleton] = len(self._filed)
        self._filed.append([])
        self._signs.append(skeleton)
        for shorter in (skeleton, *_shortened(skeleton)):
            self._shortened.setdefault(shorter, []).append(number)
        return number

    def filed_under(self, word: Word) -> list[int]:
        """The numbers of the word's own skeletons, those that are known."""
        return [self.skeletons[s] for s in word.skeletons if s in self.skeletons]

    def near(self, word: Word) -> list[int]:
        """Skeletons one sign away from the word's, its own left out: a sign more, less, another, or two swapped."""
        found: set[int] = set()
        for signs in _signs(word):
            found.update(self._shortened.get(signs, ()))
        return sorted(found.difference(self.filed_under(word)))

    def beginning_with(self, skeleton: str) -> list[int]:
        """The numbers of the words one of whose skeletons begins so."""
        if len(self._sorted) != len(self.skeletons):
            self._sorted = sorted(self.skeletons)
        first, last = bisect_left(self._sorted, skeleton), bisect_left(self._sorted, f"{skeleton}\uffff")
        return [word for found in self._sorted[first:last] for word in self._filed[self.skeletons[found]]]

    def beginning_like(self, skeletons: Iterable[str]) -> npt.NDArray[np.intp]:
        """The numbers of the words whose consonants begin like these; all of them where there is none."""
        if NO_CONSONANT in (wanted := set(skeletons)):
            return np.arange(len(self.words))
        return np.unique([number for skeleton in wanted for number in self.beginning_with(skeleton)]).astype(np.intp)

    @property
    def table(self) -> Table:
        """All the words, encoded."""
        if len(self._table) < len(self.words):
            self._table = self._table.with_(Table.of(self.words[len(self._table) :]))
        return self._table


def _signs(word: Word) -> Iterator[str]:
    """The skeletons of a word, and each of them without one sign: what it shares with whatever is near."""
    for skeleton in word.skeletons:
        yield skeleton
        yield from _shortened(skeleton)


def _shortened(skeleton: str) -> Iterator[str]:
    if len(skeleton) >= SHORTEST_NEAR:
        for place in range(len(skeleton)):
            yield skeleton[:place] + skeleton[place + 1 :]
