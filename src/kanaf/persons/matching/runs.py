"""Which people share a pair of traits: sorted runs of (pair, person), a few of growing size, merged as they fill.

A run never changes. Whoever is written down makes a small one; small ones join at once, large ones beside the search.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
NAMES, YEAR, DISTRICT, ALONE, DAY = range(5)
"""What the second trait of a pair is."""
CHUNK = 10_000
"""People whose pairs are made at once."""
_SHIFT, _KIND_SHIFT = 24, 48


class Run(NamedTuple):
    """[entry] pairs in their order, and the place of the person who has each."""

    keys: Keys
    owners: Ints

    def __len__(self) -> int:
        return len(self.keys)


def pairs(first: Keys, second: Keys, kind: int) -> Keys:
    """Two traits as one number; two names in any order, so that given and family names may be swapped."""
    if kind == NAMES:
        first, second = np.minimum(first, second), np.maximum(first, second)
    return (kind << _KIND_SHIFT) | (first << _SHIFT) | second


def filed(sounds: Iterator[Keys], years: Keys, districts: Keys, days: Keys, begin: int) -> Run:
    """The run of people at the places from ``begin`` on.

    ``sounds`` gives [person, place] skeletons, -1 where there is none, for ``CHUNK`` people after the other; ``years``
    is [person, 2], the first and last in which they may have been born; -1 is unknown everywhere.
    """
    keys: list[Keys] = [np.zeros(0, dtype=np.int64)]
    owners: list[Ints] = [np.zeros(0, dtype=np.int32)]

    def file(first: Keys, second: Keys, kind: int, whose: Ints) -> None:
        known = (first >= 0) & (second >= 0)
        keys.append(pairs(first[known], second[known], kind))
        owners.append(np.broadcast_to(whose, known.shape)[known])

    for number, chunk in enumerate(sounds):
        rows = slice(number * CHUNK, number * CHUNK + len(chunk))
        whose = np.arange(begin + rows.start, begin + rows.stop, dtype=np.int32)[:, None]
        said = np.sort(chunk, axis=1)[:, ::-1]
        said = said[:, : int((said >= 0).sum(1).max(initial=0))]
        one, other = np.triu_indices(said.shape[1], 1)
        file(said[:, one], said[:, other], NAMES, whose)
        for year in years[rows].T:
            file(said, np.broadcast_to(year[:, None], said.shape), YEAR, whose)
        file(said, np.broadcast_to(districts[rows, None], said.shape), DISTRICT, whose)
        file(said, np.zeros_like(said), ALONE, whose)
        file(days[rows], np.zeros_like(days[rows]), DAY, whose[:, 0])
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(key)
    return Run(key[order], owner[order])


def reach(parts: Sequence[Run], keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """[run, key] where the people under each key begin and end."""
    ends = [[np.searchsorted(run.keys, keys, side) for run in parts] for side in ("left", "right")]
    begin, end = (np.array(of, dtype=np.intp).reshape(len(parts), len(keys)) for of in ends)
    return begin, end


def owners(
    parts: Sequence[Run], begin: npt.NDArray[np.intp], end: npt.NDArray[np.intp]
) -> tuple[Ints, npt.NDArray[np.intp]]:
    """[entry] the people between the ends that ``reach`` gave, and under which key each of them is."""
    people, under = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.intp)]
    for run, first, last in zip(parts, begin, end, strict=True):
        sizes = last - first
        before = np.cumsum(sizes) - sizes
        people.append(run.owners.take(np.repeat(first - before, sizes) + np.arange(sizes.sum())))
        under.append(np.repeat(np.arange(len(sizes)), sizes))
    return np.concatenate(people), np.concatenate(under)


def merged(one: Run, other: Run, is_there: Mask) -> Run:
    """Both together, without those who are no more: ``is_there`` is [place]."""
    large, small = sorted((_kept(one, is_there), _kept(other, is_there)), key=len, reverse=True)
    place = np.searchsorted(large.keys, small.keys) + np.arange(len(small))
    is_large = np.ones(len(large) + len(small), dtype=np.bool_)
    is_large[place] = False
    keys, owners = np.empty(len(is_large), np.int64), np.empty(len(is_large), np.int32)
    for both, mine, its in ((keys, large.keys, small.keys), (owners, large.owners, small.owners)):
        both[is_large] = mine
        both[place] = its
    return Run(keys, owners)


def _kept(run: Run, is_there: Mask) -> Run:
    kept = is_there[run.owners]
    return run if kept.all() else Run(run.keys[kept], run.owners[kept])
