"""Triage: a short screening, one decision, and a second pair of eyes where nothing more is done."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies
from kanaf.cases.enums import Decision, Profile
from kanaf.cases.forms.triage import SendBackForm, TriageForm
from kanaf.cases.policies import OpenReport
from kanaf.cases.services import triage as services
from kanaf.cases.services.reports import AlreadyDecided
from kanaf.cases.views import facts
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import render
from kanaf.foundation.versions import StaleVersion

if TYPE_CHECKING:
    from kanaf.cases.models import Case


@require_http_methods(["GET", "POST"])
def triage_report(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """The report beside the questions, so that nobody answers from memory."""
    file = access.get_report(request.actor, report_id, to=policies.can_triage)
    report = file.report
    initial = {"children": report.children, "danger": "yes", "urgency": "high"} if report.is_danger_now else {
        "children": report.children
    }  # fmt: skip
    form = pages.form_for(
        request, TriageForm, draft=f"cases:triage_report:{report_id}", version=report.version, initial=initial
    )
    if form.is_valid() and (response := _decide(request, file, form)):
        return response
    context = facts.of_report(request.actor, file) | {"form": form}
    return render(request, "cases/reports/triage_report.html", context, status=422 if form.errors else 200)


def _decide(request: ActorRequest, file: OpenReport, form: TriageForm) -> HttpResponse | None:
    """Where the decision leads, or ``None`` with the form saying why it could not be taken."""
    ways = {Decision.OPEN: _open, Decision.JOIN: _join, Decision.NO_ACTION: _no_action}
    try:
        return ways[Decision(form.cleaned_data["decision"])](request, file, form)
    except (AlreadyDecided, StaleVersion):
        form.add_error(None, _("Somebody decided about this report meanwhile. Here it is as it stands now."))
    except services.PlaceUnknown:
        form.add_error(None, _("Neither the report nor your desk has a place. Ask for your desk's place to be set."))
    return None


def _given(request: ActorRequest, file: OpenReport, form: TriageForm) -> dict[str, Any]:
    return {
        "actor": request.actor, "file": file, "seen_version": form.seen_version, "screening": form.screening(),
        "at": clock.now(),
    }  # fmt: skip


def _open(request: ActorRequest, file: OpenReport, form: TriageForm) -> HttpResponse:
    opened: list[Case] = services.open_files(
        **_given(request, file, form), profile=Profile(form.cleaned_data["profile"] or Profile.VICTIM),
        children=form.cleaned_data["children"] or file.report.children,
    )  # fmt: skip
    codes = ", ".join(case.code for case in opened)
    sentence = ngettext("File %(codes)s is open.", "Files %(codes)s are open.", len(opened)) % {"codes": codes}
    messages.success(request, sentence)
    return redirect("cases:register_person", case_id=opened[0].id)


def _join(request: ActorRequest, file: OpenReport, form: TriageForm) -> HttpResponse | None:
    found = access.file_of_code(request.actor, form.cleaned_data["code"])
    if found is None or not policies.can_follow(request.actor, found):
        form.add_error("code", _("Your desk follows no open file with this code."))
        return None
    services.join_file(**_given(request, file, form), case=found)
    messages.success(request, _("The report is joined to file %(code)s.") % {"code": found.case.code})
    return redirect("cases:read_report", report_id=file.report.id)


def _no_action(request: ActorRequest, file: OpenReport, form: TriageForm) -> HttpResponse:
    services.propose_no_action(**_given(request, file, form), reason=form.cleaned_data["reason"])
    messages.success(request, _("Your decision waits for a second person of your desk."))
    return redirect("cases:read_report", report_id=file.report.id)


@require_POST
def confirm_triage(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """A second person agrees that nothing more is to be done."""
    file = access.get_report(request.actor, report_id, to=policies.can_triage)
    try:
        services.confirm(actor=request.actor, file=file, at=clock.now())
    except services.NothingToConfirm:
        messages.info(request, _("Nothing waits for a second person here any more."))
    else:
        messages.success(request, _("Confirmed: no further action on this report."))
    return redirect("cases:read_report", report_id=report_id)


@require_http_methods(["GET", "POST"])
def send_back_triage(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """A second person does not agree: the report waits again, with the reason."""
    file = access.get_report(request.actor, report_id, to=policies.can_triage)
    form = pages.form_for(request, SendBackForm, draft=f"cases:send_back_triage:{report_id}")
    if form.is_valid():
        try:
            services.send_back(actor=request.actor, file=file, at=clock.now(), **form.cleaned_data)
        except services.NothingToConfirm:
            messages.info(request, _("Nothing waits for a second person here any more."))
        else:
            messages.success(request, _("Sent back: the report waits for a new decision."))
        return redirect("cases:read_report", report_id=report_id)
    context = {"form": form, "report": file.report}
    return render(request, "cases/reports/send_back.html", context, status=422 if form.errors else 200)
