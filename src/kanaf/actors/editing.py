"""Which fields of the directory may be proposed for a change: one list for forms and drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import (
    AccessibilityKind,
    Cost,
    DraftTarget,
    Language,
    Referrer,
    ServiceCategory,
    ServiceStatus,
    SpokenLanguage,
)

Words = str | Promise
EMPTY = "—"
Value = str | int | list[str] | None


@dataclass(frozen=True)
class Editable:
    """One field that may be proposed: where it is kept and how it is typed."""

    key: str
    label: Words
    kind: str = "line"  # line, text, number, address, email, phone, one, many
    choices: Sequence[tuple[str, Words]] = ()
    language: str = ""
    column: str = ""
    required: bool = False

    @property
    def full_label(self) -> Words:
        """The label, with its language for what is said in several."""
        if not self.language:
            return self.label
        return f"{self.label} ({get_language_info(self.language)['name_local']})"

    def text(self, value: "Value") -> str:
        """A value in words."""
        if self.choices:
            chosen = value if isinstance(value, list) else [value]
            return " · ".join(str(words) for code, words in self.choices if code in chosen) or EMPTY
        return str(value) if value not in (None, "") else EMPTY


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
    Editable("alternate_name", _("Short name"), "line"),
    Editable("legal_status", _("Legal status"), "line"),
    Editable("year_incorporated", _("Founded in"), "number"),
    Editable("public_phone", _("Public telephone"), "phone"),
    Editable("email", _("E-mail"), "email"),
    Editable("website", _("Web page"), "address"),
    Editable("sources", _("Where these facts come from"), "text"),
]

FIELDS: Mapping[str, list[Editable]] = {
    DraftTarget.SERVICE: SERVICE,
    DraftTarget.NEW_SERVICE: SERVICE,
    DraftTarget.ORGANISATION: ORGANISATION,
}

ROWS = {"languages": "code", "accessibility": "kind"}
"""Lists kept as rows of their own, and the column that holds the word."""


def fields_of(target_type: str) -> Mapping[str, Editable]:
    return {field.key: field for field in FIELDS[target_type]}


def values_of(target_type: str, target: Any) -> dict[str, Value]:
    """The entry as it stands, in the words of a draft; an entry that does not exist yet is empty."""
    if target_type == DraftTarget.NEW_SERVICE:
        return {key: _empty(field) for key, field in fields_of(target_type).items()}
    names = {row.language: row for row in target.names.all() if getattr(row, "valid_to", None) is None}
    return {key: _value(field, target, names) for key, field in fields_of(target_type).items()}


def _empty(field: Editable) -> Value:
    if field.key in {"cost", "status"}:
        return str(field.choices[0][0])
    return [] if field.kind == "many" else None if field.kind == "number" else ""


def _value(field: Editable, target: Any, names: Mapping[str, Any]) -> Value:
    if field.language:
        return str(getattr(names.get(field.language), field.column, ""))
    if field.key in ROWS:
        return sorted(getattr(row, ROWS[field.key]) for row in getattr(target, field.key).all())
    if field.key == "public_phone":
        return next((phone.number for phone in target.phones.all() if phone.is_public), "")
    value: Value = getattr(target, field.key)
    return sorted(value) if isinstance(value, list) else value


def changed(before: Mapping[str, Value], wanted: Mapping[str, Value]) -> dict[str, list[Value]]:
    """Only what differs, as pairs before and after: a draft says nothing about the rest."""
    return {key: [before[key], value] for key, value in wanted.items() if key in before and value != before[key]}
