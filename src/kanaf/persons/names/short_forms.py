"""The short lists that no rule can replace, read once from ``short_forms.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

SHORTEST_SECOND = 4
"""Letters that must follow a first name for the two to be taken apart: « Mohamedou » stays whole."""


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return lists


EXPANSIONS: dict[str, tuple[str, ...]] = {
    short: tuple(entry["whole"].split()) for entry in _lists()["expansions"] for short in entry["short"]
}
TITLES: frozenset[str] = frozenset(title for entry in _lists()["titles"] for title in entry["forms"])
FIRSTS: tuple[str, ...] = tuple(
    sorted((first for entry in _lists()["firsts"] for first in entry["forms"]), key=len, reverse=True)
)
WITHOUT_ARTICLE: frozenset[str] = frozenset(word for entry in _lists()["without_article"] for word in entry["forms"])
NICKNAMES: dict[str, tuple[str, ...]] = {
    form: tuple(dict.fromkeys(e["whole"] for e in _lists()["nicknames"] if form in e["forms"]))
    for entry in _lists()["nicknames"]
    for form in entry["forms"]
}
