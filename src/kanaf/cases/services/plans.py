"""The plan: goals, actions with a desk and a date, approved by somebody else, then carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import ActionStatus, Approval
from kanaf.cases.events import work as events
from kanaf.cases.models import Plan, PlanAction, PlanGoal
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.approvals import (
    DECISION_FIELDS,
    AlreadyDecided,
    WaitsForApproval,
    check_decision,
    decide,
)
from kanaf.foundation import versions
from kanaf.foundation.events import EventKind
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory


@dataclass(frozen=True)
class WantedAction:
    """What somebody is to do, at which desk, before which day."""

    text: str
    desk: UUID
    due_on: date


@dataclass(frozen=True)
class WantedGoal:
    """What we want for the child, and what is done for it."""

    text: str
    actions: Sequence[WantedAction] = field(default_factory=list)


@transaction.atomic
def write_plan(
    *,
    actor: Actor,
    case: UUID,
    best_interests: str,
    child_views: str,
    review_on: date | None,
    goals: Sequence[WantedGoal],
    seen: str | None,
    submit: bool,
    at: datetime,
) -> Plan:
    """Write the plan in course, or begin a new one. Raises ``StaleVersion``, ``WaitsForApproval``."""
    file = work.locked(actor, case, policies.can_assess)
    record = _in_course(file, seen)
    record.best_interests, record.child_views = best_interests or None, child_views or None
    record.review_on, record.written_by, record.written_at = review_on, actor.known_id, at
    if submit:
        record.status, record.submitted_at = Approval.SUBMITTED, at
    record.save()
    _write_goals(record, goals)
    counts = {"goals": len(goals), "actions": sum(len(goal.actions) for goal in goals)}
    _journal(events.PLAN_WRITTEN, actor, record, at, **counts)
    if submit:
        _journal(events.PLAN_SUBMITTED, actor, record, at, **counts)
    return record


def _in_course(file: OpenFile, seen: str | None) -> Plan:
    """The plan that is being written, counted as changed; else a new one."""
    latest = work.latest_plan(file)
    if latest and latest.status == Approval.SUBMITTED:
        raise WaitsForApproval
    if latest and work.mark_of(latest) != seen:
        raise versions.StaleVersion(latest)
    if latest and latest.status in work.IN_PEN:
        latest.version += 1
        return latest
    return Plan(case=file.case)


def _write_goals(plan: Plan, goals: Sequence[WantedGoal]) -> None:
    """A plan in writing is written whole each time; nothing hangs on its rows before it is approved."""
    PlanAction.objects.filter(goal__plan=plan).delete()
    PlanGoal.objects.filter(plan=plan).delete()
    for order, wanted in enumerate(goals, start=1):
        goal = PlanGoal.objects.create(plan=plan, case_id=plan.case_id, text=wanted.text, order=order)
        PlanAction.objects.bulk_create(
            PlanAction(goal=goal, case_id=plan.case_id, text=action.text, desk_id=action.desk, due_on=action.due_on)
            for action in wanted.actions
        )


@transaction.atomic
def decide_plan(
    *, actor: Actor, case: UUID, plan: UUID, approve: bool, remark: str, seen: str | None, at: datetime
) -> Plan:
    """Approve the plan, from when its actions are due, or send it back with remarks."""
    file = work.locked(actor, case, policies.can_approve_some)
    record = work.get_plan(file, plan)
    check_decision(actor, file, record)
    before = work.open_actions(file)
    decide(record, actor, approve=approve, remark=remark, seen=seen, at=at)
    record.save(update_fields=DECISION_FIELDS)
    if not approve:
        _journal(events.PLAN_RETURNED, actor, record, at)
        return record
    _replace(before, at)
    actions = [action for goal in work.goals_of(record) for action in goal.actions]
    review_at = territory.evening(record.review_on).isoformat() if record.review_on else ""
    _journal(events.PLAN_APPROVED, actor, record, at, actions=len(actions), review_at=review_at)
    _begin(actor, file, actions, at)
    return record


def _replace(actions: Sequence[PlanAction], at: datetime) -> None:
    """What the plan before still waited for is taken over by the new one, or given up."""
    PlanAction.objects.filter(id__in=[action.id for action in actions]).update(status=ActionStatus.DROPPED, done_at=at)


def _begin(actor: Actor, file: OpenFile, actions: Sequence[PlanAction], at: datetime) -> None:
    """Each action is owed by its desk; by the lead while that desk has no access to the file."""
    case = file.case
    with_access = grants.desks_with_access([case.id], at).get(case.id, set())
    for action in actions:
        owing = action.desk_id if action.desk_id in with_access else case.lead_desk_id
        journal.write(
            events.ACTION_PLANNED,
            actor=actor,
            subject=action,
            at=at,
            file=case.id,
            compartment=Compartment.SOCIAL,
            desk_owing=str(owing),
            due_at=territory.evening(action.due_on).isoformat(),
        )


@transaction.atomic
def finish_action(
    *, actor: Actor, case: UUID, action: UUID, outcome: ActionStatus, seen: str | None, at: datetime
) -> PlanAction:
    """Say that an action is done, or given up: by the lead or by the desk that does it."""
    file = work.allowed(actor, case, policies.can_work_socially)
    record = work.get_action(file, action)
    if not (policies.can_follow(actor, file) or record.desk_id in actor.desk_ids):
        raise PermissionDenied
    versions.check(record, seen)
    if record.status != ActionStatus.PLANNED:
        raise AlreadyDecided
    record.status, record.done_at = outcome, at
    record.save(update_fields=["status", "done_at", "version"])
    journal.write(
        events.ACTION_FINISHED,
        actor=actor,
        subject=record,
        at=at,
        file=file.case.id,
        compartment=Compartment.SOCIAL,
        outcome=outcome.value,
    )
    return record


def _journal(kind: EventKind, actor: Actor, plan: Plan, at: datetime, **kept: Any) -> None:
    journal.write(kind, actor=actor, subject=plan, at=at, file=plan.case_id, compartment=Compartment.SOCIAL, **kept)
