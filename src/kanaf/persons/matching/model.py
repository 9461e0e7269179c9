"""The learnt scorer: gradient-boosted trees kept as plain arrays, read without the library that grew them.

``model.npz`` is made by ``bench/match/train.py`` from made-up children whose names are used for nothing else.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_suffix(".npz")


class Trees(NamedTuple):
    """The nodes of all trees, one after the other: [node] arrays. A leaf leads to itself."""

    column: npt.NDArray[np.int32]
    """The column to look at; those past the last are the same once more, where unknown values go right."""
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    roots: npt.NDArray[np.int32]
    """[tree] its first node."""
    depth: int
    baseline: float

    def probabilities(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """[row] the probability, 0 to 1, that each is of one person; ``rows`` are [row, column], NaN for unknown."""
        unknown = np.isnan(rows)
        both = np.hstack((np.where(unknown, -np.inf, rows), np.where(unknown, np.inf, rows))).ravel()
        start = (np.arange(len(rows), dtype=np.int32) * (2 * rows.shape[1]))[None, :]
        node = np.repeat(self.roots[:, None], len(rows), axis=1)
        for _level in range(self.depth):
            seen = both.take(start + self.column.take(node))
            node = np.where(seen <= self.threshold.take(node), self.left.take(node), self.right.take(node))
        raw = self.value.take(node).sum(0, dtype=np.float64) + self.baseline
        probabilities: npt.NDArray[np.float64] = 1 / (1 + np.exp(-raw))
        return probabilities


@lru_cache(maxsize=1)
def load() -> Trees:
    """The scorer, read once in a process."""
    with np.load(FILE) as kept:
        arrays = {name: kept[name] for name in Trees._fields[:6]}
        return Trees(**arrays, depth=int(kept["depth"]), baseline=float(kept["baseline"]))
