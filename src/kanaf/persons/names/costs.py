"""What it costs to read one sign of a sound for another, from ``costs.yaml``, as matrices of tenths.

A sign has a code of its own in each script, so that one matrix says what Arabic letters become in Latin, how Latin
spellings vary, and which Arabic letters are confused.
"""

from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import yaml

from kanaf.persons.names.folding import Script

Costs = npt.NDArray[np.int16]
Codes = npt.NDArray[np.uint8]

_FILE = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
UNRELATED: Final[int] = _FILE["unrelated"]
"""Tenths for two signs that have nothing in common."""
SWAPPED: Final[int] = _FILE["swapped"]
"""Tenths for two neighbours that changed places, a typing slip."""
PADDING: Final = 0
_FOREIGN_FROM, _FOREIGN = 128, 64
"""Letters of other scripts share these codes: equal or unrelated, nothing between."""
_SIZE: Final = _FOREIGN_FROM + _FOREIGN
_SCRIPTS = [Script.LATIN, Script.ARABIC, Script.OTHER]

_LATIN = {sign: code for code, sign in enumerate(_FILE["learnt"]["alone_latin"], start=1)}
_ARABIC = {sign: code for code, sign in enumerate(_FILE["learnt"]["alone_arabic"], start=1 + len(_LATIN))}
_SIGNS = {Script.LATIN: _LATIN, Script.ARABIC: _ARABIC, Script.OTHER: dict[str, int]()}


def _substitutions() -> Costs:
    table = np.full((_SIZE, _SIZE), UNRELATED, dtype=np.int16)
    np.fill_diagonal(table, 0)
    for part, (name, one, other) in product(
        ["learnt", "by_hand"], [("latin", _LATIN, _LATIN), ("arabic", _ARABIC, _ARABIC), ("across", _ARABIC, _LATIN)]
    ):
        for sign, likely in _FILE[part].get(name, {}).items():
            for twin, cost in likely.items():
                table[one[sign], other[twin]] = table[other[twin], one[sign]] = cost
    return table


def _gaps() -> Costs:
    table = np.full((len(_SCRIPTS), _SIZE), _FILE["foreign_gap"], dtype=np.int16)
    table[:, PADDING] = 0
    for part, script in product(["learnt", "by_hand"], [Script.LATIN, Script.ARABIC]):
        for sign, (within, across) in _FILE[part][f"alone_{script}"].items():
            table[:, _SIGNS[script][sign]] = across
            table[rank(script), _SIGNS[script][sign]] = within
    return table


def rank(script: Script) -> int:
    """The row of ``GAP`` that tells what the other word's script leaves out."""
    return _SCRIPTS.index(script)


SUBSTITUTION: Final = _substitutions()
"""[code, code] tenths; symmetric, 0 on the diagonal."""
GAP: Final = _gaps()
"""[rank of the other word's script, code] tenths for a sign without a partner; 0 for the padding."""


def encode(sound: str, script: Script) -> list[int]:
    """The codes of a sound's signs, each from 1 to 191."""
    signs = _SIGNS[script]
    return [signs[sign] if sign in signs else _FOREIGN_FROM + ord(sign) % _FOREIGN for sign in sound]
