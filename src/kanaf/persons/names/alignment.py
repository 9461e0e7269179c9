"""How alike two words sound: the cheapest alignment of their signs, one by one or one against many.

The cost of an alignment is in tenths and whole, so that both ways give the same number to the last bit. A likeness
is what is left of the words' weight: 1 for the same sound, near 1 for one name in two scripts, below 0.6 for most
others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np
import numpy.typing as npt

from kanaf.persons.names.costs import GAP, PADDING, SUBSTITUTION, SWAPPED, Codes, Costs, encode, rank
from kanaf.persons.names.folding import LONGEST_WORD
from kanaf.persons.names.prepared import Word

Likenesses = npt.NDArray[np.float64]
_SUBSTITUTION: list[list[int]] = SUBSTITUTION.tolist()
_GAP: list[list[int]] = GAP.tolist()
_WEIGHT: list[int] = np.maximum(GAP.max(axis=0), 10).tolist()
_FAR = 10_000
MOST_LONGER = 2
"""How many times longer than a word, and by so many signs more, a beginning that is like it may be."""


@lru_cache(50_000)
def _encoded(word: Word) -> tuple[list[int], int, int]:
    codes = encode(word.sound[:LONGEST_WORD], word.script)
    return codes, rank(word.script), sum(_WEIGHT[code] for code in codes)


def likeness(a: Word, b: Word) -> float:
    """From 0 to 1, symmetric; 1 for two words of the same sound and script."""
    if a.sound == b.sound and a.script is b.script:
        return 1.0
    (one, script, weight), (other, its_script, its_weight) = _encoded(a), _encoded(b)
    cost = _cost(one, other, _GAP[its_script], _GAP[script])
    return max(0.0, 1.0 - 2 * cost / (weight + its_weight))


def _cost(one: Sequence[int], other: Sequence[int], gap: Sequence[int], its_gap: Sequence[int]) -> int:
    before: list[int] = []
    row = [0]
    for code in other:
        row.append(row[-1] + its_gap[code])
    for i, code in enumerate(one):
        two_before, before = before, row
        costs, row = _SUBSTITUTION[code], [before[0] + gap[code]]
        for j, its_code in enumerate(other):
            best = min(before[j] + costs[its_code], before[j + 1] + gap[code], row[j] + its_gap[its_code])
            if i and j:
                swap = costs[other[j - 1]] + _SUBSTITUTION[one[i - 1]][its_code] + SWAPPED
                best = min(best, two_before[j - 1] + swap)
            row.append(best)
    return row[-1]


@dataclass(frozen=True)
class Table:
    """Many words, encoded once: 42 bytes each."""

    codes: Codes
    """[place in the word, word] codes, padded with 0."""
    lengths: npt.NDArray[np.uint8]
    scripts: npt.NDArray[np.uint8]
    """[word] rank of the script."""
    weights: npt.NDArray[np.int32]
    """[word] tenths."""

    @classmethod
    def of(cls, words: Sequence[Word]) -> Self:
        encoded = [_encoded(word) for word in words]
        lengths = np.fromiter((len(codes) for codes, _, _ in encoded), np.uint8, len(words))
        table = np.full((int(lengths.max(initial=0)), len(words)), PADDING, dtype=np.uint8)
        for column, (codes, _, _) in enumerate(encoded):
            table[: len(codes), column] = codes
        scripts = np.fromiter((script for _, script, _ in encoded), np.uint8, len(words))
        weights = np.fromiter((weight for _, _, weight in encoded), np.int32, len(words))
        return cls(table, lengths, scripts, weights)

    def __len__(self) -> int:
        return len(self.lengths)

    def with_(self, other: Self) -> Self:
        """These words, then the others."""
        places = max(len(self.codes), len(other.codes))
        codes = np.full((places, len(self) + len(other)), PADDING, dtype=np.uint8)
        codes[: len(self.codes), : len(self)] = self.codes
        codes[: len(other.codes), len(self) :] = other.codes
        return type(self)(
            codes, np.concatenate((self.lengths, other.lengths)), np.concatenate((self.scripts, other.scripts)),
            np.concatenate((self.weights, other.weights)),
        )  # fmt: skip

    def take(self, rows: npt.NDArray[np.intp]) -> Self:
        """The words at these places, in their order; no longer than the longest of them."""
        lengths = self.lengths[rows]
        return type(self)(
            self.codes[: int(lengths.max(initial=0)), rows], lengths, self.scripts[rows], self.weights[rows]
        )


def likenesses(word: Word, table: Table) -> Likenesses:
    """[word of the table]: ``likeness`` with each, about 0.2 microseconds a word."""
    codes, script, weight = _encoded(word)
    costs = _costs(codes, table, GAP[script])[-1].astype(np.float64)
    alike: Likenesses = np.maximum(0.0, 1.0 - 2 * costs / (weight + table.weights))
    return alike


def beginnings(word: Word, table: Table) -> Likenesses:
    """[word of the table]: how alike the word is to the nearest beginning of each: « Zou. » and « Zouina »."""
    codes, script, weight = _encoded(word)
    begun = replace(table, codes=table.codes[: MOST_LONGER * len(codes) + MOST_LONGER])
    costs = _costs(codes, begun, GAP[script]).min(axis=0).astype(np.float64)
    alike: Likenesses = np.maximum(0.0, 1.0 - costs / max(1, weight))
    return alike


def _costs(word: Sequence[int], table: Table, its_gaps: Costs) -> Costs:
    """[place, word] ``_cost`` of each beginning of all words at once; the last place is the whole word.

    A row of the alignment is one operation over (place, word).

    The gaps along a row add up, so that the cheapest way to reach each place is a running minimum.
    """
    places, many = table.codes.shape
    its_codes = table.codes.astype(np.intp)
    along = np.zeros((places + 1, many), dtype=np.int16)
    np.cumsum(its_gaps[its_codes], axis=0, out=along[1:], dtype=np.int16)
    row, before, swaps = along.copy(), along, None
    for i, code in enumerate(word):
        two_before, before = before, row
        gap = GAP[table.scripts, code]
        costs = SUBSTITUTION[code].copy()
        costs[PADDING] = _FAR
        substituted = costs.take(its_codes)
        row = before + gap
        np.minimum(row[1:], before[:-1] + substituted, out=row[1:])
        if i and places > 1 and swaps is not None:
            swap = two_before[:-2] + substituted[:-1] + swaps[1:] + np.int16(SWAPPED)
            np.minimum(row[2:], swap, out=row[2:])
        swaps = substituted
        row -= along
        for place in range(1, places + 1):  # seven times faster than minimum.accumulate along this axis
            np.minimum(row[place], row[place - 1], out=row[place])
        row += along
    return row
