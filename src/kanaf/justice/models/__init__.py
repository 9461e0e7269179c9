"""Everything here is of the judicial part of a file, but for calendar addresses, which belong to their person."""

from kanaf.justice.models.calendars import CalendarFeed
from kanaf.justice.models.measures import Measure, Review, Stay
from kanaf.justice.models.procedures import Hearing, Minutes, Procedure, Requisition, Step
from kanaf.justice.models.sheets import ReportDecision, Sheet

__all__ = [
    "CalendarFeed",
    "Hearing",
    "Measure",
    "Minutes",
    "Procedure",
    "ReportDecision",
    "Requisition",
    "Review",
    "Sheet",
    "Stay",
    "Step",
]
