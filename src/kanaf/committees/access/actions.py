"""What was decided across committees, and the plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.committees.access.committees import get_committee, open_committee, readable_ids
from kanaf.committees.enums import ActionState, Progress
from kanaf.committees.models import ActionPoint, Objective, Plan, PlanAction
from kanaf.committees.policies import OpenCommittee, can_close_action, can_write
from kanaf.foundation.vault import keys

WHO = ("desk", "organisation")
MOST_SHOWN = 200
DONE = 100


def actions_of(file: OpenCommittee) -> list[ActionPoint]:
    """Those to do, by their date."""
    found = ActionPoint.objects.filter(committee=file.committee, state=ActionState.OPEN)
    return list(found.select_related("meeting", *WHO).prefetch_related("organisation__names"))


def list_actions(actor: Actor, state: str = ActionState.OPEN) -> list[ActionPoint]:
    """Those of every committee the actor reads, by their date; ``state`` "" gives all. 404 for whoever reads none."""
    committees = readable_ids(actor)
    if not committees:
        raise Http404
    keys.preload(committees)
    found = ActionPoint.objects.filter(committee__in=committees)
    if state:
        found = found.filter(state=state)
    found = found.select_related("committee", "meeting", *WHO).prefetch_related("organisation__names")
    return list(found.order_by("due_on", "number")[:MOST_SHOWN])


def get_action(
    actor: Actor, action_id: UUID, *, to: Callable[[Actor, OpenCommittee, ActionPoint], bool]
) -> tuple[OpenCommittee, ActionPoint]:
    """The action with its committee, if the actor may do ``to`` with it; else 404."""
    action = ActionPoint.objects.filter(pk=action_id).select_related("meeting", *WHO).first()
    if action is None:
        raise Http404
    file = get_committee(actor, action.committee_id)
    if not to(actor, file, action):
        raise Http404
    return file, action


@dataclass(frozen=True)
class Answers:
    """Which of some actions the actor may close, and which she may move to another day."""

    closable: frozenset[UUID]
    movable: frozenset[UUID]


def answers_for(actor: Actor, actions: Iterable[ActionPoint]) -> Answers:
    """Asked once for each committee."""
    files: dict[UUID, OpenCommittee | None] = {}
    closable, movable = set(), set()
    for action in actions:
        if action.committee_id not in files:
            files[action.committee_id] = open_committee(actor, action.committee_id)
        file = files[action.committee_id]
        if file and can_close_action(actor, file, action):
            closable.add(action.id)
            if can_write(actor, file):
                movable.add(action.id)
    return Answers(frozenset(closable), frozenset(movable))


@dataclass(frozen=True)
class DrawnObjective:
    """An objective with its actions and how far they have come together, in percent."""

    objective: Objective
    actions: Sequence[PlanAction]

    @property
    def percent(self) -> int:
        live = [action for action in self.actions if action.progress != Progress.DROPPED]
        return sum(action.percent for action in live) // len(live) if live else 0


@dataclass(frozen=True)
class DrawnPlan:
    """The plan in force with its objectives."""

    plan: Plan
    objectives: Sequence[DrawnObjective]


def plan_of(file: OpenCommittee) -> DrawnPlan | None:
    """The plan that began last, or none."""
    plan = Plan.objects.filter(committee=file.committee).order_by("-first_day", "-begun_at").first()
    if plan is None:
        return None
    lines: dict[UUID, list[PlanAction]] = {}
    actions = PlanAction.objects.filter(objective__plan=plan).select_related(*WHO)
    for action in actions.prefetch_related("organisation__names"):
        lines.setdefault(action.objective_id, []).append(action)
    return DrawnPlan(plan, [DrawnObjective(o, lines.get(o.id, [])) for o in plan.objectives.all()])


def get_objective(file: OpenCommittee, objective_id: UUID) -> Objective:
    found = Objective.objects.filter(pk=objective_id, committee=file.committee).select_related("plan").first()
    if found is None:
        raise Http404
    return found


def get_plan_action(
    actor: Actor, action_id: UUID, *, to: Callable[[Actor, OpenCommittee, PlanAction], bool]
) -> tuple[OpenCommittee, PlanAction]:
    """The line of the plan with its committee, if the actor may do ``to`` with it; else 404."""
    action = PlanAction.objects.filter(pk=action_id).select_related("objective", *WHO).first()
    if action is None:
        raise Http404
    file = get_committee(actor, action.committee_id)
    if not to(actor, file, action):
        raise Http404
    return file, action
