"""The short lists that no rule can replace, read once from ``short_forms.yaml``."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kanaf.persons.names.folding import written

SHORTEST_SECOND = 4
"""Letters that must follow a first name for the two to be taken apart: « Mohamedou » stays whole."""


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return lists


def _forms(kind: str) -> list[tuple[str, str]]:
    """Each form as a word is written, with its whole name."""
    entries = _lists()[kind]
    return [(written(str(form)), str(entry.get("whole", ""))) for entry in entries for form in entry["forms"]]


def _wholes(kind: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for form, whole in _forms(kind):
        found.setdefault(form, []).append(whole)
    return {form: tuple(wholes) for form, wholes in found.items()}


EXPANSIONS = {form: tuple(wholes[0].split()) for form, wholes in _wholes("expansions").items()}
"""« med » is read as « mohamed »."""
TITLES = frozenset(form for form, _ in _forms("titles"))
FIRSTS = tuple(sorted((form for form, _ in _forms("firsts")), key=len, reverse=True))
"""Names that others are written onto, the longest first."""
WITHOUT_ARTICLE = frozenset(form for form, _ in _forms("without_article"))
"""Words that begin like an article and have none."""
NICKNAMES = _wholes("nicknames")
"""« fati » may stand for « fatima » and « fatiha »."""
