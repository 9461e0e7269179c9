"""The tables of the committees."""

from kanaf.committees.models.actions import ActionPoint
from kanaf.committees.models.annex import AnnexItem
from kanaf.committees.models.committees import Committee, CommitteeKind, KindSeat, Seat, Term
from kanaf.committees.models.feeds import CalendarFeed
from kanaf.committees.models.meetings import AgendaItem, Attendance, Meeting, Minutes
from kanaf.committees.models.plans import Objective, Plan, PlanAction

__all__ = [
    "ActionPoint",
    "AgendaItem",
    "AnnexItem",
    "Attendance",
    "CalendarFeed",
    "Committee",
    "CommitteeKind",
    "KindSeat",
    "Meeting",
    "Minutes",
    "Objective",
    "Plan",
    "PlanAction",
    "Seat",
    "Term",
]
