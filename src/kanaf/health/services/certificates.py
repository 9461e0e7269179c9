"""Certificates: issued, handed over, printed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile
from kanaf.cases.requisitions import requisitions_met
from kanaf.foundation.ids import new_id
from kanaf.health import events, policies
from kanaf.health.access import folder
from kanaf.health.enums import TO_COURT, RequestStatus
from kanaf.health.models import Certificate, Copy
from kanaf.health.services.working import acting_desk, opened, tell, to_record
from kanaf.journal import services as journal


class NotExamined(Exception):
    """Nothing is certified before the examination is done."""


@transaction.atomic
def issue_certificate(
    *,
    actor: Actor,
    case: UUID,
    request: UUID,
    kind: str,
    issued_on: date,
    number: str,
    incapacity_days: int | None,
    is_free: bool,
    paid_by: str,
    amount: Decimal | None,
    at: datetime,
) -> Certificate:
    """Write a certificate down: its date, its days, who paid. Raises ``NotExamined``, ``PermissionDenied``."""
    file = opened(actor, case, policies.can_arrange)
    record = to_record(actor, file, request)
    if record.status != RequestStatus.DONE:
        raise NotExamined
    certificate = Certificate.objects.create(
        id=new_id(),
        case=file.case,
        request=record,
        kind=kind,
        issued_on=issued_on,
        number=number or None,
        incapacity_days=incapacity_days,
        is_free=is_free,
        paid_by="" if is_free else paid_by,
        amount=None if is_free else amount,
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.CERTIFICATE_ISSUED, actor, certificate, at, desk=acting_desk(actor, file, at), request=str(record.id),
        certificate_kind=kind, is_free=is_free,
    )  # fmt: skip
    return certificate


@transaction.atomic
def hand_copy(*, actor: Actor, case: UUID, certificate: UUID, to: str, on: date, at: datetime) -> Copy:
    """A copy was handed over; to the court, it answers the requisition that asked for it."""
    file = opened(actor, case, policies.can_arrange)
    record = folder.get_certificate(file, certificate)
    copy = Copy.objects.create(
        id=new_id(), case=file.case, certificate=record, to=to, on=on, written_by=actor.known_id, written_at=at
    )
    tell(
        events.COPY_HANDED, actor, copy, at, desk=acting_desk(actor, file, at), request=str(record.request_id),
        handed_to=to,
    )  # fmt: skip
    if record.request.requisition and to in TO_COURT:
        for met in requisitions_met:
            met(actor=actor, case=file.case.id, requisition=record.request.requisition, at=at)
    return copy


def note_register(file: OpenFile, form: str) -> None:
    """Journal that the register left as paper: like a reading, it may happen in a GET."""
    journal.note_read(events.REGISTER_TAKEN, subject=file.case, file=file.case.id, compartment="medical", form=form)
