"""Pages of what was decided, and of the plan."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import Actor, ActorRequest
from kanaf.committees import access, policies
from kanaf.committees.access import actions as reading
from kanaf.committees.enums import ActionState, Progress
from kanaf.committees.forms import actions as forms
from kanaf.committees.services import actions as services
from kanaf.committees.services import plans
from kanaf.committees.views.asking import Page, ask, done
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.committees.models import ActionPoint


@require_safe
def list_all(request: ActorRequest) -> HttpResponse:
    """What the committees asked for, by date; late first because it is first by date."""
    state = request.GET.get("state", ActionState.OPEN)
    actions = access.list_actions(request.actor, state if state in ActionState.values else "")
    context = {
        "actions": actions,
        **vars(reading.answers_for(request.actor, actions)),
        "state": state,
        "states": ActionState.choices,
        "today": territory.today(),
    }
    return render(request, "committees/actions.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting decided that somebody does something."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    if opened.meeting.status == "cancelled":
        raise Http404
    form = form_for(request, forms.ActionForm, draft=f"committees:action:{meeting_id}")
    if form.is_valid():
        services.decide(actor=request.actor, meeting=opened.meeting, at=clock.now(), **form.cleaned_data)
        return done(request, _("The action is written down."), "committees:meeting", meeting_id)
    back = reverse("committees:meeting", args=[meeting_id])
    label = _("Meeting %(number)s") % {"number": opened.meeting.number}
    return ask(request, Page(_("Add an action"), back, label, _("Add")), form)


@require_http_methods(["GET", "POST"])
def close(request: ActorRequest, action_id: UUID) -> HttpResponse:
    """Say what became of an action."""
    _file, action = access.get_action(request.actor, action_id, to=policies.can_close_action)
    form = form_for(request, forms.CloseForm, draft=f"committees:close:{action_id}", version=action.version)
    if form.is_valid():
        try:
            services.close(
                actor=request.actor,
                action=action,
                state=ActionState(form.cleaned_data["state"]),
                outcome=form.cleaned_data["outcome"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except (services.AlreadyClosed, StaleVersion):
            form.add_error(None, _("Somebody else has answered for this action meanwhile."))
        else:
            return done(request, _("Your answer is kept."), "committees:list_actions")
    page = Page(_("What became of the action"), reverse("committees:list_actions"), _("Actions"), _("Keep"))
    return ask(request, page, form, quoted=action.what)


@require_http_methods(["GET", "POST"])
def move(request: ActorRequest, action_id: UUID) -> HttpResponse:
    """Another day for an action."""
    _file, action = access.get_action(request.actor, action_id, to=_can_move)
    form = form_for(request, forms.MoveForm, version=action.version, initial={"due_on": action.due_on})
    if form.is_valid():
        try:
            services.move(
                actor=request.actor, action=action, seen=form.seen_version, at=clock.now(), **form.cleaned_data
            )
        except (services.AlreadyClosed, StaleVersion):
            form.add_error(None, _("Somebody else has answered for this action meanwhile."))
        else:
            return done(request, _("The new day is kept."), "committees:list_actions")
    page = Page(_("Another day"), reverse("committees:list_actions"), _("Actions"), _("Keep"))
    return ask(request, page, form, quoted=action.what)


def _can_move(actor: Actor, file: policies.OpenCommittee, action: "ActionPoint") -> bool:
    return policies.can_write(actor, file) and action.is_open


@require_safe
def plan(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """Objectives, actions, owners, periods, results, and how far we are."""
    file = access.get_committee(request.actor, committee_id)
    if not file.committee.kind.has_plan:
        raise Http404
    drawn = access.plan_of(file)
    lines = [action for objective in drawn.objectives for action in objective.actions] if drawn else []
    reportable = {line.id for line in lines if policies.can_report_progress(request.actor, file, line)}
    context = {
        "committee": file.committee,
        "drawn": drawn,
        "today": territory.today(),
        "can_write": policies.can_write(request.actor, file),
        "reportable": reportable,
    }
    return render(request, "committees/plan.html", context)


def _to_plan(file: policies.OpenCommittee) -> tuple[str, str]:
    return reverse("committees:plan", args=[file.committee.id]), _("Action plan")


@require_http_methods(["GET", "POST"])
def begin_plan(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """A plan for a period."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    if not file.committee.kind.has_plan:
        raise Http404
    form = form_for(request, forms.PlanForm, draft=f"committees:plan:{committee_id}")
    if form.is_valid():
        plans.begin(actor=request.actor, committee=committee_id, at=clock.now(), **form.cleaned_data)
        return done(request, _("The plan is begun. Write its objectives."), "committees:plan", committee_id)
    return ask(request, Page(_("Begin a plan"), *_to_plan(file), _("Begin")), form)


@require_http_methods(["GET", "POST"])
def add_objective(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """What we want to reach."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    drawn = access.plan_of(file)
    if drawn is None:
        raise Http404
    form = form_for(request, forms.ObjectiveForm, draft=f"committees:objective:{committee_id}")
    if form.is_valid():
        plans.add_objective(actor=request.actor, plan=drawn.plan, text=form.cleaned_data["text"], at=clock.now())
        return done(request, _("The objective is added."), "committees:plan", committee_id)
    return ask(request, Page(_("Add an objective"), *_to_plan(file), _("Add")), form)


@require_http_methods(["GET", "POST"])
def add_plan_action(request: ActorRequest, committee_id: UUID, objective_id: UUID) -> HttpResponse:
    """Who does what, when, for which result."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    objective = reading.get_objective(file, objective_id)
    form = form_for(request, forms.PlanActionForm, draft=f"committees:plan_action:{objective_id}")
    if form.is_valid():
        wanted = plans.Wanted(**form.cleaned_data)
        plans.add_action(actor=request.actor, objective=objective, wanted=wanted, at=clock.now())
        return done(request, _("The action is in the plan."), "committees:plan", committee_id)
    page = Page(_("Add an action to the plan"), *_to_plan(file), _("Add"))
    return ask(request, page, form, quoted=objective.text)


@require_http_methods(["GET", "POST"])
def report_progress(request: ActorRequest, line_id: UUID) -> HttpResponse:
    """How far a line of the plan has come."""
    file, line = access.get_plan_action(request.actor, line_id, to=policies.can_report_progress)
    now = {"progress": line.progress, "percent": line.percent, "remark": line.remark or ""}
    form = form_for(
        request, forms.ProgressForm, draft=f"committees:progress:{line_id}", version=line.version, initial=now
    )
    if form.is_valid():
        try:
            plans.report(
                actor=request.actor,
                action=line,
                progress=Progress(form.cleaned_data["progress"]),
                percent=form.cleaned_data["percent"],
                remark=form.cleaned_data["remark"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion:
            return stale(request, form, now, line.version)
        return done(request, _("The progress is kept."), "committees:plan", file.committee.id)
    return ask(request, Page(_("Say how far it has come"), *_to_plan(file), _("Keep")), form, quoted=line.what)
