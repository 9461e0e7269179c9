"""What happens in a procedure: hearings, requisitions, steps, minutes."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile
from kanaf.cases.requisitions import medical_requisitions
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.justice import days, events, policies
from kanaf.justice.access import folder
from kanaf.justice.enums import DELAY_OF, STEPS_OF, HearingStatus, ProcedureKind, StepKind
from kanaf.justice.models import Hearing, Minutes, Procedure, Requisition, Step
from kanaf.justice.services.procedures import AlreadyClosed, NotACourt
from kanaf.justice.services.working import acting_desk, opened, tell
from kanaf.territory import access as territory
from kanaf.territory.enums import ClockKind


class AlreadyTold(Exception):
    """What came of it was said meanwhile."""


class NotAStep(Exception):
    """The law knows no such step in this kind of procedure."""


def _open_procedure(file: OpenFile, procedure: UUID) -> Procedure:
    record = folder.get_procedure(file, procedure)
    if not record.is_open:
        raise AlreadyClosed
    return record


@transaction.atomic
def set_hearing(
    *, actor: Actor, case: UUID, procedure: UUID, desk: UUID, kind: str, when: datetime, note: str, at: datetime
) -> Hearing:
    """Set a hearing before a desk of a court. Raises ``AlreadyClosed``, ``NotACourt``."""
    file = opened(actor, case, policies.can_record)
    if desk_by_id(desk).kind not in policies.COURT_DESKS:
        raise NotACourt
    record = _new_hearing(actor, _open_procedure(file, procedure), desk, kind, when, note, at)
    _tell_set(actor, file, record, at)
    return record


def _new_hearing(
    actor: Actor, procedure: Procedure, desk: UUID, kind: str, when: datetime, note: str, at: datetime
) -> Hearing:
    return Hearing.objects.create(
        id=new_id(),
        case_id=procedure.case_id,
        procedure=procedure,
        desk_id=desk,
        kind=kind,
        at=when,
        note=note or None,
        written_by=actor.known_id,
        written_at=at,
    )


def _tell_set(actor: Actor, file: OpenFile, record: Hearing, at: datetime) -> None:
    """What comes of it is owed by the court, where it may open the file; else by the desk that leads."""
    holding = {grant.desk_id for grant in folder.held(file.case.id, at)}
    tell(
        events.HEARING_SET, actor, record, at, desk=acting_desk(actor, file, at), hearing_kind=record.kind,
        at_day=_day(record.at).isoformat(), counted_from=record.at.isoformat(), desk_court=str(record.desk_id),
        desk_owing=str(record.desk_id if record.desk_id in holding else file.case.lead_desk_id),
        procedure=str(record.procedure_id),
    )  # fmt: skip


def _day(moment: datetime) -> date:
    return moment.astimezone(territory.working_calendar().zone).date()


@transaction.atomic
def tell_hearing(
    *,
    actor: Actor,
    case: UUID,
    hearing: UUID,
    status: str,
    child_heard: bool | None,
    came_of: str,
    next_at: datetime | None,
    seen: str | None,
    at: datetime,
) -> Hearing | None:
    """Held, moved or cancelled; moved gives the hearing of the new day. Raises ``AlreadyTold``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_record)
    record = folder.get_hearing(file, hearing)
    if record.status != HearingStatus.SET:
        raise AlreadyTold
    versions.check(record, seen)
    record.status, record.came_of = status, came_of or None
    record.child_heard = child_heard if status == HearingStatus.HELD else None
    record.save(update_fields=["status", "came_of", "child_heard", "version"])
    tell(
        events.HEARING_TOLD, actor, record, at, desk=acting_desk(actor, file, at), hearing_kind=record.kind,
        outcome=status, at_day=_day(record.at).isoformat(), child_heard=bool(record.child_heard),
        procedure=str(record.procedure_id),
    )  # fmt: skip
    if status != HearingStatus.MOVED or next_at is None:
        return None
    moved = _new_hearing(actor, record.procedure, record.desk_id, record.kind, next_at, record.note or "", at)
    _tell_set(actor, file, moved, at)
    return moved


