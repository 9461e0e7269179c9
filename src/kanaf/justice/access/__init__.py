"""The doors to the judicial part."""

from kanaf.justice.access.days import day_page, get_court, my_courts
from kanaf.justice.access.feeds import feeds_of, get_feed, moments_behind
from kanaf.justice.access.folder import (
    Folder,
    Heard,
    courts_for,
    desks_of_file,
    folder_of,
    get_hearing,
    get_measure,
    get_procedure,
    get_requisition,
    get_sheet,
    get_stay,
    hands_in,
    latest_decision,
    limits_of,
    note_reading,
    standing_decision,
    times_heard,
)

__all__ = [
    "Folder",
    "Heard",
    "courts_for",
    "day_page",
    "desks_of_file",
    "feeds_of",
    "folder_of",
    "get_court",
    "get_feed",
    "get_hearing",
    "get_measure",
    "get_procedure",
    "get_requisition",
    "get_sheet",
    "get_stay",
    "hands_in",
    "latest_decision",
    "limits_of",
    "moments_behind",
    "my_courts",
    "note_reading",
    "standing_decision",
    "times_heard",
]
