"""Learns what one sign costs for another from the tuning half: ``python -m bench.match.learn_costs``.

Alignments are drawn under the present costs, what stands opposite what is counted, and a cost becomes the negative
logarithm of how likely one sign is opposite the other, seen from both sides; six rounds. Writes the learnt part of
``persons/names/costs.yaml``; what is written by hand above it stays, and has the last word when it is read.
"""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from bench.match.attested import TUNING, pairs
from kanaf.persons.names import short_forms
from kanaf.persons.names.sounding import ARABIC_SIGNS, CLASSES, LATIN_GRAPHEMES, skeleton

FILE = Path(short_forms.__file__).with_name("costs.yaml")
MARK = "# Learnt"
COUNTRIES = ["MA", "DZ", "TN", "LB", "SY", "MR", "LY"]
ROUNDS, ROUNDS_OF_SURE = 6, 2
MOST_RESPELLINGS = 30_000
NOTHING = "-"
FAR, ALONE, SHOWN = 7.0, 6.0, 6.0
SEEN = 0.5
"""Ceilings for two signs and for a sign alone; above the last, two signs are unrelated and not written."""
VOWELS = {
    sign: base
    for signs, base in [("aàáâ", "a"), ("eèé", "e"), ("iìíy", "i"), ("oòó", "o"), ("uùúw", "u")]
    for sign in signs
}
VOWELS |= dict.fromkeys("AIEWYÍỳɑ", "?")
LATIN = sorted({*"".join(LATIN_GRAPHEMES.values()), *"abcdefghijklmnopqrstuvwyz", *"àèìòùáéíóúĝħŁ"})
ARABIC = sorted({*ARABIC_SIGNS.values(), *"IŁɑÍ"})


class Example(NamedTuple):
    one: str
    other: str
    weight: float

    @property
    def is_sure(self) -> bool:
        return skeleton(self.one) == skeleton(self.other)


class Learnt:
    """Costs between the signs of two sides, in natural logarithms."""

    def __init__(self, one: Iterable[str], other: Iterable[str]) -> None:
        self.sides = (list(one), list(other))
        self.pair = {(a, b): _first_guess(a, b) for a in self.sides[0] for b in self.sides[1]}
        self.alone = tuple(
            {sign: 1.0 if sign in VOWELS or sign in "Łħ" else 4.5 for sign in side} for side in self.sides
        )

    def learn(self, examples: Sequence[Example], *, same_side: bool) -> None:
        for turn in range(ROUNDS):
            seen: Counter[tuple[str, str]] = Counter()
            for example in examples:
                if turn >= ROUNDS_OF_SURE or example.is_sure:
                    self._count(example, seen, same_side=same_side)
            self._weigh(seen, same_side=same_side)

    def _count(self, example: Example, seen: Counter[tuple[str, str]], *, same_side: bool) -> None:
        cost, opposite = self._align(example.one, example.other)
        if cost > 0.55 * (len(example.one) + len(example.other)) + 3:
            return  # not the same name at all: the data has such pairs
        for pair in opposite:
            seen[pair] += example.weight
            if same_side:
                seen[pair[::-1]] += example.weight

    def _weigh(self, seen: Counter[tuple[str, str]], *, same_side: bool) -> None:
        totals: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for (one, other), times in seen.items():
            totals[0][one] += times
            totals[1][other] += times
        for one, other in self.pair:
            if same_side and one == other:
                self.pair[one, other] = 0.0
                continue
            times = seen[one, other]
            if times < SEEN:
                self.pair[one, other] = FAR
                continue
            both = (times / (totals[0][one] + 8)) * (times / (totals[1][other] + 8))
            self.pair[one, other] = min(FAR, -math.log(both) / 2)
        for side, (alone, total) in enumerate(zip(self.alone, totals, strict=True)):
            for sign in alone:
                times = seen[(NOTHING, sign) if side else (sign, NOTHING)]
                alone[sign] = min(ALONE, -math.log(times / (total[sign] + 8))) if times >= SEEN else ALONE

    def _align(self, one: str, other: str) -> tuple[float, list[tuple[str, str]]]:
        """The cheapest alignment, and what stands opposite what in it."""
        best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
        for i in range(len(one) + 1):
            for j in range(len(other) + 1):
                if i or j:
                    best[i, j] = min(self._steps(best, one, other, i, j))
        opposite, at = [], (len(one), len(other))
        while at != (0, 0):
            before = best[at][1]
            opposite.append((one[before[0] : at[0]] or NOTHING, other[before[1] : at[1]] or NOTHING))
            at = before
        return best[len(one), len(other)][0], opposite

    def _steps(
        self, best: dict[tuple[int, int], tuple[float, tuple[int, int]]], one: str, other: str, i: int, j: int
    ) -> Iterator[tuple[float, tuple[int, int]]]:
        if i and j:
            yield best[i - 1, j - 1][0] + self.pair[one[i - 1], other[j - 1]], (i - 1, j - 1)
        if i:
            yield best[i - 1, j][0] + self.alone[0][one[i - 1]], (i - 1, j)
        if j:
            yield best[i, j - 1][0] + self.alone[1][other[j - 1]], (i, j - 1)


