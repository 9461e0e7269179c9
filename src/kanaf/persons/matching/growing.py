"""What lets an index grow while it is asked: arrays with room for more, and runs that join one another."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import reduce
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import runs
from kanaf.persons.matching.runs import Mask, Run

ROOM = 1.125
"""Times larger than needed is the array that replaces a full one, so that this is seldom."""
AT_ONCE = 100_000
"""Entries of runs that are merged at once, in some milliseconds; larger ones are merged in another thread."""
TIMES_LARGER = 8
"""A run is left alone while it is so many times larger than all later ones together."""
T = TypeVar("T", bound=np.generic)


class Grown(Generic[T]):
    """An array that grows by rows; what was given out before stays as it is."""

    def __init__(self, rows: npt.NDArray[T]) -> None:
        self._room, self._count = rows, len(rows)

    @property
    def rows(self) -> npt.NDArray[T]:
        return self._room[: self._count]

    def extend(self, more: npt.NDArray[T]) -> None:
        count = self._count + len(more)
        if count > len(self._room):
            room = np.empty((int(ROOM * count) + 1, *more.shape[1:]), dtype=more.dtype)
            room[: self._count] = self.rows
            self._room = room
        self._room[self._count : count] = more
        self._count = count


class Runs:
    """Runs from the first to the last, each mostly much larger than the next; for one thread.

    ``is_there`` is [place] who is there still: whoever is not is left out of what is merged.
    """

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._thread: ThreadPoolExecutor | None = None
        self._merging: tuple[Future[Run], int, int] | None = None
        """What will replace the runs between two places."""

    @property
    def all(self) -> tuple[Run, ...]:
        return tuple(self._runs)

    def add(self, run: Run) -> None:
        self._runs.append(run)

    def merge(self, is_there: Mask) -> None:
        """Merge the small ones now, begin to merge large ones, and take in what was merged meanwhile."""
        if self._merging and self._merging[0].done():
            self._take()
        self._merge_small(is_there)
        if not self._merging:
            self._begin(is_there)

    def settle(self, is_there: Mask) -> None:
        """Wait for what is being merged, and for what that leads to."""
        while self._merging:
            self._take()
            self.merge(is_there)

    def _late(self) -> list[int]:
        """Places of the runs that are not much larger than all later ones, those that are being merged left out."""
        sizes = [len(run) for run in self._runs]
        first = self._merging[2] if self._merging else 0
        return [at for at in range(first, len(sizes) - 1) if sizes[at] < TIMES_LARGER * sum(sizes[at + 1 :])]

    def _merge_small(self, is_there: Mask) -> None:
        small = [at for at in self._late() if sum(map(len, self._runs[at:])) <= AT_ONCE]
        if small:
            self._runs[small[0] :] = [_merged(self._runs[small[0] :], is_there)]

    def _begin(self, is_there: Mask) -> None:
        if late := self._late():
            self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="merge")
            merging = self._thread.submit(_merged, self._runs[late[0] :], is_there.copy())
            self._merging = merging, late[0], len(self._runs)

    def _take(self) -> None:
        if self._merging:
            merging, begin, end = self._merging
            self._merging = None
            self._runs[begin:end] = [merging.result()]


def _merged(parts: list[Run], is_there: Mask) -> Run:
    """All together, the smallest first."""
    return reduce(lambda one, other: runs.merged(one, other, is_there), reversed(parts))