@transaction.atomic
def make_requisition(
    *, actor: Actor, case: UUID, procedure: UUID, desk_to: UUID, kind: str, text: str, due_on: date, at: datetime
) -> Requisition:
    """Ask a desk that may open the file. Raises ``PermissionDenied`` for another desk, ``AlreadyClosed``."""
    file = opened(actor, case, policies.can_require)
    if desk_to not in {grant.desk_id for grant in folder.held(case, at)}:
        raise PermissionDenied
    of = _open_procedure(file, procedure)
    desk_from = acting_desk(actor, file, at)
    record = Requisition.objects.create(
        id=new_id(),
        case=file.case,
        procedure=of,
        kind=kind,
        desk_from_id=desk_from,
        desk_to_id=desk_to,
        text=text,
        due_at=territory.evening(due_on),
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.REQUISITION_MADE, actor, record, at, desk=desk_from, requisition_kind=kind, desk_to=str(desk_to),
        due_at=record.due_at.isoformat(), counted_from=at.isoformat(), procedure=str(of.id),
    )  # fmt: skip
    for take in medical_requisitions:
        take(
            actor=actor, case=case, requisition=record.id, desk_from=desk_from, desk_to=desk_to, kind=kind,
            due_at=record.due_at, at=at,
        )  # fmt: skip
    return record


@transaction.atomic
def answer_requisition(*, actor: Actor, case: UUID, requisition: UUID, answer: str, at: datetime) -> Requisition:
    """The desk that was asked answers. Raises ``AlreadyTold``."""
    file = opened(actor, case, policies.can_write_justice)
    record = folder.get_requisition(file, requisition)
    if record.answered_at:
        raise AlreadyTold
    if not policies.can_answer(actor, record):
        raise PermissionDenied
    record.answered_at, record.answered_by, record.answer = at, actor.known_id, answer
    record.save(update_fields=["answered_at", "answered_by", "answer"])
    tell(
        events.REQUISITION_ANSWERED, actor, record, at, desk=record.desk_to_id, requisition_kind=record.kind,
        procedure=str(record.procedure_id),
    )  # fmt: skip
    return record


def due_after(kind: str, on: date) -> date | None:
    """The last day of the delay that this step starts, by the setting in force on its day."""
    key = DELAY_OF.get(StepKind(kind))
    if key is None:
        return None
    delay = territory.delay(key, on=on)
    is_working = delay.clock == ClockKind.WORKING
    return days.last_day(on, delay.hours // days.HOURS, territory.working_calendar(), is_working=is_working)


@transaction.atomic
def record_step(*, actor: Actor, case: UUID, procedure: UUID, kind: str, on: date, note: str, at: datetime) -> Step:
    """A step that the law knows; an order or a notice starts its delay. Raises ``NotAStep``, ``AlreadyClosed``.

    The visits after kafala go on when the procedure is closed.
    """
    file = opened(actor, case, policies.can_record)
    of = folder.get_procedure(file, procedure)
    if not of.is_open and kind != StepKind.KAFALA_VISIT:
        raise AlreadyClosed
    if kind not in STEPS_OF.get(ProcedureKind(of.kind), ()):
        raise NotAStep
    due_on = due_after(kind, on)
    record = Step.objects.create(
        id=new_id(),
        case=file.case,
        procedure=of,
        kind=kind,
        on=on,
        due_on=due_on,
        note=note or None,
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.STEP_RECORDED, actor, record, at, desk=acting_desk(actor, file, at), step=kind, procedure=str(of.id),
        counted_from=territory.evening(on).isoformat(), due_on=due_on.isoformat() if due_on else "",
        due_at=territory.evening(due_on).isoformat() if due_on else "",
    )  # fmt: skip
    return record


@transaction.atomic
def receive_minutes(
    *,
    actor: Actor,
    case: UUID,
    procedure: UUID,
    kind: str,
    desk: UUID,
    number: str,
    drawn_on: date,
    interviews: int,
    note: str,
    at: datetime,
) -> Minutes:
    """Minutes reached the file; how often the child was questioned for them is counted."""
    file = opened(actor, case, policies.can_write_justice)
    of = folder.get_procedure(file, procedure)
    record = Minutes.objects.create(
        id=new_id(),
        case=file.case,
        procedure=of,
        kind=kind,
        desk_id=desk,
        number=number or None,
        drawn_on=drawn_on,
        interviews=interviews,
        note=note or None,
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.MINUTES_RECEIVED, actor, record, at, desk=acting_desk(actor, file, at), minutes_kind=kind,
        procedure=str(of.id), interviews=interviews,
    )  # fmt: skip
    return record
