"""A complaint about a worker or a service: handled outside the desk concerned, with a date to answer by."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import get_language

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases import policies, waiting
from kanaf.cases.enums import ComplaintAbout, ComplaintStatus, Urgency
from kanaf.cases.events import reports as events
from kanaf.cases.models import Complaint, ComplaintStatement
from kanaf.cases.policies import OpenComplaint
from kanaf.cases.services.reports import codes
from kanaf.cases.services.reports.doors import ask
from kanaf.cases.services.reports.receiving import REFERENCE_LENGTHS
from kanaf.cases.services.reports.routing import complaint_desk_for
from kanaf.foundation import versions
from kanaf.foundation.context import SystemActor, acting_as, current_actor_id
from kanaf.foundation.ids import short_code
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.fields import SealedField
from kanaf.foundation.vault.keyring import ring
from kanaf.journal import services as journal
from kanaf.journal.models import Entry


@dataclass(frozen=True)
class Grievance:
    """What somebody complains of, in plain words; it is sealed before it leaves the process."""

    about: ComplaintAbout
    what: str
    who: str = ""
    contact: str = ""
    desk_concerned: Desk | None = None

    @property
    def urgency(self) -> Urgency:
        return Urgency.HIGH if self.about == ComplaintAbout.EXPLOITATION else Urgency.MEDIUM


@dataclass(frozen=True)
class ComplaintReceived:
    """Proof that it arrived; ``code`` opens the answer."""

    reference: str
    received_at: datetime
    answer_before: datetime
    code: str
    is_new: bool


@dataclass(frozen=True)
class ComplaintState:
    """What the code shows: where it stands, and the answer once there is one. Never the complaint."""

    status: str
    answer_before: datetime
    answered_at: datetime | None
    answer: str


def submit_complaint(*, grievance: Grievance, complaint: UUID, at: datetime) -> ComplaintReceived:
    """The public form: nobody is named but by themselves. Sent twice, it arrives once.

    Raises ``NoDeskTakesReports``.
    """
    with acting_as(SystemActor.PUBLIC.value):
        return _receive(grievance, complaint, at)


@transaction.atomic
def record_complaint(*, actor: Actor, grievance: Grievance, complaint: UUID, at: datetime) -> ComplaintReceived:
    """From inside: a professional complains, or passes on what a child or a family complains of."""
    if not actor.is_professional:
        raise PermissionDenied
    return _receive(grievance, complaint, at)


@transaction.atomic
def _receive(grievance: Grievance, complaint: UUID, at: datetime) -> ComplaintReceived:
    desk = complaint_desk_for(grievance.desk_concerned)
    code = codes.code_of(codes.COMPLAINT, complaint)
    plain = _plain(grievance, desk, at)
    reference, since, before, is_new = _insert(grievance, complaint, plain, codes.blind_of(codes.COMPLAINT, code))
    if is_new:
        concerned = grievance.desk_concerned
        journal.write(
            events.COMPLAINT_RECEIVED, actor=current_actor_id(), subject=("cases.complaint", complaint), at=at,
            file=complaint, desk=desk.id, about=grievance.about.value, handled_by=str(desk.id),
            desk_concerned=concerned and str(concerned.id), answer_before=before.isoformat(),
        )  # fmt: skip
    return ComplaintReceived(reference, since, before, codes.shown(code), is_new)


def _plain(grievance: Grievance, desk: Desk, at: datetime) -> dict[str, object]:
    return {
        "about": grievance.about.value,
        "handled_by": str(desk.id),
        "desk_concerned": grievance.desk_concerned and str(grievance.desk_concerned.id),
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "received_at": at.isoformat(),
        "due_at": waiting.promised("complaint_answer", at, risk=grievance.urgency, desk=desk).isoformat(),
        "code_expires_at": (at + 2 * codes.LIVES).isoformat(),
        "is_demo": bool(settings.DEMO),
    }


def _insert(
    grievance: Grievance, complaint: UUID, plain: dict[str, object], code: bytes
) -> tuple[str, datetime, datetime, bool]:
    key, ring_key, wrapped = keys.make(complaint)
    keys.remember(complaint, key)
    sealed = [_seal(name, complaint, getattr(grievance, name)) for name in ("what", "who", "contact")]
    for length in REFERENCE_LENGTHS:
        values = json.dumps(plain | {"reference": f"P-{short_code(length)}"})
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT said_reference, since, before, is_new"
                    " FROM kanaf_submit_complaint(%s, %s::jsonb, %s, %s, %s, %s::bytea[])",
                    [complaint, values, code, ring_key, wrapped, sealed],
                )
                reference, since, before, is_new = cursor.fetchone()
                return reference, since, before, is_new
        except IntegrityError:
            continue
    raise IntegrityError("no free reference")


def _field(name: str) -> SealedField:
    field = ComplaintStatement._meta.get_field(name)
    assert isinstance(field, SealedField)  # noqa: S101 - for the type checker
    return field


def _seal(name: str, complaint: UUID, text: str) -> bytes | None:
    return _field(name).seal(complaint, text) if text else None


def complaint_by_code(code: str) -> ComplaintState | None:
    """Where the complaint stands and its answer; ``None`` for a code that opens nothing."""
    with acting_as(SystemActor.PUBLIC.value), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, state, before, answered, answer, ring_key, wrapped FROM kanaf_complaint_by_code(%s)",
            [codes.blind_of(codes.COMPLAINT, code)],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        subject, status, before, answered_at, sealed, ring_key, wrapped = row
        keys.remember(subject, ring().unwrap(ring_key, bytes(wrapped), subject.bytes))
        answer = _field("answer").unseal(bytes(sealed)) if sealed and answered_at else ""
        return ComplaintState(status, before, answered_at, answer)


@transaction.atomic
def take_in_hand(*, actor: Actor, file: OpenComplaint, at: datetime) -> None:
    """Somebody of the handling desk looks into it: the person who complained can see so."""
    complaint = _locked(actor, file)
    if complaint.status != ComplaintStatus.RECEIVED:
        return
    complaint.status = ComplaintStatus.IN_HAND
    complaint.version += 1
    complaint.save(update_fields=["status", "version"])
    journal.write(
        events.COMPLAINT_TAKEN, actor=actor, subject=complaint, at=at, file=complaint.id, desk=complaint.handled_by_id
    )


@transaction.atomic
def answer_complaint(*, actor: Actor, file: OpenComplaint, answer: str, seen_version: str | None, at: datetime) -> None:
    """The answer, in words that the person will read with the code. Raises ``StaleVersion``."""
    complaint = _locked(actor, file)
    versions.check(complaint, seen_version)
    statement = ComplaintStatement.objects.get(complaint=complaint)
    statement.answer = answer
    statement.save(update_fields=["answer"])
    complaint.status, complaint.answered_at = ComplaintStatus.ANSWERED, at
    complaint.save(update_fields=["status", "answered_at", "version"])
    journal.write(
        events.COMPLAINT_ANSWERED, actor=actor, subject=complaint, at=at, file=complaint.id,
        desk=complaint.handled_by_id,
    )  # fmt: skip


@transaction.atomic
def pass_complaint(*, actor: Actor, file: OpenComplaint, at: datetime) -> Desk:
    """It concerns this very desk: it goes elsewhere, and is read here no more. Raises ``NoDeskTakesReports``."""
    complaint = _locked(actor, file)
    desk = complaint_desk_for(complaint.handled_by, but=_had_it(complaint))
    journal.write(
        events.COMPLAINT_PASSED, actor=actor, subject=complaint, at=at, file=complaint.id,
        desk=complaint.handled_by_id, desk_from=str(complaint.handled_by_id), desk_to=str(desk.id),
    )  # fmt: skip
    ask("kanaf_pass_complaint", complaint.id, desk.id)
    return desk


def _had_it(complaint: Complaint) -> set[UUID]:
    """Every desk that it was said to concern, then or now: none of them answers it."""
    entries = Entry.objects.filter(file=complaint.id, subject=complaint.id)
    said = entries.filter(kind__in=[events.COMPLAINT_RECEIVED.name, events.COMPLAINT_PASSED.name])
    kept = [
        entry.get(name) for entry in said.values_list("kept", flat=True) for name in ("desk_concerned", "desk_from")
    ]
    return {UUID(str(desk)) for desk in [*kept, complaint.desk_concerned_id] if desk}


def _locked(actor: Actor, file: OpenComplaint) -> Complaint:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=file.complaint.pk)
    if not policies.can_answer_complaint(actor, OpenComplaint(complaint, file.parts)):
        raise PermissionDenied
    return complaint
