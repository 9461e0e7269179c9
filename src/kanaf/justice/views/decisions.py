"""Pages of the decision to report."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.access import names_of
from kanaf.actors.actor import ActorRequest
from kanaf.cases import access as cases
from kanaf.cases.access import work
from kanaf.cases.forms.assessments import DecisionForm
from kanaf.cases.policies import OpenFile, can_decide
from kanaf.cases.services.approvals import AlreadyDecided, WaitsForApproval
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment
from kanaf.justice import access, policies, wording
from kanaf.justice.access import folder
from kanaf.justice.forms.decisions import ReportDecisionForm, decision_values
from kanaf.justice.services import decisions

if TYPE_CHECKING:
    from kanaf.justice.models import ReportDecision

READ = [Compartment.SOCIAL, Compartment.JUDICIAL]


@require_http_methods(["GET", "POST"])
def write_decision(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Whose duty, what the child says, why; urgent danger leaves at once."""
    file = cases.get_case(request.actor, case_id, to=policies.can_decide_to_report)
    latest, plan = access.latest_decision(file), work.current_safety(file)
    in_pen = latest is not None and latest.status in work.IN_PEN
    form = form_for(
        request,
        ReportDecisionForm,
        draft=f"justice:write_decision:{case_id}",
        duties=wording.duties(),
        safety=plan.id if plan else None,
        version=decisions.mark_of(latest),
        initial=decision_values(latest) if in_pen else {"profession": wording.likely_profession(request.actor)},
    )
    if form.is_valid() and (answer := _write(request, file, form)):
        return answer
    cases.note_reading(file, READ)
    context = {
        "file": file, "form": form, "plan": plan, "remark": latest.remark if latest and in_pen else None,
        "waits": bool(latest and latest.status == "submitted"), "latest": latest,
    }  # fmt: skip
    return render(request, "justice/decision.html", context, status=422 if form.errors else 200)


def _write(request: ActorRequest, file: OpenFile, form: ReportDecisionForm) -> HttpResponse | None:
    """The answer once written; ``None`` when the form says why not."""
    try:
        record = decisions.write_decision(
            actor=request.actor, case=file.case.id, answers=decisions.Answers(**form.answers), seen=form.seen_version,
            submit=form.is_sent, at=clock.now(),
        )  # fmt: skip
    except WaitsForApproval:
        form.add_error(None, _("A decision waits for approval. Your text is kept here as a draft."))
        return None
    except decisions.SafetyNotSeen:
        sentence = _("Read the safety plan of today and tick the box; without a plan, write one first.")
        form.add_error("safety_seen" if "safety_seen" in form.fields else None, sentence)
        return None
    except StaleVersion:
        current = access.latest_decision(file)
        return pages.stale(request, form, decision_values(current), decisions.mark_of(current))
    if form.is_sent and record.is_urgent and record.choice == "report":
        messages.success(request, _("Urgent: write the report and send it now. A supervisor looks at it meanwhile."))
        return redirect("justice:write_sheet", file.case.id, "prosecutor")
    said = _("Sent. A supervisor approves it or sends it back.") if form.is_sent else _("Kept. It is not sent yet.")
    messages.success(request, said)
    return redirect("justice:show_file", file.case.id)


@require_http_methods(["GET", "POST"])
def approve_decision(request: ActorRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """Read what a colleague decided, then approve it or send it back: four eyes."""
    file = cases.get_case(request.actor, case_id, to=policies.can_approve_report)
    record = folder.get_decision(file, decision_id)
    if not can_decide(request.actor, file, writers=access.hands_in(record)):
        raise Http404
    form = form_for(request, DecisionForm, draft=f"justice:approve:{record.id}", version=record.version)
    if form.is_valid() and (answer := _decide(request, file, record, form)):
        return answer
    cases.note_reading(file, READ)
    context = {
        "file": file, "form": form, "record": record, "lines": wording.of_decision(record),
        "writer": names_of([record.written_by]).get(record.written_by, ""),
    }  # fmt: skip
    return render(request, "justice/approve.html", context, status=422 if form.errors else 200)


def _decide(request: ActorRequest, file: OpenFile, record: "ReportDecision", form: DecisionForm) -> HttpResponse | None:
    try:
        decisions.decide_report(
            actor=request.actor, case=file.case.id, decision=record.id, approve=form.approves,
            remark=form.cleaned_data["remark"], seen=form.seen_version, at=clock.now(),
        )  # fmt: skip
    except (StaleVersion, AlreadyDecided):
        form.add_error(None, _("It changed while you were reading. Read it again before you decide."))
        return None
    messages.success(request, _("Approved.") if form.approves else _("Sent back with your remarks."))
    return redirect("justice:show_file", file.case.id)
