"""Examinations asked for: by the desk that leads, or by a court; appointments, and what came of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, SpokenLanguage
from kanaf.cases.access.incidents import incidents as incidents_of
from kanaf.cases.models import Case
from kanaf.cases.policies import OpenFile, can_read
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.health import events, policies
from kanaf.health.access import folder
from kanaf.health.access.limits import limits_of
from kanaf.health.clocks import nearest
from kanaf.health.enums import LimitOutcome, RequestStatus, VisitStatus, Wish
from kanaf.health.models import LimitAnswer, Request, Visit
from kanaf.health.services.working import acting_desk, opened, tell, waiting
from kanaf.territory import access as territory

OF_REQUISITION = {"medical": "forensic", "psychological": "psychological"}
"""The kind of examination that each kind of requisition asks for."""
DUE = "medical_examination"


class AlreadyTold(Exception):
    """What came of this appointment was said meanwhile."""


def due_of(case: Case, urgency: str, at: datetime) -> datetime:
    """By when it should be done: the delay of this urgency, or the end of the limit that runs out before."""
    promised = territory.due_at(DUE, at, risk=urgency)
    pressing = nearest(limits_of(case, at))
    return min(promised, pressing.until) if pressing else promised


@transaction.atomic
def request_examination(
    *,
    actor: Actor,
    case: UUID,
    kind: str,
    desk_to: UUID | None,
    outside: str,
    urgency: str,
    incidents: Sequence[UUID],
    language: str,
    examiner: str,
    consent: Mapping[str, str],
    practical: str,
    requisition_number: str,
    at: datetime,
) -> Request:
    """Ask a hospital that the file was referred to, or note who was asked outside. Raises ``PermissionDenied``."""
    file = opened(actor, case, policies.can_ask)
    if desk_to and str(desk_to) not in dict(folder.hospitals_of(file, at)):
        raise PermissionDenied
    known = {incident.id for incident in incidents_of(file)}
    record = Request.objects.create(
        id=new_id(),
        case=file.case,
        kind=kind,
        desk_from_id=file.case.lead_desk_id,
        desk_to_id=desk_to,
        outside=None if desk_to else outside,
        urgency=urgency,
        due_at=due_of(file.case, urgency, at),
        incidents=sorted(known.intersection(incidents)),
        language=language,
        examiner=examiner,
        consent=dict(consent),
        practical=practical or None,
        requisition_number=requisition_number or None,
        written_by=actor.known_id,
        written_at=at,
    )
    _tell_asked(actor, record, at)
    return record


def _tell_asked(actor: Actor, record: Request, at: datetime) -> None:
    tell(
        events.REQUESTED, actor, record, at, desk=record.desk_from_id, examination=record.kind, urgency=record.urgency,
        desk_to=str(record.desk_to_id or record.desk_from_id), due_at=record.due_at.isoformat(),
        requisition=str(record.requisition or ""),
    )  # fmt: skip


@transaction.atomic
def receive_requisition(
    *,
    actor: Actor,
    case: UUID,
    requisition: UUID,
    desk_from: UUID,
    desk_to: UUID,
    kind: str,
    due_at: datetime,
    at: datetime,
) -> None:
    """A court asked a hospital: the hospital finds it among what waits. Nothing is asked of the child yet."""
    if kind not in OF_REQUISITION or desk_by_id(desk_to).kind != DeskKind.HOSPITAL_UNIT:
        return
    file = opened(actor, case, can_read)
    record = Request(
        id=new_id(),
        case=file.case,
        kind=OF_REQUISITION[kind],
        desk_from_id=desk_from,
        desk_to_id=desk_to,
        urgency="high",
        due_at=due_at,
        language=SpokenLanguage.DARIJA,
        examiner=Wish.NOT_ASKED,
        requisition=requisition,
        written_by=actor.known_id,
        written_at=at,
    )
    record.save(force_insert=True)
    _tell_asked(actor, record, at)


@transaction.atomic
def withdraw(*, actor: Actor, case: UUID, request: UUID, seen: str | None, at: datetime) -> Request:
    """It is no longer asked for. Raises ``NoLongerWaits``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_ask)
    record = waiting(file, request, seen)
    if record.requisition:
        raise PermissionDenied
    _move(record, RequestStatus.WITHDRAWN)
    _close_visit(record, VisitStatus.CANCELLED)
    tell(events.WITHDRAWN, actor, record, at, desk=record.desk_from_id, request=str(record.id))
    return record


@transaction.atomic
def book(*, actor: Actor, case: UUID, request: UUID, when: datetime, seen: str | None, at: datetime) -> Visit:
    """Give an appointment; the one before it is moved. Raises ``NoLongerWaits``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_arrange)
    record = waiting(file, request, seen)
    _close_visit(record, VisitStatus.CANCELLED)
    visit = Visit.objects.create(
        id=new_id(), case=file.case, request=record, at=when, written_by=actor.known_id, written_at=at
    )
    _move(record, RequestStatus.BOOKED)
    tell(
        events.BOOKED, actor, visit, at, desk=acting_desk(actor, file, at), request=str(record.id),
        booked_for=when.isoformat(),
    )  # fmt: skip
    return visit


@transaction.atomic
def tell_visit(*, actor: Actor, case: UUID, visit: UUID, status: str, seen: str | None, at: datetime) -> Visit:
    """Came, did not come, came and said no. Raises ``AlreadyTold``, ``NoLongerWaits``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_arrange)
    record = folder.get_visit(file, visit)
    if record.status != VisitStatus.SET:
        raise AlreadyTold
    versions.check(record, seen)
    record.status = status
    record.save(update_fields=["status", "version"])
    tell(
        events.VISIT_TOLD, actor, record, at, desk=acting_desk(actor, file, at), request=str(record.request_id),
        outcome=status,
    )  # fmt: skip
    record.request.version += 1
    if status == VisitStatus.REFUSED:
        _refuse(actor, file, record.request, at)
    elif record.request.waits:
        _move(record.request, RequestStatus.ASKED)
    return record


@transaction.atomic
def refuse(*, actor: Actor, case: UUID, request: UUID, seen: str | None, at: datetime) -> Request:
    """The child does not want it, before any appointment. Raises ``NoLongerWaits``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_arrange)
    record = waiting(file, request, seen)
    _close_visit(record, VisitStatus.CANCELLED)
    _refuse(actor, file, record, at)
    return record


def _refuse(actor: Actor, file: OpenFile, record: Request, at: datetime) -> None:
    _move(record, RequestStatus.REFUSED)
    desk = acting_desk(actor, file, at)
    tell(events.REFUSED, actor, record, at, desk=desk, request=str(record.id))
    for limit in limits_of(file.case, at):
        if limit.is_open:
            _decline(actor, record, limit.key, desk, at)


def _decline(actor: Actor, request: Request, limit: str, desk: UUID, at: datetime) -> None:
    """A child who does not want to be examined wants nothing of what a limit stands for; asked again, it runs again."""
    declined = LimitOutcome.DECLINED
    answer = LimitAnswer.objects.create(
        id=new_id(), case_id=request.case_id, request=request, limit=limit, outcome=declined, at=at,
        written_by=actor.known_id, written_at=at,
    )  # fmt: skip
    tell(events.LIMIT_ANSWERED, actor, answer, at, desk=desk, limit=limit, outcome=declined)


def _move(record: Request, status: RequestStatus) -> None:
    record.status = status
    record.save(update_fields=["status", "version"])


def _close_visit(record: Request, status: VisitStatus) -> None:
    visit = folder.visit_to_come(record)
    if visit:
        visit.status = status
        visit.save(update_fields=["status"])
