"""Which fields of the directory may be proposed for a change: one list for forms and drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import (
    AccessibilityKind,
    AgreementStatus,
    Cost,
    DeskKind,
    DraftTarget,
    Language,
    OrganisationKind,
    OrganisationStatus,
    Referrer,
    ServiceCategory,
    ServiceStatus,
    SpokenLanguage,
)
from kanaf.foundation.words import date_text

Words = str | Promise
EMPTY = "—"
Value = str | int | list[str] | dict[str, Any] | None
POINTERS = {"place", "site", "organisation", "party"}
"""Kinds of fields that name another record; a draft keeps its id."""
YES_OR_NO = ((True, _("Yes")), (False, _("No")))


@dataclass(frozen=True)
class Editable:
    """One field that may be proposed: where it is kept and how it is typed."""

    key: str
    label: Words
    kind: str = (
        "line"  # line, text, number, amount, degrees, day, time, yes, address, email, phone, one, many; POINTERS
    )
    choices: Sequence[tuple[Any, Words]] = ()
    language: str = ""
    column: str = ""
    required: bool = False
    hint: Words = ""
    most: int = 200

    @property
    def full_label(self) -> Words:
        """The label, with its language for what is said in several."""
        if not self.language:
            return self.label
        return f"{self.label} ({get_language_info(self.language)['name_local']})"

    @property
    def attribute(self) -> str:
        """Where the record keeps it."""
        return f"{self.key}_id" if self.kind in POINTERS else self.key

    def text(self, value: "Value", names: Mapping[str, str] | None = None) -> str:
        """A value in words; ``names`` are those of the records it may point to."""
        if choices := YES_OR_NO if self.kind == "yes" else self.choices:
            chosen = value if isinstance(value, list) else [value]
            return " · ".join(str(words) for code, words in choices if code in chosen) or EMPTY
        if value in (None, ""):
            return EMPTY
        if self.kind == "day":
            return date_text(date.fromisoformat(str(value)))
        return (names or {}).get(str(value), str(value))


def _in_each_language(column: str, label: Words, *, kind: str, required: bool = False) -> list[Editable]:
    return [
        Editable(
            f"{column}_{code}",
            label,
            kind,
            language=code,
            column=column,
            required=required and code == Language.FRENCH,
        )
        for code in Language.values
    ]


SERVICE = [
    *_in_each_language("name", _("Name of the service"), kind="line", required=True),
    *_in_each_language("description", _("What the service does"), kind="text"),
    Editable("categories", _("Kinds of help"), "many", ServiceCategory.choices, required=True),
    Editable("minimum_age", _("From what age"), "number"),
    Editable("maximum_age", _("Up to what age"), "number"),
    *_in_each_language("eligibility_description", _("For whom"), kind="text"),
    *_in_each_language("referral_route", _("How to refer a child"), kind="text"),
    Editable("who_may_refer", _("Who may refer"), "many", Referrer.choices),
    *_in_each_language("required_documents", _("Papers to bring"), kind="text"),
    Editable("cost", _("Cost"), "one", Cost.choices, required=True),
    *_in_each_language("fees_description", _("About the cost"), kind="line"),
    Editable("languages", _("Languages spoken"), "many", SpokenLanguage.choices),
    Editable("accessibility", _("Accessibility"), "many", AccessibilityKind.choices),
    Editable("status", _("State"), "one", ServiceStatus.choices, required=True),
    *_in_each_language("alert", _("Notice at the top of the page"), kind="line"),
    Editable("public_phone", _("Public telephone"), "phone"),
    Editable("email", _("E-mail"), "email"),
    Editable("url", _("Web page"), "address"),
]

ORGANISATION = [
    *_in_each_language("name", _("Name of the organisation"), kind="line", required=True),
    *_in_each_language("description", _("Who they are"), kind="text"),
    Editable("kind", _("Kind of organisation"), "one", OrganisationKind.choices, required=True),
    Editable("alternate_name", _("Short name"), "line", most=80),
    Editable("place", _("Place"), "place"),
    Editable("status", _("State"), "one", OrganisationStatus.choices, required=True),
    Editable("legal_status", _("Legal status"), "line", most=120),
    Editable("year_incorporated", _("Founded in"), "number"),
    Editable("public_phone", _("Public telephone"), "phone"),
    Editable("email", _("E-mail"), "email"),
    Editable("website", _("Web page"), "address"),
    Editable("sources", _("Where these facts come from"), "text"),
]

SITE = [
    *_in_each_language("name", _("Name of the site"), kind="line", required=True),
    Editable("place", _("Place"), "place", required=True),
    Editable("address_1", _("Street and number"), "line"),
    Editable("address_2", _("More of the address"), "line"),
    Editable("postal_code", _("Postal code"), "line", most=12),
    Editable("latitude", _("Latitude"), "degrees"),
    Editable("longitude", _("Longitude"), "degrees"),
    Editable("transportation", _("How to get there"), "text"),
    Editable(
        "is_shelter",
        _("People are sheltered here"),
        "yes",
        hint=_("The address is then shown to nobody; professionals see the commune only."),
    ),
]

DESK = [
    Editable("name", _("Name of the desk"), required=True, most=160),
    Editable("name_ar", _("Its name in Arabic"), most=160),
    Editable("name_en", _("Its name in English"), most=160),
    Editable("kind", _("Kind of desk"), "one", DeskKind.choices, required=True),
    Editable("place", _("Place"), "place"),
    Editable("site", _("Site"), "site"),
    Editable("phone_public", _("Telephone"), "phone"),
    Editable(
        "takes_reports",
        _("Receives reports about children"),
        "yes",
        hint=_("Its files need a code of their own: the prefix, given when the desk is opened."),
    ),
    Editable("is_shelter", _("People are sheltered here"), "yes"),
]

AGREEMENT = [
    Editable("title", _("Title"), required=True),
    Editable("title_ar", _("Title in Arabic")),
    Editable("reference", _("Reference"), most=60),
    Editable("status", _("State"), "one", AgreementStatus.choices, required=True),
    Editable("signed_on", _("Signed on"), "day"),
    Editable("starts_on", _("First day"), "day"),
    Editable("ends_on", _("Last day"), "day"),
]

FIELDS: Mapping[str, list[Editable]] = {
    DraftTarget.SITE: SITE,
    DraftTarget.DESK: DESK,
    DraftTarget.AGREEMENT: AGREEMENT,
    DraftTarget.SERVICE: SERVICE,
    DraftTarget.NEW_SERVICE: SERVICE,
    DraftTarget.ORGANISATION: ORGANISATION,
}

ROWS = {"languages": "code", "accessibility": "kind"}
"""Lists kept as rows of their own, and the column that holds the word."""


def fields_of(target_type: str) -> Mapping[str, Editable]:
    return {field.key: field for field in FIELDS[target_type]}


def plain(value: Any) -> Value:
    """A value as a draft keeps it: what JSON knows, and always the same for the same value."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return sorted(value)
    return str(value) if isinstance(value, UUID) else value


