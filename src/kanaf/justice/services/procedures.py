"""Procedures: registered, opened to other desks by the court, closed."""

import re
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import blind
from kanaf.justice import events, policies
from kanaf.justice.access import folder
from kanaf.justice.models import Procedure, Requisition
from kanaf.justice.services.working import acting_desk, opened, tell

_APART = re.compile(r"[\s\-_./\\]+")


class NumberTaken(Exception):
    """This register bears this number for another file."""


class NotACourt(Exception):
    """This desk keeps no register."""


class AlreadyClosed(Exception):
    """The procedure was closed meanwhile."""


def index_of(court: UUID, year: int, number: str) -> bytes:
    """A register number as it is found again: the same number of two registers never looks alike."""
    return blind.index("register number", f"{court} {year} {normal(number)}")


def normal(number: str) -> str:
    """« 2027 / 1401-36 » and « 2027.1401.36 » are one number."""
    return _APART.sub("/", number.strip().upper()).strip("/")


def registered(
    actor: Actor, file: OpenFile, *, court: UUID, kind: str, number: str, year: int, on: date, at: datetime
) -> Procedure:
    """The procedure of this number: the one that the file has, or a new one. Raises ``NumberTaken``."""
    mark = index_of(court, year, number)
    known = Procedure.objects.filter(case=file.case, court_id=court, year=year, reference_blind=mark).first()
    if known:
        return known
    record = Procedure(
        id=new_id(),
        case=file.case,
        kind=kind,
        court_id=court,
        year=year,
        reference=number.strip(),
        reference_blind=mark,
        opened_on=on,
        written_by=actor.known_id,
        written_at=at,
    )
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        if "procedure_once_a_register" in str(error):
            raise NumberTaken from error
        raise
    tell(
        events.PROCEDURE_OPENED, actor, record, at, desk=acting_desk(actor, file, at), procedure_kind=kind,
        desk_court=str(court),
    )  # fmt: skip
    return record


@transaction.atomic
def open_procedure(
    *, actor: Actor, case: UUID, court: UUID, kind: str, number: str, year: int, on: date, at: datetime
) -> Procedure:
    """Write a procedure down, by its register number. Raises ``NumberTaken``, ``NotACourt``."""
    file = opened(actor, case, policies.can_record)
    if desk_by_id(court).kind not in policies.COURT_DESKS:
        raise NotACourt
    return registered(actor, file, court=court, kind=kind, number=number, year=year, on=on, at=at)


@transaction.atomic
def call_desk(*, actor: Actor, case: UUID, procedure: UUID, desk_to: UUID, at: datetime) -> None:
    """The court opens the core, the identity and the judicial part of the file to a desk, until the procedure closes.

    Raises ``PermissionDenied`` for whoever is not a prosecutor or judge of the court that keeps the procedure.
    """
    file = opened(actor, case, policies.can_call)
    record = folder.get_procedure(file, procedure)
    if not policies.can_call_from(actor, record.court_id):
        raise PermissionDenied
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_court_calls(%s, %s)", [record.id, desk_to])
    except (InternalError, ProgrammingError) as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise
    tell(events.DESK_CALLED, actor, record, at, desk=record.court_id, procedure=str(record.id), desk_to=str(desk_to))


@transaction.atomic
def close_procedure(
    *, actor: Actor, case: UUID, procedure: UUID, outcome: str, on: date, seen: str | None, at: datetime
) -> Procedure:
    """Say how it ended; what the court had opened for it closes. Raises ``AlreadyClosed``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_record)
    record = folder.get_procedure(file, procedure)
    if not record.is_open:
        raise AlreadyClosed
    versions.check(record, seen)
    desk = acting_desk(actor, file, at)
    for asked in Requisition.objects.filter(procedure=record, answered_at=None):
        tell(
            events.REQUISITION_LAPSED,
            actor,
            asked,
            at,
            desk=desk,
            requisition_kind=asked.kind,
            procedure=str(record.id),
        )
    tell(events.PROCEDURE_CLOSED, actor, record, at, desk=desk, outcome=outcome)
    record.closed_on, record.outcome = on, outcome  # last: closing may end the access of whoever closes
    record.save(update_fields=["closed_on", "outcome", "version"])
    return record
