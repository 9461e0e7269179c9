"""Figures on use: how often, from which kind of desk, why, and what came of it. No file and no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind
from kanaf.cases.emergency import access
from kanaf.cases.enums import EmergencyOutcome
from kanaf.territory import access as territory

YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Figure:
    """One line: a month, a kind of desk, a reason, an outcome; how many, and how many reviewed late."""

    month: date
    desk: str
    reason: str
    outcome: str
    opened: int
    late: int


@dataclass(frozen=True)
class Figures:
    """The lines of a year, the newest month first, with their sums."""

    lines: Sequence[Figure]

    @property
    def opened(self) -> int:
        return sum(line.opened for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def of_the_year(actor: Actor, at: datetime) -> Figures:
    """The last twelve months; 404 for whoever may not see them."""
    access.allow_figures(actor)
    zone = str(territory.working_calendar().zone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_emergency_figures(%s, %s)", [at - YEAR, zone])
        rows = cursor.fetchall()
    lines = [
        Figure(
            month,
            str(DeskKind(kind).label),
            territory.label_of("emergency_reason", reason),
            str(EmergencyOutcome(outcome).label) if outcome else _("not reviewed yet"),
            opened,
            late,
        )
        for month, kind, reason, outcome, opened, late in rows
    ]
    return Figures(sorted(lines, key=lambda line: (-line.month.toordinal(), line.desk, line.reason, line.outcome)))
