"""Places of any country from a CSV file; every mistake is told with its line, all at once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from django.utils.translation import gettext as _

from kanaf.territory.enums import PlaceLevel
from kanaf.territory.gazetteer import Division, Gazetteer

REQUIRED = ("code", "level", "name_fr")
OPTIONAL = (
    "kind",
    "name_ar",
    "name_en",
    "parent",
    "iso3166_2",
    "pcode",
    "population",
    "households",
    "source",
)
LEVELS = tuple(level.value for level in PlaceLevel if level != PlaceLevel.FORMER_REGION)
LIMITS = {"code": 20, "kind": 40, "name_fr": 150, "name_ar": 150, "name_en": 150, "iso3166_2": 6, "pcode": 20}

Row = dict[str, str]


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and on which line of the file."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


class PlacesFileError(ValueError):
    """A file that cannot be loaded; ``mistakes`` say all that must be mended."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


def read(country: str, file: TextIO) -> Gazetteer:
    """The places of the file; raises ``PlacesFileError``."""
    reader = csv.DictReader(file, restval="")
    if missing := [name for name in REQUIRED if name not in (reader.fieldnames or [])]:
        names = ", ".join(missing)
        raise PlacesFileError([Mistake(1, _("These columns are missing: %(names)s.") % {"names": names})])
    mistakes: list[Mistake] = []
    divisions: list[Division] = []
    known: dict[str, str] = {}
    for row in reader:
        clean = {name: (row.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}
        found = [Mistake(reader.line_num, message) for message in _wrong(clean, known)]
        mistakes += found
        known.setdefault(clean["code"], clean["level"])
        if not found:
            divisions.append(_division(clean))
    if not mistakes and not divisions:
        mistakes = [Mistake(1, _("The file holds no place."))]
    if mistakes:
        raise PlacesFileError(mistakes)
    return Gazetteer(country, divisions)


def _wrong(row: Row, known: dict[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not row[name]:
            yield _("the column %(name)s is empty.") % {"name": name}
    for name, limit in LIMITS.items():
        if len(row[name]) > limit:
            yield _("the column %(name)s is longer than %(limit)d letters.") % {"name": name, "limit": limit}
    if row["code"] and row["code"] in known:
        yield _("the code %(code)s is already used above.") % {"code": row["code"]}
    yield from _wrong_level(row, known)
    for name in ("population", "households"):
        if row[name] and not (row[name].isascii() and row[name].isdigit()):
            yield _("%(name)s must be a whole number, not “%(value)s”.") % {"name": name, "value": row[name]}


def _wrong_level(row: Row, known: dict[str, str]) -> Iterator[str]:
    level, parent = row["level"], row["parent"]
    if level and level not in LEVELS:
        options = ", ".join(LEVELS)
        yield _("the level “%(level)s” is not one of: %(options)s.") % {"level": level, "options": options}
    elif parent and parent not in known:
        yield _("the parent %(code)s does not stand above this line.") % {"code": parent}
    elif parent and level and known[parent] in LEVELS and LEVELS.index(known[parent]) > LEVELS.index(level):
        yield _("the parent %(code)s is of a lower level than its child.") % {"code": parent}


def _division(row: Row) -> Division:
    return Division(
        code=row["code"],
        level=PlaceLevel(row["level"]),
        kind=row["kind"] or row["level"],
        name_fr=row["name_fr"],
        name_ar=row["name_ar"],
        name_en=row["name_en"],
        parent=row["parent"],
        iso3166_2=row["iso3166_2"] or None,
        pcode=row["pcode"] or None,
        population=int(row["population"]) if row["population"] else None,
        households=int(row["households"]) if row["households"] else None,
        source=row["source"],
    )
