"""Reports at a desk: the list, one report, writing one down, passing one on."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.cases import access, policies
from kanaf.cases.enums import ReportStatus
from kanaf.cases.forms.intake import IntakeForm
from kanaf.cases.forms.triage import PassForm
from kanaf.cases.services import reports as services
from kanaf.cases.views import facts
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import render
from kanaf.foundation.versions import StaleVersion
from kanaf.territory import access as territory
from kanaf.territory.enums import PlaceLevel

if TYPE_CHECKING:
    from kanaf.territory.models import Place

PAGE = 25


@require_safe
def list_reports(request: ActorRequest) -> HttpResponse:
    """Those that wait, danger first; or those that were decided."""
    decided = "decided" in request.GET
    status = ReportStatus.TRIAGED if decided else ReportStatus.RECEIVED
    page = Paginator(access.list_reports(request.actor, status), PAGE).get_page(request.GET.get("page"))
    due = access.waiting_on(report.id for report in page.object_list)
    rows = [facts.row(request.actor, report, due.get(report.id)) for report in page.object_list]
    return render(request, "cases/reports/list_reports.html", {"page_obj": page, "rows": rows, "decided": decided})


@require_safe
def read_report(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """What was told, in the parts that are open; the reading is journaled and tells the reporter « lu »."""
    file = access.get_report(request.actor, report_id)
    context = facts.of_report(request.actor, file) | {
        "pass_form": PassForm(version=file.report.version),
        "may_triage": policies.can_triage(request.actor, file),
    }
    return render(request, "cases/reports/read_report.html", context)


@require_http_methods(["GET", "POST"])
def record_report(request: ActorRequest) -> HttpResponse:
    """A walk-in, a call, a letter, police minutes: one page, under two minutes."""
    desks = access.recording_desks(request.actor)
    form = pages.form_for(request, IntakeForm, draft="cases:record_report", desks=desks)
    if form.is_valid():
        try:
            received = services.record_report(actor=request.actor, sender=form.sender, told=form.told(), at=clock.now())
        except services.NoDeskTakesReports:
            form.add_error(None, _("No desk takes reports yet. Call the coordination, and keep this page open."))
        else:
            messages.success(request, _recorded(received))
            return redirect("cases:read_report", report_id=received.report)
    context = {"form": form, "places": _places_near(desks[0].place)}
    return render(request, "cases/reports/record_report.html", context, status=422 if form.errors else 200)


def _recorded(received: services.Received) -> str:
    words = {"reference": received.reference, "desk": desk_name(received.desk)}
    return _("Report %(reference)s is with %(desk)s.") % words


def _places_near(place: "Place | None") -> list[str]:
    """Names to complete from, as one types: the communes of the desk's own province."""
    if place is None:
        return []
    province = next((p for p in place.ancestors if p.level == PlaceLevel.PROVINCE), place)
    near = territory.places_within(province, PlaceLevel.PROVINCE, PlaceLevel.COMMUNE, PlaceLevel.ARRONDISSEMENT)
    return [found.full_name for found in near]


@require_POST
def mark_additions_read(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """What came after the decision was read."""
    file = access.get_report(request.actor, report_id, to=policies.can_triage)
    services.mark_additions_read(actor=request.actor, file=file, at=clock.now())
    return redirect("cases:read_report", report_id=report_id)


@require_POST
def pass_report(request: ActorRequest, report_id: UUID) -> HttpResponse:
    """To the desk in charge of another place; what is due stays due."""
    file = access.get_report(request.actor, report_id, to=policies.can_triage)
    form = PassForm(request.POST, version=file.report.version)
    if form.is_valid() and _passed(request, file, form):
        return redirect("cases:list_reports")
    context = facts.of_report(request.actor, file) | {"pass_form": form, "form": form, "may_triage": True}
    return render(request, "cases/reports/read_report.html", context, status=422)


def _passed(request: ActorRequest, file: policies.OpenReport, form: PassForm) -> bool:
    desk = services.desk_for(form.cleaned_data["place"])
    if desk == file.report.desk:
        form.add_error("place", _("Your desk is in charge of this place."))
        return False
    try:
        services.pass_report(actor=request.actor, file=file, desk=desk, seen_version=form.seen_version, at=clock.now())
    except (services.AlreadyDecided, StaleVersion):
        form.add_error(None, _("Somebody decided about this report meanwhile. Here it is as it stands now."))
        return False
    words = {"reference": file.report.reference, "desk": desk_name(desk)}
    messages.success(request, _("Report %(reference)s is with %(desk)s.") % words)
    return True
