"""The tables of the territory: no personal data, so no row-level rules; every edit is journaled."""

from kanaf.territory.models.calendars import CalendarException, WorkingCalendar
from kanaf.territory.models.codelists import Codelist, CodelistEntry
from kanaf.territory.models.places import Country, FormerMembership, Place, PlaceCensus, place_id
from kanaf.territory.models.settings import (
    AgeLimit,
    ConsentRule,
    DelaySetting,
    Helpline,
    LegalReference,
    ReportingDuty,
    Setting,
)

__all__ = [
    "AgeLimit",
    "CalendarException",
    "Codelist",
    "CodelistEntry",
    "ConsentRule",
    "Country",
    "DelaySetting",
    "FormerMembership",
    "Helpline",
    "LegalReference",
    "Place",
    "PlaceCensus",
    "ReportingDuty",
    "Setting",
    "WorkingCalendar",
    "place_id",
]
