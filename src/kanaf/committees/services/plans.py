"""The action plan: objectives, actions with owners and periods, and how far they have come."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies
from kanaf.committees.enums import Progress
from kanaf.committees.models import Objective, Plan, PlanAction
from kanaf.committees.services.actions import Owner, end_of
from kanaf.committees.services.locking import locked, reading
from kanaf.foundation import versions
from kanaf.journal import services as journal

WHOLE = 100


@dataclass(frozen=True)
class Wanted:
    """A line of the plan as it is written."""

    what: str
    owner: Owner
    first_day: date
    last_day: date
    expected: str


@transaction.atomic
def begin(*, actor: Actor, committee: UUID, title: str, first_day: date, last_day: date, at: datetime) -> Plan:
    """A plan for a period; an earlier one is kept. Only kinds that keep a plan have one."""
    file = locked(actor, committee)
    if not file.committee.kind.has_plan:
        raise PermissionDenied
    plan = Plan.objects.create(
        committee=file.committee,
        title=title,
        first_day=first_day,
        last_day=last_day,
        begun_by=actor.known_id,
        begun_at=at,
    )
    journal.write(
        events.PLAN_BEGUN,
        actor=actor,
        subject=plan,
        at=at,
        desk=file.committee.desk_id,
        committee=str(committee),
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
    )
    return plan


@transaction.atomic
def add_objective(*, actor: Actor, plan: Plan, text: str, at: datetime) -> Objective:
    """What we want to reach."""
    file = locked(actor, plan.committee_id)
    objective = Objective.objects.create(
        committee=file.committee, plan=plan, order=Objective.objects.filter(plan=plan).count(), text=text
    )
    journal.write(
        events.OBJECTIVE_ADDED,
        actor=actor,
        subject=objective,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        plan=str(plan.id),
    )
    return objective


@transaction.atomic
def add_action(*, actor: Actor, objective: Objective, wanted: Wanted, at: datetime) -> PlanAction:
    """Who does what, when, and what should come of it."""
    file = locked(actor, objective.committee_id)
    action = PlanAction.objects.create(
        committee=file.committee,
        objective=objective,
        order=PlanAction.objects.filter(objective=objective).count(),
        what=wanted.what,
        desk_id=wanted.owner.desk,
        organisation_id=wanted.owner.organisation,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        expected=wanted.expected,
    )
    journal.write(
        events.PLAN_ACTION_ADDED,
        actor=actor,
        subject=action,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        plan=str(objective.plan_id),
        action=str(action.id),
        due_at=end_of(wanted.last_day).isoformat(),
        **wanted.owner.facts,
    )
    return action


@transaction.atomic
def report(
    *, actor: Actor, action: PlanAction, progress: Progress, percent: int, remark: str, seen: str | None, at: datetime
) -> PlanAction:
    """How far it has come; what is done is done wholly. Raises ``StaleVersion``."""
    file = reading(actor, action.committee_id, policies.can_read)
    found = PlanAction.objects.select_for_update(of=("self",)).select_related("objective").get(pk=action.pk)
    if not policies.can_report_progress(actor, file, found):
        raise PermissionDenied
    versions.check(found, seen)
    found.progress, found.remark = progress, remark
    found.percent = WHOLE if progress == Progress.DONE else 0 if progress == Progress.PLANNED else percent
    found.reported_by, found.reported_at = actor.known_id, at
    found.save(update_fields=["progress", "percent", "remark", "reported_by", "reported_at", "version"])
    journal.write(
        events.PLAN_ACTION_REPORTED,
        actor=actor,
        subject=found,
        at=at,
        desk=found.desk_id or file.committee.desk_id,
        committee=str(file.committee.id),
        plan=str(found.objective.plan_id),
        action=str(found.id),
        progress=progress,
        percent=found.percent,
    )
    return found
