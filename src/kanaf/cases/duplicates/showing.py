"""Two records side by side, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kanaf.actors.naming import desk_name
from kanaf.cases.duplicates.access import Side
from kanaf.cases.enums import PartyRole
from kanaf.cases.forms.people import LANGUAGES
from kanaf.cases.models import CaseParty, PersonPair
from kanaf.foundation import words
from kanaf.persons import merging, names
from kanaf.persons.enums import IdentifierScheme, Sex
from kanaf.persons.matching.explaining import ALIKE
from kanaf.persons.matching.strength import STRONG
from kanaf.persons.models import Person
from kanaf.territory import access as territory

NEARLY_SURE = 0.9
NAMES = ("given_name", "family_name", "given_name_ar", "family_name_ar", "nickname", "father_name", "mother_name")
AS_GOOD_AS_ONE = 0.85
"""Likeness of two names from which nobody need look twice."""


@dataclass(frozen=True)
class Row:
    """One field of the two records."""

    name: str
    label: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        return self.kept != self.other

    @property
    def clashes(self) -> bool:
        """Both say something, and what they say is not one name in two spellings."""
        return bool(self.kept and self.other) and self.differs and self.likeness < AS_GOOD_AS_ONE

    @property
    def is_nearly_the_same(self) -> bool:
        """Two names of which the reasons say so."""
        return self.differs and self.likeness >= ALIKE

    @property
    def likeness(self) -> float:
        """How alike two names sound in either script, from 0 to 1; 0 for any other field."""
        if self.name not in NAMES or not (self.kept and self.other):
            return 0.0
        return names.alike(names.prepare(self.kept), names.prepare(self.other))


@dataclass(frozen=True)
class PairRow:
    """One pair on the list."""

    id: UUID
    one: Person
    other: Person
    likelihood: str


def likelihood(probability: float) -> str:
    """How likely it is that the two are one, in words: a number would say more than is known."""
    if probability >= NEARLY_SURE:
        return _("very likely the same person")
    return _("probably the same person") if probability >= STRONG else _("perhaps the same person")


def listed(pairs: Iterable[PersonPair]) -> list[PairRow]:
    return [PairRow(pair.id, pair.one, pair.other, likelihood(pair.probability)) for pair in pairs]


def rows(kept: Mapping[str, merging.Value], other: Mapping[str, merging.Value]) -> list[Row]:
    """Every field that one of them has."""
    names = [name for name in (*merging.FIELDS, *IdentifierScheme.values) if name in kept or name in other]
    return [
        Row(name, label_of(name), in_words(name, kept.get(name)), in_words(name, other.get(name))) for name in names
    ]


def label_of(name: str) -> str:
    """What a field is called."""
    if name == "birth":
        return _("Birth")
    if name in merging.FIELDS:
        return str(capfirst(str(Person._meta.get_field(name).verbose_name)))  # type: ignore[union-attr]
    return str(capfirst(str(IdentifierScheme(name).label)))


def in_words(name: str, value: merging.Value | None) -> str:
    """What a record says of one field; empty where it says nothing."""
    if not value:
        return ""
    if name == "birth":
        return _birth(*value)
    if name == "commune":
        return _commune(value[0])
    if name == "sex":
        return str(Sex(value[0]).label)
    if name == "languages":
        return " · ".join(str(dict(LANGUAGES).get(code, code)) for code in str(value[0] or "").split())
    return str(value[0] or "")


def _birth(born_on: str | None, said: str | None, is_estimate: Any) -> str:
    age, _at, day = (said or "").partition("@")
    if day:
        return _("%(age)s years old on %(day)s") % {"age": age, "day": words.date_text(date.fromisoformat(day))}
    if not born_on:
        return said or ""
    text = words.date_text(date.fromisoformat(born_on))
    return _("about %(day)s") % {"day": text} if is_estimate else text


def _commune(code: str | None) -> str:
    try:
        return territory.place_by_code(code).full_name if code else ""
    except Http404:
        return code or ""


def files_of(side: Side) -> str:
    """The files of one record that the reader may open, with the part in each."""
    return " · ".join(part_of(party) for party in side.parts)


def part_of(party: CaseParty) -> str:
    told = {"code": party.case.code, "part": PartyRole(party.role).label, "desk": desk_name(party.case.lead_desk)}
    return _("%(code)s, %(part)s, %(desk)s") % told


def labels_of(names: Sequence[str]) -> str:
    return ", ".join(label_of(name) for name in names)
