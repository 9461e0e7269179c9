"""Keeps the table of obligations equal to the pure function, in the transaction of each event."""

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from kanaf.circuit.clocks import WorkingClock
from kanaf.circuit.obligations import Event, Machine, Obligation, obligations
from kanaf.circuit.reading import read
from kanaf.journal.services import Written
from kanaf.territory import access as territory
from kanaf.territory.calendars import Calendar

FOREVER = 2**40
"""Every event counts: an entry is never of the future."""
QUIET = ("cases.read", "cases.attachment_read", "persons.searched", "journal.access_refused", "circuit.file_moved")
"""Reading, and following another version, are nothing that anybody could owe something after."""
HOLDERS = ("desk_in_charge", "handled_by")
"""The facts that say which desk a report or a complaint begins at."""


def project(entry: Written) -> None:
    """What the file is owed after this event; one question when that changes nothing."""
    if entry.file is None or entry.kind in QUIET:
        return
    state = _state(entry.file, _desk_of(entry))
    if state["protocol"] is None:
        return
    version = UUID(state["protocol"])
    rows = rows_of(machine_of(version), [event_of(row) for row in state["events"]])
    if rows != state["rows"]:
        _keep(entry.file, version, rows)


def rows_of(machine: Machine, events: list[Event]) -> list[dict[str, Any]]:
    """The obligations of a file as the database takes them, in their order."""
    return [_row(machine, obligation) for obligation in obligations(machine, events, FOREVER)]


def machine_of(version: UUID) -> Machine:
    """A published version ready to follow files; made once in a process, for it never changes."""
    return _machine(version, _Clocked(territory.working_calendar(_country_of(version))))


class _Clocked:
    """A calendar compared by what it says, so that an edit of it makes another machine."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._said = (
            calendar.zone.key, calendar.rest_days, calendar.feasts, tuple(sorted(calendar.exceptions.items()))
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Clocked) and other._said == self._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=64)
def _country_of(version: UUID) -> str:
    return read(_text_of(version)).country


@lru_cache(maxsize=64)
def _machine(version: UUID, clocked: _Clocked) -> Machine:
    return Machine(read(_text_of(version)), _clock(clocked))


@lru_cache(maxsize=8)
def _clock(clocked: _Clocked) -> WorkingClock:
    return WorkingClock(clocked.calendar)


def _text_of(version: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM circuit_protocolversion WHERE id = %s", [version])
        return str(cursor.fetchone()[0])


def _desk_of(entry: Written) -> UUID | None:
    named = next((entry.kept[name] for name in HOLDERS if entry.kept.get(name)), None)
    return UUID(named) if named else entry.desk


def _state(file: UUID, desk: UUID | None) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_circuit_state(%s, %s, %s)", [file, desk, list(QUIET)])
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def event_of(row: dict[str, Any]) -> Event:
    """An entry of the journal as the pure function takes it."""
    return Event(row["at"], row["kind"], row["subject"], row["desk"] or "", row["kept"])


def _keep(file: UUID, version: UUID, rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_keep_obligations(%s, %s, %s)", [file, version, json.dumps(rows)])


def _row(machine: Machine, owed: Obligation) -> dict[str, Any]:
    ladder = machine.rules[owed.rule].ladder
    return {
        "rule": owed.rule, "about": owed.about, "desk": owed.owner, "risk": owed.risk, "began": owed.began_at,
        "due": owed.due_at, "ended": owed.ended_at or None, "done": owed.is_done,
        "steps": [owed.due_at + step.after for step in ladder],
    }  # fmt: skip
