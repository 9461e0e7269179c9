"""What an entry keeps as rows of its own (hours, telephones, prices), and how each row is proposed for a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kanaf.actors.editing import Editable, Value, Words, plain, values_of
from kanaf.actors.enums import (
    AccessibilityKind,
    CapacityUnit,
    DraftTarget,
    Language,
    PhoneType,
    SchedulePeriod,
    SpokenLanguage,
    Weekday,
)

BETWEEN = "/"
"""Stands between a table and the id of its row in the key of a draft."""


@dataclass(frozen=True)
class Table:
    """One list of rows of an entry: the relation that holds them, and the columns people fill."""

    key: str
    label: Words
    columns: Sequence[Editable]
    hint: Words = ""

    @property
    def fields(self) -> dict[str, Editable]:
        return {column.key: column for column in self.columns}

    def values(self, row: Any) -> dict[str, Any]:
        """A row in the words of a draft."""
        return {column.key: plain(getattr(row, column.attribute)) for column in self.columns}

    def row_key(self, row_id: UUID) -> str:
        return f"{self.key}{BETWEEN}{row_id}"


PERIOD = (Editable("valid_from", _("First day"), "day"), Editable("valid_to", _("Last day"), "day"))
LANGUAGE = Editable("language", _("Language"), "one", Language.choices, required=True)
DESCRIPTION = Editable("description", _("Description"), "text")

SERVICE_NAMES = Table(
    "names",
    _("Names and words, by language"),
    (
        LANGUAGE,
        Editable("name", _("Name of the service"), required=True),
        Editable("description", _("What the service does"), "text"),
        Editable("eligibility_description", _("For whom"), "text"),
        Editable("referral_route", _("How to refer a child"), "text"),
        Editable("required_documents", _("Papers to bring"), "text"),
        Editable("fees_description", _("About the cost")),
        Editable("alert", _("Notice at the top of the page")),
    ),
)
SCHEDULES = Table(
    "schedules",
    _("Opening hours"),
    (
        Editable("period", _("When these hours hold"), "one", SchedulePeriod.choices, required=True),
        Editable("byday", _("Days"), "many", Weekday.choices, required=True),
        Editable("opens_at", _("Opens at"), "time", hint=_("Leave both hours empty when it is closed on these days.")),
        Editable("closes_at", _("Closes at"), "time"),
        *PERIOD,
        Editable("notes", _("Remark")),
    ),
    _("The hours of Ramadan and of holidays replace the usual ones while they last."),
)
CAPACITIES = Table(
    "capacities",
    _("Capacity"),
    (
        Editable("unit", _("What is counted"), "one", CapacityUnit.choices, required=True),
        Editable("available", _("Free today"), "number", required=True),
        Editable("maximum", _("At most"), "number"),
        Editable("updated", _("True on"), "day", required=True),
    ),
)
COSTS = Table(
    "cost_options",
    _("Prices"),
    (
        Editable("option", _("What is paid for"), required=True, most=120),
        Editable("amount", _("Amount"), "amount"),
        Editable("currency", _("Currency"), required=True, most=3),
        Editable("amount_description", _("About this price")),
        *PERIOD,
    ),
)
LANGUAGES = Table(
    "languages",
    _("Languages spoken"),
    (
        Editable("code", _("Language"), "one", SpokenLanguage.choices, required=True),
        Editable("note", _("Remark")),
    ),
)
ACCESSIBILITY = Table(
    "accessibility",
    _("Accessibility"),
    (
        Editable("kind", _("What helps"), "one", AccessibilityKind.choices, required=True),
        Editable("details", _("Remark")),
    ),
)
PHONES = Table(
    "phones",
    _("Telephones"),
    (
        Editable("number", _("Number"), "phone", required=True),
        Editable("extension", _("Extension"), most=8),
        Editable("type", _("Kind of line"), "one", PhoneType.choices, required=True),
        Editable("description", _("What it is for"), most=120),
        Editable("is_public", _("Everyone may call this number"), "yes"),
    ),
)
CONTACTS = Table(
    "contacts",
    _("People to ask for"),
    (
        Editable("name", _("Name"), required=True, most=120),
        Editable("title", _("Function"), most=120),
        Editable("department", _("Department"), most=120),
        Editable("email", _("E-mail"), "email"),
        Editable("agreed_on", _("Agreed on"), "day", hint=_("A person is shown only once she or he agreed to it.")),
    ),
)
LOCATIONS = Table(
    "locations",
    _("Where people are received"),
    (Editable("site", _("Site"), "site", required=True), DESCRIPTION),
)
ORGANISATION_NAMES = Table(
    "names",
    _("Names and words, by language"),
    (LANGUAGE, Editable("name", _("Name of the organisation"), required=True), DESCRIPTION, *PERIOD),
    _("A former name stays here with its last day."),
)
SITE_NAMES = Table(
    "names",
    _("Names and words, by language"),
    (LANGUAGE, Editable("name", _("Name of the site"), required=True), DESCRIPTION),
)
AREAS = Table(
    "areas",
    _("In charge of"),
    (
        Editable("place", _("Place"), "place", required=True),
        Editable("priority", _("Priority"), "number", required=True, hint=_("Of several desks, 1 answers first.")),
    ),
)
SIGNATORIES = Table(
    "signatories",
    _("Who signed"),
    (
        Editable("organisation", _("Organisation"), "organisation", required=True),
        Editable("quality", _("In what quality"), most=120),
    ),
)
COMMITMENTS = Table(
    "commitments",
    _("Promises"),
    (
        Editable("organisation", _("Who promises"), "party", required=True),
        Editable("text", _("What is promised"), "text", required=True),
        Editable("due_on", _("Due on"), "day"),
        Editable("kept_on", _("Kept on"), "day"),
    ),
)

TABLES: Mapping[str, Mapping[str, Table]] = {
    target: {table.key: table for table in tables}
    for target, tables in {
        DraftTarget.SERVICE: (
            SCHEDULES, CAPACITIES, COSTS, LANGUAGES, ACCESSIBILITY, PHONES, CONTACTS, LOCATIONS, SERVICE_NAMES,
        ),
        DraftTarget.NEW_SERVICE: (),
        DraftTarget.ORGANISATION: (PHONES, CONTACTS, ORGANISATION_NAMES),
        DraftTarget.SITE: (PHONES, SITE_NAMES),
        DraftTarget.DESK: (AREAS,),
        DraftTarget.AGREEMENT: (SIGNATORIES, COMMITMENTS),
    }.items()
}  # fmt: skip
"""What is kept in rows, entry by entry."""


def table_of(target_type: str, key: str) -> Table:
    """The table that a draft's key speaks of."""
    return TABLES[target_type][key.partition(BETWEEN)[0]]


def current(target_type: str, target: Any, keys: Any) -> dict[str, Value]:
    """What the entry says today of each of these keys; a row that is not there says nothing."""
    known = values_of(target_type, target)
    return {key: known[key] if key in known else _row_now(target_type, target, key) for key in keys}


def _row_now(target_type: str, target: Any, key: str) -> dict[str, Any] | None:
    table, row_id = table_of(target_type, key), key.partition(BETWEEN)[2]
    return next((table.values(row) for row in getattr(target, table.key).all() if str(row.pk) == row_id), None)


def seal_of(values: Any) -> str:
    """The version of values without a number: the same as long as they are."""
    return sha256(dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
