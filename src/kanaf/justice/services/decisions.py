"""The decision to report: written by one, approved by another; urgent danger waits for nobody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies as files
from kanaf.cases.access import work
from kanaf.cases.enums import Approval
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.approvals import DECISION_FIELDS, AlreadyDecided, WaitsForApproval, decide
from kanaf.foundation import versions
from kanaf.justice import events, policies
from kanaf.justice.access import folder
from kanaf.justice.models import ReportDecision
from kanaf.justice.services.working import acting_desk, opened, tell
from kanaf.territory import access as territory


class SafetyNotSeen(Exception):
    """The safety plan that heads the file today was not read, or there is none."""


@dataclass(frozen=True)
class Answers:
    """What the decision rests on; ``safety`` is the plan that was before the writer's eyes."""

    choice: str
    is_urgent: bool
    profession: str
    child_agrees: str
    child_view: str
    told_at: datetime | None
    best_interests: str
    safety: UUID | None


@transaction.atomic
def write_decision(
    *, actor: Actor, case: UUID, answers: Answers, seen: str | None, submit: bool, at: datetime
) -> ReportDecision:
    """Write the decision in course, or begin one.

    Raises ``StaleVersion``, ``WaitsForApproval``, and ``SafetyNotSeen`` unless the danger is urgent.
    """
    file = opened(actor, case, policies.can_decide_to_report)
    record = _in_course(file, seen)
    current = work.current_safety(file)
    if submit and not answers.is_urgent and (current is None or current.id != answers.safety):
        raise SafetyNotSeen
    record.choice, record.is_urgent, record.profession = answers.choice, answers.is_urgent, answers.profession
    duty = territory.reporting_duties().get(answers.profession)
    record.law = duty.law if duty else ""
    record.child_agrees, record.child_view = answers.child_agrees, answers.child_view or None
    record.told_at, record.best_interests = answers.told_at, answers.best_interests or None
    record.safety = current if current and current.id == answers.safety else None
    record.written_by, record.written_at = actor.known_id, at
    record.status = Approval.SUBMITTED if submit else record.status
    record.submitted_at = at if submit else None
    record.save()
    desk = acting_desk(actor, file, at)
    kept = {"choice": record.choice, "urgent": record.is_urgent}
    tell(events.DECISION_WRITTEN, actor, record, at, desk=desk, **kept)
    if submit:
        tell(events.DECISION_SUBMITTED, actor, record, at, desk=desk, **kept)
    return record


def _in_course(file: OpenFile, seen: str | None) -> ReportDecision:
    """The one that is being written, counted as changed; else a new one."""
    latest = folder.latest_decision(file)
    if latest and latest.status == Approval.SUBMITTED:
        raise WaitsForApproval
    if mark_of(latest) != (seen or mark_of(None)):
        raise versions.StaleVersion(latest or ReportDecision(version=0))
    if latest and latest.status in work.IN_PEN:
        latest.version += 1
        return latest
    return ReportDecision(case=file.case)


def mark_of(record: ReportDecision | None) -> str:
    """What a form carries to say which version of which decision it shows, or that there was none yet."""
    return f"{record.id.hex}:{record.version}" if record else "none"


@transaction.atomic
def decide_report(
    *, actor: Actor, case: UUID, decision: UUID, approve: bool, remark: str, seen: str | None, at: datetime
) -> ReportDecision:
    """Approve it, or send it back with remarks. Raises ``AlreadyDecided``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_approve_report)
    record = folder.get_decision(file, decision)
    if record.status != Approval.SUBMITTED:
        raise AlreadyDecided
    if not files.can_decide(actor, file, writers=folder.hands_in(record)):
        raise PermissionDenied
    decide(record, actor, approve=approve, remark=remark, seen=seen, at=at)
    record.save(update_fields=DECISION_FIELDS)
    desk = acting_desk(actor, file, at)
    if approve:
        kept = {"choice": record.choice, "urgent": record.is_urgent}
        tell(events.DECISION_APPROVED, actor, record, at, desk=desk, **kept)
    else:
        tell(events.DECISION_RETURNED, actor, record, at, desk=desk, choice=record.choice)
    return record
