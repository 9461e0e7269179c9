"""Closing, asked by one and approved by another; and opening again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.access.closing import what_is_open
from kanaf.cases.enums import CaseStatus
from kanaf.cases.events import work as events
from kanaf.cases.models import Case, Closure, Reopening
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.approvals import (
    DECISION_FIELDS,
    WaitsForApproval,
    check_decision,
    decide,
)
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal


class StillOpen(Exception):
    """Something holds the file open; ``things`` says what, one sentence each."""

    def __init__(self, things: Sequence[str]) -> None:
        super().__init__(*things)
        self.things = list(things)


@transaction.atomic
def ask_closure(
    *,
    actor: Actor,
    case: UUID,
    reason: str,
    criteria: Sequence[str],
    best_interests: str,
    child_feedback: str,
    child_satisfied: bool | None,
    at: datetime,
    closure_id: UUID | None = None,
) -> Closure:
    """Ask to close the file. Raises ``StillOpen``, ``WaitsForApproval``, ``PermissionDenied``."""
    file = work.locked(actor, case, policies.can_assess)
    if work.closure_in_course(file):
        raise WaitsForApproval
    _refuse_if_open(file, reason)
    closure = Closure.objects.create(
        id=closure_id or new_id(),
        case=file.case,
        reason=reason,
        criteria=list(criteria),
        best_interests=best_interests or None,
        child_feedback=child_feedback or None,
        child_satisfied=child_satisfied,
        written_by=actor.known_id,
        written_at=at,
    )
    journal.write(events.CLOSURE_ASKED, actor=actor, subject=closure, at=at, file=file.case.id, reason=reason)
    return closure


def _refuse_if_open(file: OpenFile, reason: str) -> None:
    if things := what_is_open(file, reason):
        raise StillOpen(things)


@transaction.atomic
def decide_closure(
    *, actor: Actor, case: UUID, closure: UUID, approve: bool, remark: str, seen: str | None, at: datetime
) -> Closure:
    """Close the file, or send the request back. Raises ``StillOpen`` for what came up meanwhile."""
    file = work.locked(actor, case, policies.can_approve_some)
    record = work.get_closure(file, closure)
    check_decision(actor, file, record)
    if approve:
        _refuse_if_open(file, record.reason)
    decide(record, actor, approve=approve, remark=remark, seen=seen, at=at)
    record.save(update_fields=DECISION_FIELDS)
    if approve:
        _close(actor, file.case, record, at)
    else:
        journal.write(
            events.CLOSURE_RETURNED,
            actor=actor,
            subject=record,
            at=at,
            file=file.case.id,
            compartment=Compartment.SOCIAL,
            reason=record.reason,
        )
    return record


def _close(actor: Actor, case: Case, closure: Closure, at: datetime) -> None:
    case.status, case.closed_at = CaseStatus.CLOSED, at
    case.version += 1
    case.save(update_fields=["status", "closed_at", "version"])
    journal.write(events.CASE_CLOSED, actor=actor, subject=case, at=at, file=case.id, reason=closure.reason)


@transaction.atomic
def reopen(*, actor: Actor, case: UUID, reason: str, at: datetime, reopening_id: UUID | None = None) -> Case:
    """A closed file lives again, with the same lead."""
    record = work.locked(actor, case, policies.can_reopen).case
    reopening = Reopening.objects.create(
        id=reopening_id or new_id(), case=record, reason=reason, reopened_by=actor.known_id, reopened_at=at
    )
    record.status, record.closed_at = CaseStatus.OPEN, None
    record.version += 1
    record.save(update_fields=["status", "closed_at", "version"])
    journal.write(events.CASE_REOPENED, actor=actor, subject=reopening, at=at, file=record.id, reason=reason)
    return record
