"""A line of a registry or of queries, as the fields of a person; any cell may be empty."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from kanaf.persons import names
from kanaf.persons.matching import births, traits
from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.traits import Traits
from kanaf.persons.names import Word
from kanaf.persons.names.folding import Script

Row = dict[str, str]
Said = dict[str, Any]
Called = tuple[Word, ...]
"""The words of a name of a place, in one order."""
SPACE = UUID("6b616e61-6600-4000-8000-00000000be9c")
SEXES = {"M": "m", "F": "f"}
LONGEST_CELL = 10_000_000


def read(path: Path) -> Iterator[Row]:
    """With or without a mark of byte order, whatever ends the lines; columns in any order, cells that may be missing."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name.strip().lower(): (value or "").strip() for name, value in row.items() if name}


def person_of(row_id: str) -> UUID:
    """The person that a line of the registry becomes."""
    return uuid5(SPACE, row_id)


class Communes:
    """Codes by what people call the place, learnt from the lines that say both."""

    def __init__(self, path: Path) -> None:
        codes: dict[Called, Counter[str]] = defaultdict(Counter)
        for row in read(path):
            if row.get("commune_code") and row.get("commune"):
                codes[_called(row["commune"])][row["commune_code"]] += 1
        self._codes = {called: its.most_common(1)[0][0] for called, its in codes.items()}
        self._said = {called: its.total() for called, its in codes.items()}
        self._alike: dict[tuple[str, ...], list[Called]] = defaultdict(list)
        for called in codes:
            self._alike[_heard(called)].append(called)
        self._found: dict[str, str] = {}

    def code(self, row: Row) -> str:
        """The code, or that of the place whose name is most like the one said; empty when none is heard like it."""
        if code := row.get("commune_code"):
            return code
        text = row.get("commune", "")
        if text and text not in self._found:
            self._found[text] = self._nearest(_called(text))
        return self._found.get(text, "")

    def _nearest(self, called: Called) -> str:
        if called in self._codes:
            return self._codes[called]
        heard = self._alike.get(_heard(called), ())
        nearest = max(heard, key=lambda its: (names.alike(called, its), self._said[its]), default=None)
        return self._codes[nearest] if nearest else ""


@lru_cache(100_000)
def _called(name: str) -> Called:
    return tuple(sorted(names.prepare(name), key=lambda word: word.written))


def _heard(called: Called) -> tuple[str, ...]:
    return tuple(sorted(word.skeleton for word in called))


def said(row: Row, communes: Communes) -> Said:
    """What the fields of the person would hold."""
    known: Said = {"sex": SEXES.get(row.get("sex", "").upper(), "u"), "commune": communes.code(row), **_birth(row)}
    for field in ("father_name", "mother_name", "address", "phone"):
        known[field] = row.get(field, "")
    for field in ("given_name", "family_name"):
        text = row.get(field, "")
        is_arabic = any(word.script is Script.ARABIC for word in names.prepare(text))
        known[f"{field}_ar" if is_arabic else field] = text
    return {field: value for field, value in known.items() if value}


def _birth(row: Row) -> Said:
    text = born(row)
    birth = births.on(text)
    if birth.precision == Precision.DAY:
        return {"born_on": date.fromordinal(birth.first)}
    return {"born_said": text} if text else {}


def born(row: Row) -> str:
    """What is said of the birth, as a person's field says it: a date, a month, a year, « 9@2026-03-01 », or nothing."""
    text = row.get("birth_date", "")
    if births.on(text).precision:
        return text
    try:
        day = date.fromisoformat(row.get("registered_on", ""))
        years = int(row.get("age_years", ""))
    except ValueError:
        return ""
    return f"{years}@{day.isoformat()}"


def traits_of(row: Row, communes: Communes) -> Traits:
    """What the index is asked for a query: a child, on the day of its registration where that is said."""
    asked = traits.of(said(row, communes))
    try:
        return asked.of_child(date.fromisoformat(row.get("registered_on", "")))
    except ValueError:
        return asked


def p95(spent: Sequence[float], digits: int) -> float:
    """The time within which 95 in a hundred are answered."""
    return round(sorted(spent)[min(len(spent) - 1, int(0.95 * len(spent)))], digits) if spent else 0.0
