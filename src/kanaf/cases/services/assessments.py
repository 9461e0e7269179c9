"""The assessment: written, sent, approved by somebody else or sent back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import Approval
from kanaf.cases.events import work as events
from kanaf.cases.models import Assessment
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.approvals import (
    DECISION_FIELDS,
    WaitsForApproval,
    check_decision,
    decide,
)
from kanaf.foundation import versions
from kanaf.foundation.events import EventKind
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal


@transaction.atomic
def write_assessment(
    *,
    actor: Actor,
    case: UUID,
    risk: str,
    concerns: Sequence[str],
    findings: Mapping[str, str],
    child_views: str,
    seen: str | None,
    submit: bool,
    at: datetime,
) -> Assessment:
    """Write the assessment in course, or begin one. Raises ``StaleVersion``, ``WaitsForApproval``."""
    file = work.locked(actor, case, policies.can_assess)
    record = _in_course(file, seen)
    record.risk, record.concerns, record.findings = risk, list(concerns), dict(findings)
    record.child_views = child_views or None
    record.written_by, record.written_at = actor.known_id, at
    if submit:
        record.status, record.submitted_at = Approval.SUBMITTED, at
    record.save()
    _journal(events.ASSESSMENT_WRITTEN, actor, record, at, risk=risk)
    if submit:
        _journal(events.ASSESSMENT_SUBMITTED, actor, record, at, risk=risk)
    return record


def _in_course(file: OpenFile, seen: str | None) -> Assessment:
    """The one that is being written, counted as changed; else a new one."""
    latest = work.latest_assessment(file)
    if latest and latest.status == Approval.SUBMITTED:
        raise WaitsForApproval
    if latest and work.mark_of(latest) != seen:
        raise versions.StaleVersion(latest)
    if latest and latest.status in work.IN_PEN:
        latest.version += 1
        return latest
    return Assessment(case=file.case, is_initial=work.needs_initial_assessment(file.case))


@transaction.atomic
def decide_assessment(
    *, actor: Actor, case: UUID, assessment: UUID, approve: bool, remark: str, seen: str | None, at: datetime
) -> Assessment:
    """Approve it, which sets the risk of the file, or send it back with remarks."""
    file = work.locked(actor, case, policies.can_approve_some)
    record = work.get_assessment(file, assessment)
    check_decision(actor, file, record)
    decide(record, actor, approve=approve, remark=remark, seen=seen, at=at)
    record.save(update_fields=DECISION_FIELDS)
    if approve:
        _journal(events.ASSESSMENT_APPROVED, actor, record, at, risk=record.risk)
        _set_risk(file, record)
    else:
        _journal(events.ASSESSMENT_RETURNED, actor, record, at)
    return record


def _set_risk(file: OpenFile, record: Assessment) -> None:
    """The risk of the file is the one that was approved."""
    case = file.case
    case.risk = record.risk
    case.version += 1
    case.save(update_fields=["risk", "version"])


def _journal(kind: EventKind, actor: Actor, record: Assessment, at: datetime, **kept: Any) -> None:
    journal.write(
        kind,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,
        compartment=Compartment.SOCIAL,
        is_initial=record.is_initial,
        **kept,
    )
