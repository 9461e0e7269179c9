"""Reports come in, are added to, and change hands."""

from kanaf.cases.services.reports.adding import Added, add_to_report, mark_additions_read, state_by_code
from kanaf.cases.services.reports.passing import AlreadyDecided, pass_report
from kanaf.cases.services.reports.receiving import (
    Received,
    Told,
    receive_concern,
    record_report,
    submit_report,
)
from kanaf.cases.services.reports.routing import NoDeskTakesReports, complaint_desk_for, desk_for

__all__ = [
    "Added",
    "AlreadyDecided",
    "NoDeskTakesReports",
    "Received",
    "Told",
    "add_to_report",
    "complaint_desk_for",
    "desk_for",
    "mark_additions_read",
    "pass_report",
    "receive_concern",
    "record_report",
    "state_by_code",
    "submit_report",
]
