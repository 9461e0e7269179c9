"""Words about the people of a file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kanaf.cases.enums import PartyRole
from kanaf.cases.forms.people import LANGUAGES, RELATIONS
from kanaf.cases.people_words import commune_of
from kanaf.foundation import words
from kanaf.foundation.templatetags.kanaf import bdi
from kanaf.persons.enums import IdentifierScheme
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from uuid import UUID

    from kanaf.cases.models import CaseParty
    from kanaf.persons.models import Person

register = template.Library()


@register.simple_tag
def person_words(person: "Person") -> str:
    """« fille, environ 9 ans »; in months for the smallest."""
    if not person.born_on:
        return words.person_text(person.sex)
    years, months = words.age_on(person.born_on, territory.today())
    return words.person_text(person.sex, years=years, months=months, is_estimate=person.is_birth_estimated)


@register.simple_tag
def names_of(person: "Person") -> list[tuple[str, bool]]:
    """What somebody is called in each script that was given, and whether it is the Arabic one; the page's own first."""
    latin, arabic = person.name, person.name_ar
    found = [(latin, latin == arabic), *([(arabic, True)] if arabic and arabic != latin else [])]
    return sorted(found, key=lambda one: one[1] != (get_language() == "ar"))


@register.filter
def called(person: "Person") -> SafeString:
    """One name, in the script of the page when it was given in it."""
    return bdi(names_of(person)[0][0])


@register.simple_tag
def relation_words(party: "CaseParty") -> str:
    """What the person is to the child, from the list that goes with the part; else the part itself."""
    part = str(PartyRole(party.role).label)
    if not party.relation:
        return part
    scheme = RELATIONS.get(party.role)
    return f"{part} · {territory.label_of(scheme, party.relation) if scheme else party.relation}"


@register.simple_tag
def language_words(person: "Person") -> str:
    return " · ".join(spoken_word(code) for code in person.languages.split())


@register.simple_tag
def commune_words(person: "Person") -> str:
    """The commune where somebody lives, in the language of the reader."""
    return commune_of(person)


@register.filter
def of_person(found: "Mapping[UUID, Any] | str", person: "UUID") -> Any:
    """What was found for one person; nothing where the page looked for nothing."""
    return found.get(person, []) if isinstance(found, dict) else []


@register.simple_tag
def spoken_word(code: str) -> str:
    return str(dict(LANGUAGES).get(code, code))


@register.simple_tag
def number_words(papers: Mapping[str, str]) -> list[tuple[str, str]]:
    """The papers of a person; the telephone has its own line."""
    labels = dict(IdentifierScheme.choices)
    return [(str(labels[scheme]), value) for scheme, value in papers.items() if scheme != IdentifierScheme.PHONE]
