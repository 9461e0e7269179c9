"""How alike the words of many pairs are, all pairs at once: exactly what ``names.likeness`` says of each."""

import numpy as np
import numpy.typing as npt

from kanaf.persons import names
from kanaf.persons.matching.crowd import Ints, Places, Readings
from kanaf.persons.names.costs import GAP, PADDING, SUBSTITUTION, SWAPPED

Likenesses = npt.NDArray[np.float32]
Costs = npt.NDArray[np.int16]
AT_ONCE = 30_000
READ_OTHERWISE = 0.9
"""« Simo » for « Mohamed », « Ali » for « Ben Ali »."""
_FAR = 10_000


def _substitutions() -> Costs:
    table = SUBSTITUTION.copy()
    table[PADDING, :] = table[:, PADDING] = _FAR
    return table


_SUBSTITUTION = _substitutions()
_SIZE = len(_SUBSTITUTION)


class Likening:
    """Compares words by their numbers; each distinct pair of words once a call."""

    def __init__(self, readings: Readings) -> None:
        self._table = names.Table.of(readings.words)
        self._also, self._count = readings.also, len(readings.words)

    def of(self, one: Ints, other: Ints) -> Likenesses:
        """[pair] the likeness of two words as they may be read, from 0 to 1; 0 where one of them is -1."""
        alike = np.zeros(len(one), dtype=np.float32)
        there = np.flatnonzero((one >= 0) & (other >= 0))
        low, high = np.minimum(one[there], other[there]), np.maximum(one[there], other[there])
        pairs, back = np.unique(low.astype(np.int64) * self._count + high, return_inverse=True)
        alike[there] = self._read(pairs // self._count, pairs % self._count)[back]
        return alike

    def _read(self, one: Places, other: Places) -> Likenesses:
        best = self._each(one, other)
        for mine, its in ((one, other), (other, one)):
            for place in range(self._also.shape[1]):
                instead = self._also[mine, place]
                some = np.flatnonzero(instead >= 0)
                alike = READ_OTHERWISE * self._each(instead[some].astype(np.int64), its[some])
                best[some] = np.maximum(best[some], alike)
        return best

    def _each(self, one: Places, other: Places) -> Likenesses:
        """The longest with the longest, so that short words are not padded."""
        alike, lengths = np.zeros(len(one), dtype=np.float32), self._table.lengths
        order = np.lexsort((lengths[one], lengths[other]))
        for begin in range(0, len(order), AT_ONCE):
            some = order[begin : begin + AT_ONCE]
            mine, its = self._table.take(one[some]), self._table.take(other[some])
            cost = costs(mine, its).astype(np.float32)
            alike[some] = np.maximum(0, 1 - 2 * cost / (mine.weights + its.weights))
        return alike


def costs(one: names.Table, other: names.Table) -> Costs:
    """[pair] the tenths of the cheapest alignment of the words of two tables, place by place as in ``names``."""
    its = other.codes.astype(np.intp)
    along = np.zeros((len(its) + 1, len(one)), dtype=np.int16)
    np.cumsum(GAP[one.scripts, its], axis=0, out=along[1:], dtype=np.int16)
    row, before, swaps = along.copy(), along, None
    for codes in one.codes.astype(np.intp):
        two_before, before = before, row
        substituted = _SUBSTITUTION.ravel().take(codes * _SIZE + its)
        row = before + GAP[other.scripts, codes]
        np.minimum(row[1:], before[:-1] + substituted, out=row[1:])
        if swaps is not None and len(its) > 1:
            swap = two_before[:-2] + substituted[:-1] + swaps[1:] + np.int16(SWAPPED)
            np.minimum(row[2:], swap, out=row[2:])
        swaps = substituted
        row -= along
        for place in range(1, len(row)):
            np.minimum(row[place], row[place - 1], out=row[place])
        row += along
    cost: Costs = row[-1]
    return cost
