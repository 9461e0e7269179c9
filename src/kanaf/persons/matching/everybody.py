"""Everybody who may be found, in one large index that stays and a small one of whoever was written down since."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import features, model, searching
from kanaf.persons.matching.crowd import Crowd
from kanaf.persons.matching.index import Builder, Index
from kanaf.persons.matching.searching import Asked, Reached
from kanaf.persons.matching.traits import KINDS, Traits
from kanaf.persons.matching.vocabulary import Vocabulary

MOST_LATE = 2000
"""People in the small index before it joins the large one; a larger share of a large one, so that it is seldom."""
MOST_LATE_SHARE = 0.002
MOST_WEIGHED = 150


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
    """One for a process. Changing it and asking it are for one thread at a time."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self._main = self._late = Builder(self.vocabulary).build()
        self._places: dict[UUID, int] = {}
        self._gone: set[int] = set()
        self._changed: dict[UUID, Traits] = {}
        self._count()

    def __len__(self) -> int:
        return len(self._main) - len(self._gone) + len(self._late)

    def change(self, people: Iterable[tuple[UUID, Traits | None]]) -> None:
        """Take people as they are now; ``None`` for those who are erased."""
        builder = Builder(self.vocabulary) if not len(self._main) else None
        for person, traits in people:
            if builder is not None and traits is not None:
                builder.add(person, traits)
                continue
            if person in self._places:
                self._gone.add(self._places[person])
            self._changed.pop(person, None)
            if traits is not None:
                self._changed[person] = traits
        if builder is not None:
            self._settle(builder.build())
            return
        late = Builder(self.vocabulary)
        for person, traits in self._changed.items():
            late.add(person, traits)
        self._late = late.build()
        if len(self._late) + len(self._gone) > max(MOST_LATE, MOST_LATE_SHARE * len(self._main)):
            self._settle(self._main.without(self._gone).with_(self._late))
        self._count()

    def _settle(self, main: Index) -> None:
        self._main, self._late = main, Builder(self.vocabulary).build()
        self._places = {person: place for place, person in enumerate(main.ids)}
        self._gone, self._changed = set(), {}
        self._count()

    def _count(self) -> None:
        counts = np.zeros((len(KINDS), len(self.vocabulary.words)), dtype=np.int64)
        for index in (self._main, self._late):
            counts[:, : index.counts.shape[1]] += index.counts
        self.vocabulary.weigh(counts, len(self))

    def crowd(self) -> Crowd:
        """Everybody at this moment, for a sweep; it does not change any more."""
        return Crowd.of(self.vocabulary, [self._main, self._late], sorted(self._gone))

    def match(self, traits: Traits, within: Collection[UUID] | None = None, most: int = 10) -> list[Match]:
        """The likeliest people, the best first; where ``within`` is given, as if there were nobody else."""
        asked = Asked.of(traits)
        found: list[Match] = []
        for index, reached in self._reached(asked, within):
            places, rows = reached.places, features.rows(index, asked, reached)
            sure = model.load().probabilities(rows)
            best = np.argsort(-sure, kind="stable")[:most]
            found += [Match(index.ids[places[at]], float(sure[at]), rows[at]) for at in best]
        return sorted(found, key=lambda match: -match.probability)[:most]

    def named(self, text: str, within: Collection[UUID] | None = None, most: int = 10) -> list[Named]:
        """Whoever is called so in any of their names, in either script, the nearest first."""
        asked = Asked.of(Traits(given=text))
        found: list[Named] = []
        for index, (places, *_) in self._reached(asked, within):
            alike = features.answers(index, asked, places)
            best = np.argsort(-alike, kind="stable")[:most]
            found += [Named(index.ids[places[at]], float(alike[at])) for at in best if alike[at] > 0]
        return sorted(found, key=lambda one: -one.likeness)[:most]

    def _reached(self, asked: Asked, within: Collection[UUID] | None) -> Iterator[tuple[Index, Reached]]:
        open_ = np.ones(len(self._main), dtype=np.bool_) if within is None else np.zeros(len(self._main), np.bool_)
        if within is not None:
            open_[[self._places[person] for person in within if person in self._places]] = True
        if self._gone:
            open_[list(self._gone)] = False
        late = np.array([within is None or person in within for person in self._late.ids], dtype=np.bool_)
        for index, its_open in ((self._main, open_), (self._late, late)):
            reached = searching.candidates(index, asked, its_open, MOST_WEIGHED)
            if len(reached.places):
                yield index, reached