def _first_guess(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return 0.3 if VOWELS[one] == VOWELS[other] != "?" else 1.5
    return 0.5 if CLASSES.get(one) and CLASSES.get(one) == CLASSES.get(other) else 6.0


def _examples() -> tuple[list[Example], list[Example]]:
    """Across the scripts, and between Latin spellings of one Arabic word."""
    across, spellings = [], defaultdict[str, Counter[str]](Counter)
    for pair in pairs(TUNING, COUNTRIES):
        weight = math.sqrt(min(pair.count, 20))
        across.append(Example(pair.arabic.sound, pair.latin.sound, weight))
        spellings[pair.arabic.written][pair.latin.sound] += weight  # type: ignore[assignment]
    respelled = [
        Example(one, other, min(heard[one], heard[other]))
        for heard in spellings.values()
        for one, other in combinations(sorted(heard), 2)
    ]
    return across, respelled[:MOST_RESPELLINGS]


def _lines(across: Learnt, latin: Learnt) -> Iterator[str]:
    yield f"{MARK} by bench/match/learn_costs.py: alone = [beside its own script, beside the other]."
    yield "learnt:"
    yield "  alone_latin: {"
    yield from _wrapped(
        f"{_key(sign)}: [{_tenths(latin.alone[0][sign])}, {_tenths(across.alone[1][sign])}]" for sign in LATIN
    )
    yield "  }"
    yield "  alone_arabic: {"
    yield from _wrapped(f"{_key(sign)}: [60, {_tenths(across.alone[0][sign])}]" for sign in ARABIC)
    yield "  }"
    for name, learnt in [("across", across), ("latin", latin)]:
        yield f"  {name}:"
        for sign in learnt.sides[0]:
            near = {other: cost for other in learnt.sides[1] if (cost := learnt.pair[sign, other]) < SHOWN}
            likely = [
                f"{_key(other)}: {_tenths(near[other])}"
                for other in sorted(near, key=near.__getitem__)
                if other != sign or name == "across"
            ]
            if likely:
                yield f"    {_key(sign)}: {{{', '.join(likely)}}}"


def _wrapped(items: Iterable[str], a_line: int = 8) -> Iterator[str]:
    all_items = list(items)
    for start in range(0, len(all_items), a_line):
        yield f"    {', '.join(all_items[start : start + a_line])},"


def _tenths(cost: float) -> int:
    return round(cost * 10)


def _key(sign: str) -> str:
    return f'"{sign}"' if sign in "ynYN" else sign


def main() -> None:
    crossed, respelled = _examples()
    across, latin = Learnt(ARABIC, LATIN), Learnt(LATIN, LATIN)
    across.learn(crossed, same_side=False)
    latin.learn(respelled, same_side=True)
    by_hand = FILE.read_text(encoding="utf-8").split(MARK)[0]
    FILE.write_text(by_hand + "\n".join(_lines(across, latin)) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(crossed)} pairs across, {len(respelled)} Latin respellings\n")


if __name__ == "__main__":
    main()
