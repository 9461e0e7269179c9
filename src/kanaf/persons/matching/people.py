"""Where people are in the index, many at once: a reader of a hundred thousand is found in it in some milliseconds.

An id is taken as two numbers. The second, which is drawn at random, leads to the place; the first one confirms it.
"""

from collections.abc import Collection
from uuid import UUID

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import runs
from kanaf.persons.matching.growing import Grown, Runs
from kanaf.persons.matching.runs import Mask, Run

Ids = Collection[UUID] | bytes
"""People, or their ids of sixteen bytes one after the other."""
Halves = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


class People:
    """The ids of the people of an index, by place and by id."""

    def __init__(self) -> None:
        self._halves = Grown(np.zeros((0, 2), dtype=np.int64))
        """[place] both numbers of the id."""
        self._runs = Runs()

    def come(self, people: Ids) -> None:
        """They take the next places."""
        halves, begin = _halves(people), len(self._halves.rows)
        self._halves.extend(halves)
        order = np.argsort(halves[:, 1], kind="stable")
        self._runs.add(Run(halves[order, 1], (begin + order).astype(np.int32)))

    def merge(self, is_there: Mask) -> None:
        self._runs.merge(is_there)

    def settle(self, is_there: Mask) -> None:
        self._runs.settle(is_there)

    def places(self, people: Ids) -> Places:
        """The places that any of them has or had; whoever never came has none."""
        asked = _halves(people)
        asked = asked[np.argsort(asked[:, 1], kind="stable")]
        places, of = runs.owners(self._runs.all, *runs.reach(self._runs.all, asked[:, 1]))
        theirs: Places = places[self._halves.rows[places, 0] == asked[of, 0]]
        return theirs


def _halves(people: Ids) -> Halves:
    raw = people if isinstance(people, bytes) else b"".join(person.bytes for person in people)
    return np.frombuffer(raw, dtype=">i8").astype(np.int64).reshape(-1, 2)