def values_of(target_type: str, target: Any) -> dict[str, Value]:
    """The entry as it stands, in the words of a draft; an entry that does not exist yet is empty."""
    if target_type == DraftTarget.NEW_SERVICE:
        return empty_values(target_type)
    names = current_names(target) if any(field.language for field in FIELDS[target_type]) else {}
    return {key: _value(field, target, names) for key, field in fields_of(target_type).items()}


def empty_values(target_type: str) -> dict[str, Value]:
    return {key: _empty(field) for key, field in fields_of(target_type).items()}


def current_names(target: Any) -> dict[str, Any]:
    """What an entry is called today, by language."""
    return {row.language: row for row in target.names.all() if getattr(row, "valid_to", None) is None}


def _empty(field: Editable) -> Value:
    if field.key in {"cost", "status"}:
        return str(field.choices[0][0])
    if field.kind == "yes":
        return False
    return [] if field.kind == "many" else None if field.kind in {"number", "day", "degrees", *POINTERS} else ""


def _value(field: Editable, target: Any, names: Mapping[str, Any]) -> Value:
    if field.language:
        return str(getattr(names.get(field.language), field.column, ""))
    if field.key in ROWS:
        return sorted(getattr(row, ROWS[field.key]) for row in getattr(target, field.key).all())
    if field.key == "public_phone":
        return next((phone.number for phone in target.phones.all() if phone.is_public), "")
    return plain(getattr(target, field.attribute))


def changed(before: Mapping[str, Value], wanted: Mapping[str, Value]) -> dict[str, list[Value]]:
    """Only what differs, as pairs before and after: a draft says nothing about the rest."""
    return {key: [before[key], value] for key, value in wanted.items() if key in before and value != before[key]}
