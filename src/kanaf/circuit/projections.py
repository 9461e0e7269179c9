"""Keeps the table of obligations equal to the pure function, in the transaction of each event."""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from kanaf.circuit.machines import machine_of
from kanaf.circuit.obligations import Event, Machine, Obligation, obligations
from kanaf.journal.services import Written

FOREVER = 2**40
"""Every event counts: an entry is never of the future."""
QUIET = (
    "cases.read",
    "cases.emergency_opened",
    "cases.emergency_read",
    "cases.emergency_ended",
    "cases.emergency_reviewed",
    "cases.emergency_review_late",
    "cases.attachment_read",
    "persons.searched",
    "journal.access_refused",
    "circuit.file_moved",
)
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
    rule = machine.rules[owed.rule]
    return {
        "rule": owed.rule, "about": owed.about, "desk": owed.owner, "risk": owed.risk, "compartment": rule.compartment,
        "began": owed.began_at, "due": owed.due_at, "ended": owed.ended_at or None, "done": owed.is_done,
        "steps": [owed.due_at + step.after for step in rule.ladder],
    }  # fmt: skip
