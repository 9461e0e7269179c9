"""The doors to the medical part."""

from kanaf.health.access.folder import (
    Folder,
    folder_of,
    get_certificate,
    get_follow_up,
    get_request,
    get_visit,
    hospitals_of,
    note_reading,
    register_of,
    still_open,
)
from kanaf.health.access.limits import limits_of, limits_of_files
from kanaf.health.access.lists import get_hospital, list_page, my_hospitals

__all__ = [
    "Folder",
    "folder_of",
    "get_certificate",
    "get_follow_up",
    "get_hospital",
    "get_request",
    "get_visit",
    "hospitals_of",
    "limits_of",
    "limits_of_files",
    "list_page",
    "my_hospitals",
    "note_reading",
    "register_of",
    "still_open",
]
