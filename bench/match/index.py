"""Attested spellings of Arabic names, from the open index of ``arabic-name-romanizer``, Moroccan ones first."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from re import compile as pattern

NEAR = {"MA": 3.0, "DZ": 1.0, "TN": 1.0, "MR": 1.0}
"""Countries that write Arabic names the French way, and how much one attestation there counts."""

REGISTERS = "dzirinames"
"""The source that has names from everyday life; the other one has the names of the famous, foreigners among them."""

_FOLDED = str.maketrans("أإآىة", "اااي" + "ه")
_SAME_SOUND = [
    (pattern(r"ou|w|u|v"), "o"), (pattern(r"sh|ch"), "x"), (pattern(r"gh|rh"), "g"), (pattern(r"kh"), "j"), (pattern(r"dj"), "j"),
    (pattern(r"[qck]"), "k"), (pattern(r"ph"), "f"), (pattern(r"[aeiouyh'\- ]"), ""), (pattern(r"(.)\1+"), r"\1"),
]  # fmt: skip
LEAST_LIKENESS = 0.6
"""Of the consonants of a spelling with those of the commonest one: below, two people were confused by the source."""


def fold(arabic: str) -> str:
    """The key of the index: no hamza on alef, ha for ta marbuta, ya for alef maqsura."""
    return arabic.translate(_FOLDED)


class Index:
    """What the index says of one name: who spells it how, where, and as which part of a full name."""

    def __init__(self) -> None:
        self.near: dict[str, Counter[str]] = defaultdict(Counter)
        self.eastern: dict[str, Counter[str]] = defaultdict(Counter)
        self.role: dict[str, Counter[str]] = defaultdict(Counter)
        for key, latin, country, role, count, source in _rows():
            weight = NEAR.get(country)
            if weight:
                self.near[key][_titled(latin)] += int(weight * count)
                self.role[key][role if country == "MA" else f"{role} elsewhere"] += count
                self.role[key]["registers"] += source == REGISTERS
            else:
                self.eastern[key][_titled(latin)] += count

    def spellings(self, arabic: str) -> list[tuple[str, int]]:
        """The Maghreb's, commonest first; without those that belong to somebody else."""
        return _plausible(self.near.get(fold(arabic), Counter()).most_common())

    def eastern_spellings(self, arabic: str, usual: str) -> list[str]:
        """How the Mashreq and the Gulf write it (Khaled, Yusuf, Abdul Rahman)."""
        common = self.eastern.get(fold(arabic), Counter()).most_common(4)
        return [latin for latin, _count in common if latin != usual and _likeness(latin, usual) >= LEAST_LIKENESS]


@cache
def index() -> Index:
    """Read once."""
    return Index()


def romanised(arabic: str) -> list[str]:
    """For a name that nobody attests: what the package makes of it."""
    from arabic_name_romanizer import transliterate

    return [candidate.text for candidate in transliterate(arabic, top_k=4, country="MA")]


def _rows() -> Iterator[tuple[str, str, str, str, int, str]]:
    spec = find_spec("arabic_name_romanizer")
    if spec is None or spec.origin is None:
        raise SystemExit("bench.match needs the development dependency arabic-name-romanizer")
    path = Path(spec.origin).parent / "resources" / "names.sqlite3"
    reading = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield from reading.execute("SELECT arabic_key, latin, country, role, count, source FROM units ORDER BY rowid")
    reading.close()


def _titled(latin: str) -> str:
    return latin if latin[:1].isupper() and not latin.isupper() else latin.title()


def _plausible(found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    if not found:
        return []
    usual, total = found[0][0], sum(count for _latin, count in found)
    return [
        (latin, count) for latin, count in found
        if latin == usual or (_likeness(latin, usual) >= LEAST_LIKENESS and count * 2000 >= total)
    ]  # fmt: skip


@cache
def _consonants(latin: str) -> str:
    bare = latin.lower()
    for sound, letter in _SAME_SOUND:
        bare = sound.sub(letter, bare)
    return bare


def _likeness(one: str, other: str) -> float:
    a, b = _consonants(one), _consonants(other)
    return 1.0 if a == b else SequenceMatcher(None, a, b).ratio()
