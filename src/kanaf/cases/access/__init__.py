"""The doors to reports, files and complaints."""

from kanaf.cases.access.complaints import desks_at, get_complaint, list_complaints, read_complaint
from kanaf.cases.access.files import coded, get_case, note_reading, open_file, parts_of
from kanaf.cases.access.reports import (
    additions_wait,
    file_of_code,
    files_opened,
    get_report,
    list_reports,
    name_of,
    open_report,
    read_report,
    recording_desks,
    waiting_on,
)

__all__ = [
    "additions_wait",
    "coded",
    "desks_at",
    "file_of_code",
    "files_opened",
    "get_case",
    "get_complaint",
    "get_report",
    "list_complaints",
    "list_reports",
    "name_of",
    "note_reading",
    "open_file",
    "open_report",
    "parts_of",
    "read_complaint",
    "read_report",
    "recording_desks",
    "waiting_on",
]
