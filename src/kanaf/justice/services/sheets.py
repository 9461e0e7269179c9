"""Sheets for justice: written, read again, sent with a sealed copy, acknowledged with a register number."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import files
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.journal import services as journal
from kanaf.justice import events, policies, printing
from kanaf.justice.access import folder
from kanaf.justice.enums import SheetKind, SheetStatus
from kanaf.justice.models import Sheet
from kanaf.justice.services.procedures import registered
from kanaf.justice.services.working import opened, tell


class NoDecision(Exception):
    """No decision to report is approved, and none is urgent."""


class WrongDesk(Exception):
    """This desk does not take such a sheet."""


class AlreadySent(Exception):
    """It has left: nobody changes it any more."""


class AlreadyAcknowledged(Exception):
    """Somebody of the desk acknowledged it meanwhile."""


@transaction.atomic
def write_sheet(
    *,
    actor: Actor,
    case: UUID,
    kind: SheetKind,
    desk_to: UUID,
    language: str,
    content: Mapping[str, str],
    justified: Mapping[str, str],
    seen: str | None,
    at: datetime,
) -> Sheet:
    """Write the draft of this kind, or begin it. Raises ``StaleVersion``, ``NoDecision``, ``WrongDesk``."""
    file = opened(actor, case, policies.can_write_sheet)
    draft = folder.draft_of(file, kind)
    if draft is None:
        draft = _begin(file, kind)
    else:
        versions.check(draft, seen)
    desk = _taking(desk_to, kind)
    draft.desk_from_id, draft.desk_to, draft.language = file.case.lead_desk_id, desk, language
    draft.content, draft.justified = dict(content), dict(justified)
    draft.written_by, draft.written_at = actor.known_id, at
    draft.save()
    tell(events.SHEET_WRITTEN, actor, draft, at, desk=draft.desk_from_id, sheet_kind=kind.value)
    return draft


def _begin(file: OpenFile, kind: SheetKind) -> Sheet:
    decision = None
    if kind == SheetKind.PROSECUTOR:
        decision = folder.standing_decision(file)
        if decision is None:
            raise NoDecision
    asked = folder.asked_inquiry(file) if kind == SheetKind.INQUIRY else None
    return Sheet(
        id=new_id(),
        case=file.case,
        kind=kind,
        decision=decision,
        requisition=asked,
        procedure_id=asked.procedure_id if asked else None,
        is_urgent=bool(decision and decision.is_urgent),
    )


def _taking(desk_id: UUID, kind: SheetKind) -> Desk:
    desk = desk_by_id(desk_id)
    if desk.kind not in policies.TAKES[kind] or not desk.is_active:
        raise WrongDesk
    return desk


@transaction.atomic
def send_sheet(*, actor: Actor, case: UUID, sheet: UUID, seen: str | None, at: datetime) -> Sheet:
    """It leaves: the copy is kept sealed, and the desk may open the core, the identity and the judicial part.

    Raises ``AlreadySent``, ``StaleVersion`` when somebody changed it after it was read again, ``NoDecision``.
    """
    file = opened(actor, case, policies.can_write_sheet)
    record = folder.get_sheet(actor, file, sheet)
    if record.status != SheetStatus.DRAFT:
        raise AlreadySent
    versions.check(record, seen)
    if record.kind == SheetKind.PROSECUTOR and not _may_leave(file, record):
        raise NoDecision
    record.status, record.sent_by, record.sent_at = SheetStatus.SENT, actor.known_id, at
    papers = printing.print_sheet(record, file.case.code, at)
    record.paper = files.store(file.case.id, papers.pdf)
    record.word = files.store(file.case.id, papers.word)
    record.digest = hashlib.sha256(papers.pdf).hexdigest()
    record.save()
    _open_to(actor, record, at)
    _journal_sending(actor, record, at)
    _answer(actor, record, at)
    return record


def _answer(actor: Actor, sheet: Sheet, at: datetime) -> None:
    """An inquiry that leaves answers the court that asked for it."""
    asked = sheet.requisition
    if asked is None or asked.answered_at:
        return
    asked.answered_at, asked.answered_by = at, actor.known_id
    asked.save(update_fields=["answered_at", "answered_by"])
    tell(
        events.REQUISITION_ANSWERED, actor, asked, at, desk=sheet.desk_from_id, requisition_kind=asked.kind,
        procedure=str(asked.procedure_id),
    )  # fmt: skip


def _may_leave(file: OpenFile, sheet: Sheet) -> bool:
    """The decision that it rests on still stands."""
    decision = folder.standing_decision(file)
    return decision is not None and decision.id == sheet.decision_id


def _open_to(actor: Actor, sheet: Sheet, at: datetime) -> None:
    """What the desk needs to act, and no more: never the social part. What it may open already stays as it is."""
    held = {
        (grant.compartment, grant.level)
        for grant in folder.held(sheet.case_id, at)
        if grant.desk_id == sheet.desk_to_id
    }
    for compartment, level in (
        (Compartment.CORE, Level.READ), (Compartment.IDENTITY, Level.READ), (Compartment.JUDICIAL, Level.WRITE),
    ):  # fmt: skip
        if held.isdisjoint({(compartment, level), (compartment, Level.WRITE)}):
            grants.grant(
                actor=actor,
                subject=sheet.case_id,
                desk=sheet.desk_to_id,
                compartments=[compartment.value],
                level=level,
                reason=Reason.REFERRAL,
                basis=sheet.id,
                until=None,
                at=at,
            )


def _journal_sending(actor: Actor, sheet: Sheet, at: datetime) -> None:
    desk, desk_to = sheet.desk_from_id, str(sheet.desk_to_id)
    if sheet.justified:
        tell(events.TOPICS_JUSTIFIED, actor, sheet, at, desk=desk, topics=len(sheet.justified), sealed=sheet.justified)
    if sheet.kind == SheetKind.PROSECUTOR:
        tell(events.REPORT_SENT, actor, sheet, at, desk=desk, desk_to=desk_to, urgent=sheet.is_urgent)
        return
    requisition = str(sheet.requisition_id) if sheet.requisition_id else ""
    tell(events.INQUIRY_SENT, actor, sheet, at, desk=desk, desk_to=desk_to, requisition=requisition)


@transaction.atomic
def acknowledge_sheet(
    *,
    actor: Actor,
    case: UUID,
    sheet: UUID,
    at: datetime,
    procedure_kind: str = "",
    number: str = "",
    year: int = 0,
    registered_on: date | None = None,
) -> Sheet:
    """The desk that it was sent to has it, and says under which number.

    A number of its register that this file bears already is the same procedure.
    Raises ``AlreadyAcknowledged`` and ``NumberTaken``.
    """
    file = opened(actor, case, policies.can_write_justice)
    record = folder.get_sheet(actor, file, sheet)
    if record.status == SheetStatus.ACKNOWLEDGED:
        raise AlreadyAcknowledged
    if not policies.can_acknowledge(actor, record):
        raise PermissionDenied
    if record.kind == SheetKind.PROSECUTOR:
        record.procedure = registered(
            actor, file, court=record.desk_to_id, kind=procedure_kind, number=number, year=year,
            on=registered_on or at.date(), at=at,
        )  # fmt: skip
    record.status, record.acknowledged_by, record.acknowledged_at = SheetStatus.ACKNOWLEDGED, actor.known_id, at
    record.save(update_fields=["status", "acknowledged_by", "acknowledged_at", "procedure"])
    _journal_receipt(actor, record, at)
    return record


def _journal_receipt(actor: Actor, sheet: Sheet, at: datetime) -> None:
    desk_to = str(sheet.desk_to_id)
    if sheet.kind == SheetKind.PROSECUTOR:
        tell(
            events.REPORT_ACKNOWLEDGED, actor, sheet, at, desk=sheet.desk_to_id, desk_to=desk_to,
            procedure=str(sheet.procedure_id),
        )  # fmt: skip
    else:
        tell(events.INQUIRY_ACKNOWLEDGED, actor, sheet, at, desk=sheet.desk_to_id, desk_to=desk_to)


def paper_of(sheet: Sheet, code: str, form: str, at: datetime) -> bytes:
    """The copy that left, or the draft as it stands."""
    if sheet.status == SheetStatus.DRAFT:
        return printing.pdf(sheet, code, at) if form == "pdf" else printing.word(sheet, code, at)
    return files.load(sheet.case_id, sheet.paper if form == "pdf" else sheet.word)


def note_taking_out(sheet: Sheet, form: str) -> None:
    """Journal that a sheet was taken out; called by the page that hands it over."""
    journal.note_read(
        events.SHEET_TAKEN, subject=sheet, file=sheet.case_id, compartment=Compartment.JUDICIAL, form=form
    )
