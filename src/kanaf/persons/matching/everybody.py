"""Everybody who may be found: people in arrays that only grow, and runs of pairs that are merged beside the search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import features, model, naming, searching
from kanaf.persons.matching.asking import Asked
from kanaf.persons.matching.births import Birth
from kanaf.persons.matching.crowd import Crowd
from kanaf.persons.matching.features import Rows
from kanaf.persons.matching.growing import Grown, Runs
from kanaf.persons.matching.index import FACTS, Builder, Index, counted, filed, settled
from kanaf.persons.matching.living import Homes
from kanaf.persons.matching.people import Ids, People
from kanaf.persons.matching.runs import Ints, Mask
from kanaf.persons.matching.searching import Floats, Reached
from kanaf.persons.matching.traits import KINDS, PLACES, Traits
from kanaf.persons.matching.vocabulary import Vocabulary

MOST_WEIGHED = 300
"""Candidates that are compared field by field."""
MOST_SCORED = 40
"""Those for whom most speaks, whom the model looks at."""
LEAST_DOUBT = 1e-9
MOST_OWN = 32
"""Readers whose people are remembered until somebody changes."""
EVIDENCE = features.NAMED.index("evidence")
Counts = npt.NDArray[np.int64]
Within = Ids | Mask | None
"""Who may be found: people, [place] a mask that ``Everybody.within`` made just now, or everybody."""


@dataclass(frozen=True)
class Match:
    """Somebody who may be meant: the probability from 0 to 1, and what speaks for and against it."""

    person: UUID
    probability: float
    row: npt.NDArray[np.float32]
    """By ``features.NAMED``."""


@dataclass(frozen=True)
class Named:
    """Somebody who is called so, and how nearly, from 0 to 1."""

    person: UUID
    likeness: float


class Everybody:
    """One for a process. Changing it and asking it are for one thread at a time.

    Each person takes the next place; whoever is corrected takes another, and the old one stays empty until the process
    starts again.
    """

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._ids: list[UUID] = []
        self._places: dict[UUID, int] = {}
        self._people = People()
        self._words = Grown(np.zeros((0, len(KINDS), PLACES), dtype=np.int32))
        self._facts = Grown(np.zeros((0, FACTS), dtype=np.int32))
        self._homes = Homes()
        self._is_there = Grown(np.zeros(0, dtype=np.bool_))
        self._counts = np.zeros((len(KINDS), 0), dtype=np.int64)
        self._lived = np.zeros(0, dtype=np.int64)
        self._runs = Runs()
        self._own: dict[bytes, Mask] = {}
        """By the very ids that were asked, where they are: whoever may read others brings other ids."""
        self._look()

    def __len__(self) -> int:
        return len(self._places)

    @property
    def is_there(self) -> Mask:
        """[place in ``index``] whether somebody is there still."""
        return self._is_there.rows

    def change(self, people: Iterable[tuple[UUID, Traits | None]]) -> None:
        """Take people as they are now; ``None`` for those who are erased."""
        now: dict[UUID, int] = {}
        builder = Builder(self.vocabulary)
        gone: set[UUID] = set()
        for person, traits in people:
            if traits is None:
                gone.add(person)
                now.pop(person, None)
            else:
                now[person] = len(builder.ids)
                builder.add(person, traits)
        words, facts = builder.rows()
        homes = self._homes.numbered(builder.addresses)
        come = {person: at for person, at in now.items() if not self._is_so(person, words[at], facts[at], homes[at])}
        if left := [self._places.pop(who) for who in (*gone, *come) if who in self._places]:
            self._leave(left)
        if come:
            at = np.fromiter(come.values(), dtype=np.intp, count=len(come))
            self._come(list(come), words[at], facts[at])
            self._homes.come(homes[at])
        self._own.clear()
        self.vocabulary.weigh(self._counts, len(self))
        self.vocabulary.settle(self._lived, len(self))
        self._runs.merge(self.is_there)
        self._people.merge(self.is_there)
        self._look()

    def _is_so(self, person: UUID, words: Ints, facts: Ints, home: Ints) -> bool:
        """Whether a person is there already as said: a change may be told twice."""
        place = self._places.get(person)
        return place is not None and bool(
            (self._words.rows[place] == words).all()
            and (self._facts.rows[place] == facts).all()
            and (self._homes.rows[place] == home).all()
        )

    def _come(self, people: list[UUID], words: Ints, facts: Ints) -> None:
        begin = len(self._ids)
        self._ids += people
        self._places |= zip(people, range(begin, begin + len(people)), strict=True)
        self._people.come(people)
        self._words.extend(words)
        self._facts.extend(facts)
        self._is_there.extend(np.ones(len(people), dtype=np.bool_))
        self._count(words, facts, 1)
        self._runs.add(filed(words, facts, self.vocabulary, begin))

    def _leave(self, places: list[int]) -> None:
        self._is_there.rows[places] = False
        self._count(self._words.rows[places], self._facts.rows[places], -1)

    def _count(self, words: Ints, facts: Ints, sign: int) -> None:
        many, lived = len(self.vocabulary.words), self.vocabulary.place_count
        counts = np.zeros((len(KINDS), many), dtype=np.int64)
        counts[:, : self._counts.shape[1]] = self._counts
        its_lived = np.zeros(lived, dtype=np.int64)
        its_lived[: len(self._lived)] = self._lived
        self._counts = counts + sign * counted(words, many)
        self._lived = its_lived + sign * settled(facts, lived)

    def settle(self) -> None:
        """Wait until all that is merged beside the search is merged: for tests, and before a long use of the index."""
        self._runs.settle(self.is_there)
        self._people.settle(self.is_there)
        self._look()

    def _look(self) -> None:
        self.index = Index(self.vocabulary, self._ids, self._words.rows, self._facts.rows, self._runs.all)

    def crowd(self) -> Crowd:
        """Everybody at this moment, for a sweep; it does not change any more."""
        return Crowd.of(self.index, self.is_there)

    def place(self, person: UUID) -> int | None:
        """Where somebody is in ``index``."""
        return self._places.get(person)

    def weighed(self, traits: Traits, within: Within = None, without: UUID | None = None) -> tuple[Reached, Rows]:
        """Whoever may be meant, and [candidate, column] what speaks for and against each."""
        return self._weighed(Asked.of(traits), within, without)

    def _weighed(self, asked: Asked, within: Within, without: UUID | None = None) -> tuple[Reached, Rows]:
        open_ = self._open(within)
        if (place := self._places.get(without) if without else None) is not None:
            open_ = open_.copy()
            open_[place] = False
        reached = searching.candidates(self.index, asked, open_, MOST_WEIGHED)
        if not len(reached.places):
            return reached, np.zeros((0, len(features.NAMED)), dtype=np.float32)
        return reached, features.rows(self.index, asked, reached)

    def match(
        self,
        traits: Traits,
        within: Within = None,
        most: int = 10,
        *,
        without: UUID | None = None,
    ) -> list[Match]:
        """The likeliest people, the best first; where ``within`` is given, as if there were nobody else.

        ``without`` is the one whose traits are asked, who is there too.
        """
        return self._likeliest(*self.weighed(traits, within, without), most)

    def match_again(self, person: UUID, within: Within = None, most: int = 10) -> list[Match]:
        """The same for the traits of somebody who is there, as they are kept; nobody when they are there no more."""
        place = self._places.get(person)
        return [] if place is None else self._likeliest(*self._weighed(Asked.again(self.index, place), within), most)

    def _likeliest(self, reached: Reached, rows: Rows, most: int) -> list[Match]:
        scored = np.argsort(-rows[:, EVIDENCE], kind="stable")[: max(most, MOST_SCORED)]
        sure = _shared(_founded(model.load().probabilities(rows[scored]), rows[scored, EVIDENCE]))
        best = np.argsort(-sure, kind="stable")[:most]
        return [Match(self._ids[reached.places[scored[at]]], float(sure[at]), rows[scored[at]]) for at in best]

    def named(
        self,
        text: str,
        within: Within = None,
        most: int = 10,
        *,
        births: Sequence[Birth] = (),
        is_begun: bool = False,
    ) -> list[Named]:
        """Whoever is called so in any of their names, in either script, and may be born so; the nearest first.

        With ``is_begun`` the last word is the beginning of one. Without a name, whoever is known to be born so.
        """
        asked = Asked.of(Traits(given=naming.without_article(text) if is_begun else text), is_begun=is_begun)
        open_ = self._open(within)
        if births and not asked.words:
            places = naming.born_alone(self.index, births, open_, MOST_WEIGHED)
        else:
            so = naming.born_so(self.index, births, is_known=False) if births else True
            places = searching.candidates(self.index, asked, open_ & so, MOST_WEIGHED).places
        if not len(places):
            return []
        alike = features.answers(self.index, asked, places) if asked.words else np.ones(len(places))
        if births:
            alike = np.maximum(alike - naming.UNKNOWN_BIRTH * (self.index.facts.first[places] == 0), 0)
        best = np.argsort(-alike, kind="stable")[:most]
        return [Named(self._ids[places[at]], float(alike[at])) for at in best if alike[at] > 0]

    def living(self, address: str, within: Within = None, most: int = 10) -> list[Named]:
        """Whoever lives at such an address, in either script; those of whom most of it is known first."""
        places, share = self._homes.at(address, self._open(within))
        best = np.argsort(-share, kind="stable")[:most]
        return [Named(self._ids[places[at]], float(share[at])) for at in best]

    def within(self, people: Ids) -> Mask:
        """[place] those of these people who are there: to ask several questions about them, before anybody changes."""
        if isinstance(people, bytes) and (known := self._own.get(people)) is not None:
            return known
        open_ = np.zeros(len(self._ids), dtype=np.bool_)
        places = self._people.places(people)
        open_[places] = self.is_there[places]
        if isinstance(people, bytes):
            if len(self._own) >= MOST_OWN:
                self._own.clear()
            self._own[people] = open_
        return open_

    def _open(self, within: Within) -> Mask:
        if within is None:
            return self.is_there
        return within if isinstance(within, np.ndarray) else self.within(within)


def _founded(probabilities: Floats, evidence: npt.NDArray[np.float32]) -> Floats:
    """[candidate] nobody is likelier than the evidence says, one in two beforehand: to be alone is not to be alike."""
    founded: Floats = np.minimum(probabilities, 1 / (1 + np.exp(-evidence.astype(np.float64))))
    return founded


def _shared(probabilities: Floats) -> Floats:
    """[candidate] the model looks at each one alone, but only one of them is meant, or nobody: each has their odds."""
    odds = probabilities / np.maximum(1 - probabilities, LEAST_DOUBT)
    shared: Floats = odds / (1 + odds.sum())
    return shared
