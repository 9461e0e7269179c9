"""Who lives where: addresses as words by how they sound, so that a household is found in either script.

Nothing here compares two people; it answers whoever types an address in the search box.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching import homes
from kanaf.persons.matching.growing import Grown
from kanaf.persons.matching.runs import Ints, Mask

MOST_SIGNS = 12
"""Numbers and words of one address that are kept."""
NOBODY = np.zeros((0, MOST_SIGNS), dtype=np.int32)
LEAST = 2
"""Signs that must be met where no street or quarter is said to be one: a word alone is most often a name."""
FEW_WORDS = 2
"""Words of which none may be missing; of more, one may: a quarter or a town that was not written down."""
_WAYS = (
    "rue av avenue bd bvd boulevard hay derb douar lot lotissement quartier cité cite imm immeuble bloc résidence"
    " residence impasse place ruelle calle barrio étage etage appt apt appartement num numéro numero"
    " زنقة شارع حي درب دوار تجزئة عمارة إقامة اقامة بلوك زقاق ساحة شقة طابق رقم"
)
_WAY = re.compile(rf"(?<!\w)(?:{'|'.join(_WAYS.split())}|n°|nº)(?!\w)", re.IGNORECASE)
"""What kind of way it is: each script has its own word, and people leave it out."""


def is_said(text: str) -> bool:
    """Whether what was typed looks like an address: it has a number, or says a street or a quarter."""
    return any(sign.isdigit() for sign in text) or bool(_WAY.search(text))


def signs(address: str) -> list[str]:
    """Numbers, and how the words of an address sound."""
    return homes.sounds(_WAY.sub(" ", address))


@dataclass
class Homes:
    """[place] the signs of an address by number, -1 where there are no more; the texts are not kept."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _rows: Grown[np.int32] = field(default_factory=lambda: Grown(NOBODY))

    @property
    def rows(self) -> Ints:
        return self._rows.rows

    def numbered(self, addresses: Sequence[str]) -> Ints:
        """[person, sign] of these addresses; signs that are new get a number."""
        rows = np.full((len(addresses), MOST_SIGNS), -1, dtype=np.int32)
        for person, address in enumerate(addresses):
            if address:
                its = signs(address)[:MOST_SIGNS]
                rows[person, : len(its)] = [self._numbers.setdefault(sign, len(self._numbers)) for sign in its]
        return rows

    def come(self, rows: Ints) -> None:
        self._rows.extend(rows)

    def at(self, text: str, is_open: Mask) -> tuple[Ints, npt.NDArray[np.float64]]:
        """The places of those who may be found and live there, and which share of what was asked each address has.

        Every number is there, and every word but one where there are more than two.
        """
        asked = signs(text)
        numbers = [sign for sign in asked if sign.isdigit()]
        words = [sign for sign in asked if not sign.isdigit()]
        least = 1 if _WAY.search(text) else LEAST
        if len(asked) < least or not words:
            return np.zeros(0, dtype=np.int32), np.zeros(0)
        places = np.flatnonzero(is_open).astype(np.int32)
        rows = self.rows.take(places, axis=0)
        has_numbers, has_words = (self._met(rows, its) for its in (numbers, words))
        missing = 0 if len(words) <= FEW_WORDS else 1
        is_so = (has_numbers == len(numbers)) & (has_words >= max(1, len(words) - missing))
        is_so &= has_numbers + has_words >= least
        return places[is_so], (has_numbers + has_words)[is_so] / len(asked)

    def _met(self, rows: Ints, its: Sequence[str]) -> npt.NDArray[np.int64]:
        """[person] how many of these signs their address has."""
        met = np.zeros(len(rows), dtype=np.int64)
        for sign in its:
            met += (rows == self._numbers.get(sign, -2)).any(axis=1)
        return met
