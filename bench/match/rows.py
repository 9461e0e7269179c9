"""A line of a registry or of queries, as the fields of a person; any cell may be empty."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from kanaf.persons import names
from kanaf.persons.matching import births, traits
from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.traits import Traits
from kanaf.persons.names.folding import Script

Row = dict[str, str]
Said = dict[str, Any]
SPACE = UUID("6b616e61-6600-4000-8000-00000000be9c")
SEXES = {"M": "m", "F": "f"}


def read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name: (value or "").strip() for name, value in row.items() if name}


def person_of(row_id: str) -> UUID:
    """The person that a line of the registry becomes."""
    return uuid5(SPACE, row_id)


class Communes:
    """Codes by what people call the place, learnt from the lines that say both."""

    def __init__(self, path: Path) -> None:
        known: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for row in read(path):
            if row.get("commune_code") and row.get("commune"):
                known[_heard(row["commune"])][row["commune_code"]] += 1
        self._codes = {heard: codes.most_common(1)[0][0] for heard, codes in known.items()}

    def code(self, row: Row) -> str:
        """The code, or that of the commonest place heard like the name; empty for one that nobody has."""
        if code := row.get("commune_code"):
            return code
        return self._codes.get(_heard(row["commune"]), "") if row.get("commune") else ""


@lru_cache(100_000)
def _heard(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.skeleton for word in names.prepare(name)))


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
    text = row.get("birth_date", "")
    precision = births.on(text).precision
    if precision == Precision.DAY:
        return {"born_on": date.fromordinal(births.on(text).first)}
    if precision:
        return {"born_said": text}
    try:
        day = date.fromisoformat(row.get("registered_on", ""))
        years = int(row.get("age_years", ""))
    except ValueError:
        return {}
    return {"born_said": f"{years}@{day.isoformat()}"}


def traits_of(row: Row, communes: Communes) -> Traits:
    """What the index is asked for a query."""
    return traits.of(said(row, communes))
