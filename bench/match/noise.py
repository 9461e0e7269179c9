"""Each kind of noise and how often it comes, at the registry (level 0) and in queries of level 1, 2 and 3.

``python -m bench.match.noise`` prints the table of ``docs/matching-data.md``.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

Per = Literal["record", "name", "Latin name", "Arabic name"]


class Kind(NamedTuple):
    """A share of the records, or of the names, that it can happen to."""

    per: Per
    rates: tuple[float, float, float, float]
    what: str


NOISE: dict[str, Kind] = {
    # the fields of the record
    "given_missing": Kind("record", (0.0, 0.004, 0.015, 0.035), "no given name (a baby, a child who does not speak)"),
    "father_missing": Kind("record", (0.06, 0.1, 0.29, 0.48), "no father's name"),
    "mother_missing": Kind("record", (0.08, 0.15, 0.37, 0.6), "no mother's name"),
    "family_missing": Kind("record", (0.01, 0.02, 0.06, 0.13), "no family name"),
    "mother_other": Kind("record", (0.0, 0.004, 0.01, 0.02), "another woman's name: stepmother, grandmother, aunt"),
    "maiden_name": Kind("record", (0.12, 0.12, 0.15, 0.15), "the mother's own family name after her given name"),
    "swapped": Kind("record", (0.002, 0.01, 0.04, 0.08), "given name and family name in each other's field"),
    "father_in_family": Kind(
        "record", (0.005, 0.02, 0.06, 0.10), "father's name inside the family field, with or without « ben »"
    ),
    "all_in_given": Kind(
        "record", (0.002, 0.01, 0.02, 0.04), "given and family name both in the field of the given name"
    ),
    "mixed_scripts": Kind("record", (0.13, 0.03, 0.06, 0.1), "one or more names in the other script than the rest"),
    # the parts of a name
    "compound_part": Kind(
        "name", (0.03, 0.12, 0.25, 0.40), "one of two given names left out (Fatima for Fatima Zahra)"
    ),
    "compound_order": Kind("name", (0.0, 0.02, 0.06, 0.10), "two given names in the other order"),
    "compound_joined": Kind("name", (0.08, 0.12, 0.20, 0.25), "two given names joined or hyphenated (Fatimazahra)"),
    "honorific_dropped": Kind("name", (0.10, 0.30, 0.45, 0.60), "Moulay, Sidi, Si, Lalla left out"),
    # a name in either script
    "nickname": Kind(
        "name", (0.003, 0.01, 0.04, 0.09), "a nickname, for names that have one; « Abd » left out (Kader)"
    ),
    "abbreviated": Kind("name", (0.003, 0.01, 0.03, 0.07), "a short form: Med, Mhd, Abd., consonants alone, « عبد. »"),
    "initial": Kind("name", (0.001, 0.003, 0.010, 0.025), "the initial alone"),
    "particle_moved": Kind("name", (0.03, 0.07, 0.13, 0.2), "particle joined or apart (Benali, Ben Ali; عبدالله)"),
    "particle_dropped": Kind("name", (0.01, 0.02, 0.05, 0.1), "article or particle left out"),
    "typed": Kind(
        "name",
        (0.006, 0.02, 0.05, 0.11),
        "a typing slip: neighbouring key, exchange, omission, repetition, stray letter",
    ),
    "typed_again": Kind("name", (0.0, 0.0, 0.01, 0.03), "a second slip in the same name"),
    # a name in Latin letters
    "other_spelling": Kind(
        "Latin name", (0.0, 0.15, 0.26, 0.38), "another attested spelling than the desk's usual one"
    ),
    "eastern": Kind("Latin name", (0.01, 0.03, 0.06, 0.10), "as the Mashreq or a passport writes it (Khaled, Yusuf)"),
    "vowels": Kind("Latin name", (0.02, 0.04, 0.09, 0.15), "vowels otherwise, or left out"),
    "doubled": Kind("Latin name", (0.02, 0.04, 0.08, 0.13), "a double consonant single, a single one double"),
    "english": Kind("Latin name", (0.01, 0.02, 0.05, 0.08), "English habits: sh, u, w, k"),
    "french": Kind("Latin name", (0.0, 0.02, 0.05, 0.08), "French habits pushed further: ch, ou, dj, final e"),
    "spanish": Kind("Latin name", (0.01, 0.01, 0.02, 0.04), "northern, Spanish habits: x, j, u"),
    "arabizi": Kind("Latin name", (0.0, 0.005, 0.03, 0.08), "digits for letters: 7, 9, 3, 5, 2, 8, 6"),
    # a name in Arabic letters
    "other_form": Kind(
        "Arabic name", (0.08, 0.12, 0.22, 0.32), "another written form, for names that have one (لحسن, زكريا)"
    ),
    "hamza": Kind("Arabic name", (0.2, 0.2, 0.32, 0.44), "hamza left out or added"),
    "ta_marbuta": Kind("Arabic name", (0.04, 0.06, 0.12, 0.2), "ta marbuta, ha and alef exchanged"),
    "alef_maqsura": Kind("Arabic name", (0.04, 0.06, 0.12, 0.2), "alef maqsura, ya and alef exchanged"),
    "dots": Kind("Arabic name", (0.003, 0.01, 0.03, 0.06), "a letter with other dots"),
    "dialect": Kind("Arabic name", (0.01, 0.02, 0.05, 0.09), "letters as spoken: ت for ث, ݣ for ق"),
    "long_vowel": Kind("Arabic name", (0.01, 0.03, 0.06, 0.1), "a short vowel written long, a long one short"),
    "marks": Kind("Arabic name", (0.005, 0.01, 0.02, 0.03), "tatweel or vowel signs"),
    # birth
    "birth_unknown": Kind("record", (0.01, 0.01, 0.04, 0.09), "neither date nor age"),
    "age_only": Kind("record", (0.06, 0.1, 0.3, 0.48), "age in years instead of the date"),
    "age_off": Kind("record", (0.08, 0.10, 0.20, 0.30), "of the records with an age only: one year wrong"),
    "age_beside": Kind("record", (0.15, 0.15, 0.15, 0.15), "the age beside the date"),
    "year_only": Kind("record", (0.04, 0.06, 0.15, 0.24), "year alone"),
    "month_only": Kind("record", (0.01, 0.03, 0.05, 0.06), "year and month alone"),
    "first_january": Kind("record", (0.01, 0.02, 0.05, 0.08), "1 January of the year"),
    "day_month": Kind("record", (0.003, 0.02, 0.04, 0.06), "day and month exchanged, where that is a date"),
    "day_off": Kind("record", (0.003, 0.02, 0.05, 0.08), "another day or another month, as misread"),
    "year_off": Kind("record", (0.003, 0.02, 0.05, 0.09), "the year before or after"),
    # sex and home
    "sex_missing": Kind("record", (0.005, 0.02, 0.05, 0.10), "no sex"),
    "sex_wrong": Kind("record", (0.001, 0.003, 0.008, 0.015), "the other sex"),
    "moved_near": Kind("record", (0.0, 0.05, 0.1, 0.14), "another commune of the same province, after moving"),
    "moved_far": Kind("record", (0.0, 0.03, 0.06, 0.1), "a commune anywhere, after moving"),
    "neighbour": Kind("record", (0.0, 0.02, 0.05, 0.08), "a commune of the same cercle or city, by mistake"),
    "city": Kind("record", (0.40, 0.40, 0.50, 0.60), "the whole city for one of its arrondissements"),
    "commune_missing": Kind("record", (0.04, 0.1, 0.3, 0.48), "no commune at all"),
    "code_missing": Kind("record", (0.05, 0.25, 0.45, 0.65), "the commune by its name alone"),
    "place_spelling": Kind("record", (0.05, 0.15, 0.30, 0.40), "the name of the commune otherwise spelt"),
    # appearance
    "capitals": Kind("record", (0.25, 0.20, 0.25, 0.25), "all names in capitals"),
    "no_capitals": Kind("record", (0.01, 0.06, 0.10, 0.20), "no capital at all"),
}


@dataclass
class Dice:
    """Says whether a kind of noise comes; with a ``tally``, remembers how often it was asked and came."""

    random: Random
    level: int = 0
    tally: Counter[tuple[str, int, bool]] | None = None
    _rates: list[dict[str, float]] = field(
        default_factory=lambda: [{kind: row.rates[level] for kind, row in NOISE.items()} for level in range(4)]
    )

    def come(self, kind: str) -> bool:
        came = self.random.random() < self._rates[self.level][kind]
        if self.tally is not None:
            self.tally[kind, self.level, came] += 1
        return came


def table() -> str:
    """The table in Markdown, as the documentation has it."""
    lines = [
        "| Noise | What it is | Of each | Registry | Level 1 | Level 2 | Level 3 |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    for kind, row in NOISE.items():
        rates = " | ".join(f"{100 * rate:.1f} %" for rate in row.rates)
        lines.append(f"| `{kind}` | {row.what} | {row.per} | {rates} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
