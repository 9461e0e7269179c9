"""Between a person's record and the form that writes it: what the boxes hold before anybody types."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404

from kanaf.foundation.words import age_on
from kanaf.persons import numbers
from kanaf.persons.enums import IdentifierScheme
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.cases.models import CaseParty
    from kanaf.foundation.forms import Form
    from kanaf.persons.models import Person

SMALL_CHILD = 3
MONTHS = 12
LIVES = {True: "yes", False: "no"}
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def first_guess(searched: Mapping[str, Any]) -> dict[str, str]:
    """The words of a search put in the boxes where they belong most often: first word, then family."""
    first, _space, rest = str(searched.get("name", "")).strip().partition(" ")
    ending = "_ar" if _ARABIC.search(first) else ""
    guess = {f"given_name{ending}": first, f"family_name{ending}": rest.strip()}
    number = str(searched.get("number", ""))
    try:
        return {**guess, "phone": numbers.normal(IdentifierScheme.PHONE, number)}
    except numbers.NotANumber:
        return guess


def initial_of(party: "CaseParty", papers: Mapping[str, str], today: date) -> dict[str, Any]:
    """What is known of a person, as the form shows it."""
    person = party.person
    own = (
        "given_name",
        "family_name",
        "given_name_ar",
        "family_name_ar",
        "nickname",
        "father_name",
        "mother_name",
        "born_said",
        "phone",
        "address",
        "nationality",
    )
    return {
        **{name: getattr(person, name) or "" for name in own},
        **papers,
        "commune": commune_of(person),
        **_age(person.born_on, today, is_estimate=person.is_birth_estimated),
        "sex": person.sex,
        "spoken": person.languages.split(),
        "nameless": not (person.name or person.nickname),
        "relation": party.relation,
        "lives": LIVES.get(party.lives_with_child, "") if party.lives_with_child is not None else "",
        "remark": party.remark or "",
    }


def commune_of(person: "Person") -> str:
    """The name of the commune in the reader's language; its code where the place is no longer known."""
    if not person.commune:
        return ""
    try:
        return territory.place_by_code(person.commune).full_name
    except Http404:
        return str(person.commune)


def _age(born_on: date | None, today: date, *, is_estimate: bool) -> dict[str, Any]:
    """A sure date in its boxes; an estimate as the age it was made from."""
    if not born_on:
        return {}
    if not is_estimate:
        return {"born_on": born_on}
    years, months = age_on(born_on, today)
    small = {"months": months % MONTHS} if years < SMALL_CHILD else {}
    return {"years": years, "estimate": born_on, **small}


def theirs_of(form: "Form", initial: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody else saved, field by field, where it differs from what was typed here."""
    shown = [name for name in form.fields if name in initial]
    return {name: initial[name] for name in shown if form.fields[name].has_changed(initial[name], form[name].data)}
