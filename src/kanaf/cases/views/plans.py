"""Pages of the plan and of its actions."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies, summaries
from kanaf.cases.access import work
from kanaf.cases.access.colleagues import desks_for_actions
from kanaf.cases.enums import ActionStatus, Approval
from kanaf.cases.forms.plans import FinishActionForm, PlanForm, goal_values, plan_values
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import plans
from kanaf.cases.services.approvals import AlreadyDecided, WaitsForApproval
from kanaf.cases.views.deciding import Question, decide
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment

ADD = "add"


@require_http_methods(["GET", "POST"])
def write_plan(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Write the plan in course, or begin the next one from what is still to do."""
    file = access.get_case(request.actor, case_id, to=policies.can_assess)
    latest = work.latest_plan(file)
    in_pen = latest is not None and latest.status in work.IN_PEN
    goals = goal_values(work.goals_of(latest), only_planned=not in_pen) if latest else []
    given: dict[str, Any] = {
        "draft": f"cases:write_plan:{case_id}",
        "version": work.mark_of(latest),
        "goals": goals,
        "initial": plan_values(latest) if latest else {},
        "desks": desks_for_actions(file, clock.now()),
    }
    if request.method == "POST" and ADD in request.POST:
        form = _with_one_more(request, given)
    else:
        form = form_for(request, PlanForm, **given)
        if form.is_valid() and (answer := _write(request, file, form)):
            return answer
    if latest:
        access.note_reading(file, [Compartment.SOCIAL])
    waits = bool(latest and latest.status == Approval.SUBMITTED)
    return draw(
        request,
        "cases/plans/write.html",
        file,
        form,
        waits=waits,
        lines=summaries.of_plan(latest) if latest and waits else [],
        goals=work.goals_of(latest) if latest and waits else [],
        remark=latest.remark if latest and in_pen else None,
    )


def _with_one_more(request: ActorRequest, given: dict[str, Any]) -> PlanForm:
    """The same form with one more row; what is typed is kept before anything else."""
    given["version"] = request.POST.get("version") or given["version"]
    form = PlanForm(owner=request.actor.id, **given)
    pages.keep_typed(request)
    form.restore(request.POST)
    form.is_restored = False
    form.grow(request.POST[ADD])
    return form


def _write(request: ActorRequest, file: OpenFile, form: PlanForm) -> HttpResponse | None:
    """The answer once written; ``None`` when the form says why not."""
    words = {name: form.cleaned_data[name] for name in ("best_interests", "child_views", "review_on")}
    try:
        plans.write_plan(
            actor=request.actor,
            case=file.case.id,
            goals=form.goals,
            seen=form.seen_version,
            submit=form.is_sent,
            at=clock.now(),
            **words,
        )
    except WaitsForApproval:
        form.add_error(None, _("A plan waits for approval. Your text is kept here as a draft."))
        return None
    except StaleVersion:
        return _stale(request, file, form)
    if form.is_sent:
        return done(request, file, _("Sent. Somebody else approves it or sends it back."))
    return done(request, file, _("Kept. It is not sent yet."))


def _stale(request: ActorRequest, file: OpenFile, form: PlanForm) -> HttpResponse:
    """Both versions, row by row; the longer of the two decides how many rows there are."""
    current = work.latest_plan(file)
    goals = goal_values(work.goals_of(current)) if current else []
    form.make_room_for(goals)
    form.name_fully()
    theirs = {**plan_values(current), **form.values_of(goals)}
    return pages.stale(request, form, theirs, work.mark_of(current))


@require_http_methods(["GET", "POST"])
def approve_plan(request: ActorRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """Read the plan of a colleague, then approve it or send it back."""
    file = access.get_case(request.actor, case_id, to=policies.can_approve_some)
    record = work.get_plan(file, plan_id)
    question = Question(
        record=record,
        title=_("Approve the plan"),
        name="plan",
        lines=summaries.of_plan(record),
        decide=plans.decide_plan,
        extra={"goals": work.goals_of(record)},
    )
    return decide(request, file, question)


@require_http_methods(["GET", "POST"])
def finish_action(request: ActorRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Say what became of an action."""
    file = access.get_case(request.actor, case_id, to=policies.can_work_socially)
    action = work.get_action(file, action_id)
    form = form_for(request, FinishActionForm, version=action.version)
    if form.is_valid():
        outcome = ActionStatus(form.cleaned_data["outcome"])
        try:
            plans.finish_action(
                actor=request.actor,
                case=case_id,
                action=action_id,
                outcome=outcome,
                seen=form.seen_version,
                at=clock.now(),
            )
        except (AlreadyDecided, StaleVersion):
            form.add_error(None, _("Somebody else has answered for this action meanwhile."))
        else:
            return done(
                request,
                file,
                _("The action is done.") if outcome == ActionStatus.DONE else _("The action is given up."),
            )
    access.note_reading(file, [Compartment.SOCIAL])
    return draw(request, "cases/plans/finish_action.html", file, form, action=action)
