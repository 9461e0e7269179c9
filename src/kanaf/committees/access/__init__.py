"""The doors to committees: unknown, hidden and forbidden all give the same 404."""

from kanaf.committees.access.actions import get_action, get_plan_action, list_actions, plan_of
from kanaf.committees.access.annex import annex_of, get_annex_item, readable_file
from kanaf.committees.access.calendar import calendar_of, feed_of
from kanaf.committees.access.chairs import Chair, chair_of
from kanaf.committees.access.committees import (
    desks_of_secretary,
    get_committee,
    get_seat,
    get_term,
    kind_of,
    kinds,
    list_committees,
    open_committee,
    owners,
    seats_of,
)
from kanaf.committees.access.meetings import (
    agenda_of,
    get_item,
    get_meeting,
    meetings_of,
    minutes_waiting,
    note_minutes_read,
)

__all__ = [
    "Chair",
    "agenda_of",
    "annex_of",
    "calendar_of",
    "chair_of",
    "desks_of_secretary",
    "feed_of",
    "get_action",
    "get_annex_item",
    "get_committee",
    "get_item",
    "get_meeting",
    "get_plan_action",
    "get_seat",
    "get_term",
    "kind_of",
    "kinds",
    "list_actions",
    "list_committees",
    "meetings_of",
    "minutes_waiting",
    "note_minutes_read",
    "open_committee",
    "owners",
    "plan_of",
    "readable_file",
    "seats_of",
]
