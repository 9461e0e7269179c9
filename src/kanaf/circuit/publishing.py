"""Posters and guides of an edition, set once in a process and kept while nothing of them changes."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

from kanaf.circuit.drawing.paper import PAPERS, Paper, sheet_pdf
from kanaf.circuit.drawing.poster import poster
from kanaf.circuit.drawing.svg import svg
from kanaf.circuit.editions import Edition
from kanaf.circuit.guide import guide_pdf

Form = Literal["pdf", "svg"]
FORMS: tuple[str, ...] = get_args(Form)
TYPES = {"pdf": "application/pdf", "svg": "image/svg+xml"}
KEPT = 24


@dataclass(frozen=True)
class _Wanted:
    """What is asked for; everything that changes it counts, so that a new number to call is on the next poster."""

    key: tuple[object, ...]
    edition: Edition = field(compare=False)
    language: str = field(compare=False)


def guide(edition: Edition, language: str) -> bytes:
    """The guide, as tagged PDF."""
    return _guide(_wanted(edition, language))


def wall_poster(edition: Edition, language: str, paper: Paper, form: Form) -> bytes:
    """The poster for that size of paper, as PDF or as SVG with its letters in it."""
    return _poster(_wanted(edition, language), paper, form)


def _wanted(edition: Edition, language: str) -> _Wanted:
    numbers = tuple(edition.numbers)
    key = (edition.digest, edition.number, edition.in_force_since, edition.as_of, numbers, language)
    return _Wanted(key, edition, language)


@lru_cache(maxsize=KEPT)
def _guide(wanted: _Wanted) -> bytes:
    return guide_pdf(wanted.edition, wanted.language)


@lru_cache(maxsize=KEPT)
def _poster(wanted: _Wanted, paper: Paper, form: Form) -> bytes:
    drawing = poster(wanted.edition, wanted.language)
    if form == "svg":
        return svg(drawing, width_mm=PAPERS[paper]).encode()
    return sheet_pdf(drawing, paper)
