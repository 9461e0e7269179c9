"""What is owed, as pages show it: each obligation with the name that its protocol gives it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Func, UUIDField, Value
from django.utils.translation import get_language

from kanaf.actors.models import Desk
from kanaf.cases.waiting import Waiting
from kanaf.circuit import access_protocols as versions
from kanaf.circuit.machines import machine_of, protocol_of
from kanaf.circuit.models import FollowedProtocol, Obligation
from kanaf.circuit.protocol import Text


def waiting_on(files: Iterable[UUID]) -> list[Waiting]:
    """What waits on these files, the nearest first, as far as the reader may know."""
    return told(Obligation.objects.filter(file__in=list(files), ended_at=None).order_by("due_at"))


def standing_of(file: UUID, desk: UUID) -> tuple[list[Waiting], bool]:
    """What waits on one file, and whether another version is in force for new files of its desk: one question."""
    in_force = Func(Value(desk), function="kanaf_protocol_for", output_field=UUIDField())
    waiting = Obligation.objects.filter(file=file, ended_at=None).order_by("due_at").annotate(in_force=in_force)
    rows = list(waiting)
    follows_another = rows[0].protocol_id != vars(rows[0])["in_force"] if rows else versions.follows_another(file, desk)
    return told(rows), bool(follows_another)


def waiting_at(desk: UUID, *, most: int, after: int = 0) -> list[Waiting]:
    """What a desk owes, the nearest first; ``after`` as many as other pages show."""
    owed = Obligation.objects.filter(desk=desk, ended_at=None).order_by("due_at", "file", "number")
    return told(owed[after : after + most])


def told(rows: Iterable[Obligation]) -> list[Waiting]:
    """Obligations in words."""
    return [
        Waiting(row.file, row.rule, title_of(row.protocol_id, row.rule), row.about, row.desk, row.risk, row.due_at)
        for row in rows
    ]


def title_of(version: UUID, rule: str) -> str:
    """The name of an obligation in the language of the reader, as its protocol says it."""
    return _names_of(version)[rule].said_in((get_language() or "fr")[:2])


@lru_cache(maxsize=64)
def _names_of(version: UUID) -> Mapping[str, Text]:
    return {rule.key: rule.name for rule in protocol_of(version).obligations}


MOST_COUNTED = 1000
"""Beyond this a desk reads « more than 1,000 »: no page counts tens of thousands of rows for a number nobody needs."""


class Numbers(NamedTuple):
    """How much waits at a desk and how much of it is late, neither counted further than ``MOST_COUNTED``."""

    waiting: int
    late: int
    is_more: bool


def numbers_of(desk: UUID, now: datetime) -> Numbers:
    """How much waits at a desk, and how much of it is late."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, late FROM kanaf_desk_waiting(%s, %s, %s)", [desk, now, MOST_COUNTED + 1])
        waiting, late = cursor.fetchone() or (0, 0)
    return Numbers(min(waiting, MOST_COUNTED), min(late, MOST_COUNTED), waiting > MOST_COUNTED)


def would_be_due(rule: str, at: datetime, *, risk: str, desk: Desk, file: UUID | None = None) -> datetime | None:
    """By when it would be due, under the protocol of the file, or of the desk's place; nothing if that says nothing."""
    version = _version_for(desk, file)
    if version is None:
        return None
    machine = machine_of(version)
    known = machine.rules.get(rule)
    return datetime.fromtimestamp(machine.due(known, int(at.timestamp()), risk), UTC) if known else None


def _version_for(desk: Desk, file: UUID | None) -> UUID | None:
    if file and (followed := FollowedProtocol.objects.filter(file=file).first()):
        return followed.protocol_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_protocol_for(%s)", [desk.pk])
        (version,) = cursor.fetchone()
    return UUID(str(version)) if version else None


@dataclass(frozen=True)
class Answers:
    """What the areas below ask of the circuit."""

    waiting_on = staticmethod(waiting_on)
    would_be_due = staticmethod(would_be_due)
