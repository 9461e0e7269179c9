"""The name of a thing in the reader's language, from translations kept as rows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language

FALLBACKS = ("fr", "en", "ar")


def language_order(language: str | None = None) -> list[str]:
    """The reader's language first, then those most people here read."""
    first = (language or get_language() or FALLBACKS[0])[:2]
    return [first, *(code for code in FALLBACKS if code != first)]


def said(thing: Any, field: str = "name", language: str | None = None, on: date | None = None) -> str:
    """One field of ``thing`` in the reader's language, else in another, else its own, else empty."""
    rows = _valid(thing.names.all(), on)
    by_language = {row.language: getattr(row, field, "") for row in rows}
    for code in language_order(language):
        if by_language.get(code):
            return str(by_language[code])
    return str(getattr(thing, field, "") or "")


def desk_name(desk: Any, language: str | None = None) -> str:
    """A desk carries its three names itself."""
    named = {"fr": desk.name, "ar": desk.name_ar, "en": desk.name_en}
    return next(str(named[code]) for code in [*language_order(language), "fr"] if named[code])


def entry_name(entry: Any) -> str:
    """The name of anything that the directory describes."""
    if hasattr(entry, "title_ar"):
        return str((entry.title_ar if language_order()[0] == "ar" else "") or entry.title)
    return said(entry) if hasattr(entry, "names") else desk_name(entry)


def person_name(person: Any, language: str | None = None) -> str:
    """A person's name in the reader's script, when it is known."""
    arabic = (language or get_language() or "")[:2] == "ar"
    return (person.name_ar if arabic else "") or person.name


def _valid(rows: Iterable[Any], on: date | None) -> list[Any]:
    if on is None:
        return [row for row in rows if getattr(row, "valid_to", None) is None]
    return [row for row in rows if _covers(row, on)]


def _covers(row: Any, on: date) -> bool:
    start, end = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    return (start is None or start <= on) and (end is None or on <= end)
