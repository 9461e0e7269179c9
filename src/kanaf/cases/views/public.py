"""The doors of people without an account: report, add to a report, complain, read an answer.

No session, no cookie, no draft: what is typed travels in the page and nowhere else. The pages carry no
cross-site token because there is no session to abuse; a signed ticket tells our own pages from others.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kanaf.cases.forms.complaints import PublicComplaint
from kanaf.cases.forms.public_reports import AddForm, AdditionForm, PublicReport, is_child
from kanaf.cases.forms.walks import Ticket
from kanaf.cases.services import complaints, reports
from kanaf.cases.services.reports import codes
from kanaf.cases.views.walking import Door, Refused, helplines, walk_through
from kanaf.foundation import clock, limits
from kanaf.foundation.access import public
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import render

SHOWN_AGAIN = timedelta(minutes=5)
"""How long a double click still gets the code; afterwards the same sending gets the receipt without it."""
TRIES_OF_ONE_CODE = 10


def _send_report(request: HttpRequest, walk: PublicReport, now: datetime) -> HttpResponse:
    try:
        received = reports.submit_report(
            told=walk.told(), report=walk.ticket.id, wants_code=bool(walk.said.get("wants_code")), at=now
        )
    except reports.NoDeskTakesReports as error:
        raise Refused(503, _("Nobody can receive this here yet. Please call one of these numbers.")) from error
    may_show = received.is_new or now - received.received_at < SHOWN_AGAIN
    context = {
        "received": received, "code": received.code if may_show else "", "said": walk.said,
        "is_child": is_child(walk.said), "numbers": helplines(),
    }  # fmt: skip
    return render(request, "cases/public/report_receipt.html", context)


def _send_complaint(request: HttpRequest, walk: PublicComplaint, now: datetime) -> HttpResponse:
    try:
        received = complaints.submit_complaint(grievance=walk.grievance(), complaint=walk.ticket.id, at=now)
    except reports.NoDeskTakesReports as error:
        raise Refused(503, _("Nobody can receive this here yet. Please call one of these numbers.")) from error
    may_show = received.is_new or now - received.received_at < SHOWN_AGAIN
    context = {"received": received, "code": received.code if may_show else "", "numbers": helplines()}
    return render(request, "cases/public/complaint_receipt.html", context)


REPORT = Door(PublicReport, "cases:public_report", _send_report, "report")
COMPLAINT = Door(PublicComplaint, "cases:public_complaint", _send_complaint, "complaint")


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Four steps, then a receipt."""
    return walk_through(request, REPORT)


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Four steps, then a receipt with the code of the answer."""
    return walk_through(request, COMPLAINT)


def _allowed(request: HttpRequest, purpose: str, code: str, now: datetime) -> bool:
    """Few tries for one source, fewer for one code: guessing one takes longer than a code lives."""
    hour = timedelta(hours=1)
    most = settings.PUBLIC_CODES_PER_HOUR
    return limits.allow("code", limits.source_of(request, now), most=most, within=hour, now=now) and limits.allow(
        "one code", codes.blind_of(purpose, code), most=TRIES_OF_ONE_CODE, within=hour, now=now
    )


def _code_page(request: HttpRequest, template: str, form: Form, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, template, {"form": form, "numbers": helplines(), **more}, status=status)


def _refuse_code(form: AddForm) -> None:
    form.add_error("code", _("This code opens nothing. Check each letter; a code ends after some months."))


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The code first; then whether it was read, and what there is to add. Nothing told before is shown."""
    now, start = clock.now(), "cases/public/add_code.html"
    if request.method != "POST":
        return _code_page(request, start, AddForm())
    form = AddForm(request.POST)
    if not form.is_valid():
        return _code_page(request, start, form, 422)
    code, typed = form.cleaned_data["code"], request.POST.get("text")
    if not _allowed(request, codes.REPORT, code, now):
        return _code_page(request, start, form, 429, is_too_many=True, typed=typed)
    state = reports.state_by_code(code)
    if state is None:
        _refuse_code(form)
        return _code_page(request, start, form, 422)
    return _add_text(request, code, state, now)


def _add_text(request: HttpRequest, code: str, state: str, now: datetime) -> HttpResponse:
    ticket = Ticket.read(request.POST.get("ticket", ""), now) or Ticket.new(now)
    page: dict[str, Any] = {"code": code, "state": state, "ticket": ticket}
    if "text" not in request.POST:
        return _code_page(request, "cases/public/add_text.html", AdditionForm(), **page)
    form = AdditionForm(request.POST)
    if form.is_valid():
        added = reports.add_to_report(
            code=code, addition=uuid5(ticket.id, "addition"), text=form.cleaned_data["text"], at=now
        )
        if added:
            return render(request, "cases/public/add_receipt.html", {"added": added})
    return _code_page(request, "cases/public/add_text.html", form, 422, **page)


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def follow_complaint(request: HttpRequest) -> HttpResponse:
    """The code, then where the complaint stands and the answer; never the complaint itself."""
    now, template = clock.now(), "cases/public/complaint_code.html"
    if request.method != "POST":
        return _code_page(request, template, AddForm())
    form = AddForm(request.POST)
    if not form.is_valid():
        return _code_page(request, template, form, 422)
    if not _allowed(request, codes.COMPLAINT, form.cleaned_data["code"], now):
        return _code_page(request, template, form, 429, is_too_many=True)
    state = complaints.complaint_by_code(form.cleaned_data["code"])
    if state is None:
        _refuse_code(form)
        return _code_page(request, template, form, 422)
    return render(request, "cases/public/complaint_state.html", {"state": state})
