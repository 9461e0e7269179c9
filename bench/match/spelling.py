"""How well one name meets itself across scripts: ``python -m bench.match.spelling [--half tuning] [--most 1500]``.

For each attested pair: is the skeleton shared? Among 5,000 other words, how high does the partner come by likeness?
Arabic sought by Latin, Latin by Arabic, and one Latin spelling by another; MA, DZ and LB apart. Prints JSON.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence

import numpy as np

from bench.match.attested import HELD_OUT, TUNING, Pair, pairs
from kanaf.persons.names import Table, Word, likeness, likenesses

REPORTED = ["MA", "DZ", "LB"]
COUNTRIES = [*REPORTED, "TN", "SY", "EG"]
DISTRACTORS = 5_000
Question = tuple[Word, Word, set[str]]
"""A word, its partner, and all that is right beside it."""


class Pool:
    """Words drawn by a hash, among which the partner is sought."""

    def __init__(self, words: Iterable[Word]) -> None:
        drawn = sorted({word.written: word for word in words}.values(), key=_drawn)[:DISTRACTORS]
        self.table, self.written = Table.of(drawn), np.array([word.written for word in drawn])

    def ranks(self, questions: Sequence[Question]) -> dict[str, float]:
        found = [self._better(*question) for question in questions]
        return {
            "questions": len(found),
            "recall_at_1": round(float(np.mean([better == 0 for better in found])), 3),
            "recall_at_10": round(float(np.mean([better < 10 for better in found])), 3),
            "median_likeness": round(float(np.median([likeness(word, partner) for word, partner, _ in questions])), 3),
        }

    def _better(self, word: Word, partner: Word, right: set[str]) -> int:
        """How many wrong words come before the partner, or beside it."""
        before = likenesses(word, self.table) >= likeness(word, partner)
        return int((before & ~np.isin(self.written, list(right))).sum())


def measure(half: int, most: int) -> dict[str, object]:
    all_pairs = pairs(half, COUNTRIES)
    arabic, latin = Pool(pair.arabic for pair in all_pairs), Pool(pair.latin for pair in all_pairs)
    spellings: dict[str, dict[str, Word]] = {}
    for pair in all_pairs:
        spellings.setdefault(pair.arabic.written, {})[pair.latin.written] = pair.latin
    report: dict[str, object] = {"half": half}
    for country in REPORTED:
        own = sorted((pair for pair in all_pairs if pair.country == country), key=lambda pair: _drawn(pair.latin))
        asked = own[:most]
        report[country] = {
            "pairs": len(own),
            "skeleton_shared": round(float(np.mean([_meet(pair) for pair in own])), 4),
            "main_skeleton_equal": round(float(np.mean([p.arabic.skeleton == p.latin.skeleton for p in own])), 4),
            "latin_to_arabic": arabic.ranks([(p.latin, p.arabic, {p.arabic.written}) for p in asked]),
            "arabic_to_latin": latin.ranks([(p.arabic, p.latin, set(spellings[p.arabic.written])) for p in asked]),
            "latin_to_latin": latin.ranks(list(_respelled(asked, spellings))),
        }
    return report


def _respelled(asked: Sequence[Pair], spellings: dict[str, dict[str, Word]]) -> Iterable[Question]:
    for pair in asked:
        others = [word for word in spellings[pair.arabic.written].values() if word != pair.latin]
        if others:
            yield pair.latin, min(others, key=_drawn), set(spellings[pair.arabic.written])


def _meet(pair: Pair) -> bool:
    return not set(pair.arabic.skeletons).isdisjoint(pair.latin.skeletons)


def _drawn(word: Word) -> bytes:
    return hashlib.sha256(word.written.encode()).digest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tuning", "held-out"], default="held-out")
    parser.add_argument("--most", type=int, default=1500, help="questions a country")
    chosen = parser.parse_args()
    print(json.dumps(measure(TUNING if chosen.half == "tuning" else HELD_OUT, chosen.most), indent=1))
