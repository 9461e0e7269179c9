"""Numbers that name a person: how they are written, and the one form in which they are kept and compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.vault import blind
from kanaf.persons.enums import IdentifierScheme as Scheme

HOME_REGION = "MA"
_SPACING = re.compile(r"[\s.\-_/]+")
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class NotANumber(ValueError):
    """What was typed is no number of that kind; the message says how one is written."""


@dataclass(frozen=True)
class _Format:
    pattern: re.Pattern[str]
    advice: str | Promise


_FORMATS: Mapping[str, _Format] = {
    Scheme.NATIONAL_ID: _Format(
        re.compile(r"[A-Z]{1,2}\d{5,7}"),
        _("A national card number is one or two letters, then 5 to 7 digits, like K123456."),
    ),
    Scheme.SOCIAL_REGISTER: _Format(re.compile(r"\d{9,10}"), _("A social register number has 9 or 10 digits.")),
    Scheme.PUPIL: _Format(
        re.compile(r"[A-Z]\d{9}"), _("A pupil number is one letter, then 9 digits, like G123456789.")
    ),
    Scheme.PASSPORT: _Format(
        re.compile(r"(?=.*\d)[A-Z0-9]{6,12}"), _("A passport number has 6 to 12 letters and digits.")
    ),
}


def normal(scheme: str, typed: str) -> str:
    """The one form of a number. Raises ``NotANumber`` with a sentence for the person who typed it."""
    text = typed.strip().translate(_EASTERN_DIGITS).upper()
    if scheme == Scheme.PHONE:
        return phone(text)
    if scheme == Scheme.BIRTH_ACT:
        return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", text))
    compact, known = _SPACING.sub("", text), _FORMATS[scheme]
    if not known.pattern.fullmatch(compact):
        raise NotANumber(known.advice)
    return compact


def phone(typed: str) -> str:
    """A telephone number as the whole world writes it: +212…"""
    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise NotANumber(_("This is no telephone number. Write it like 0612345678, or with + and the country."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def trace(scheme: str, value: str) -> bytes:
    """What a number in its one form is found by."""
    return blind.index(f"persons.{scheme}", value)


def trace_of(scheme: str, value: str) -> bytes:
    """The same of a number as it is kept: one that has no such form is found as it was written."""
    try:
        return trace(scheme, normal(scheme, value))
    except NotANumber:
        return trace(scheme, value)


def traces_of_any(typed: str) -> set[bytes]:
    """The traces of something typed in a search box, read as every kind of number it could be; none without a digit."""
    found: set[bytes] = set()
    if not any(character.isdigit() for character in typed):
        return found
    for scheme in Scheme.values:
        try:
            found.add(trace(scheme, normal(scheme, typed)))
        except NotANumber:
            continue
    return found
