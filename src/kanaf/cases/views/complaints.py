"""Complaints at the desk that handles them, and from inside."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors import access as actors
from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.cases import access, policies
from kanaf.cases.forms.complaints import AnswerForm, ComplaintForm
from kanaf.cases.policies import OpenComplaint
from kanaf.cases.services import complaints as services
from kanaf.cases.services.reports import NoDeskTakesReports
from kanaf.foundation import clock, pages, repeats
from kanaf.foundation.ids import new_id
from kanaf.foundation.pages import render
from kanaf.foundation.versions import StaleVersion

PAGE = 25


@require_safe
def list_complaints(request: ActorRequest) -> HttpResponse:
    """What the actor's desks handle: unanswered first."""
    page = Paginator(access.list_complaints(request.actor), PAGE).get_page(request.GET.get("page"))
    due = access.waiting_on(complaint.id for complaint in page.object_list)
    rows = [{"complaint": c, "due": due.get(c.id), "desk": _concerned(c)} for c in page.object_list]
    return render(request, "cases/complaints/list_complaints.html", {"page_obj": page, "rows": rows})


def _concerned(complaint: object) -> str:
    desk = getattr(complaint, "desk_concerned", None)
    return desk_name(desk) if desk else _("not known")


@require_http_methods(["GET", "POST"])
def record_complaint(request: ActorRequest) -> HttpResponse:
    """From inside. The receipt is the answer itself: the code is said once and put in no address.

    Sent twice it arrives once; but the key comes from the browser, and must never name somebody else's complaint,
    whose code the receipt would say.
    """
    if not request.actor.is_professional:
        raise Http404
    desks = list(actors.list_desks(request.actor))
    form = pages.form_for(request, ComplaintForm, draft="cases:record_complaint", desks=desks)
    if form.is_valid():
        key = repeats.key_of(request)
        complaint = uuid5(key, f"complaint of {request.actor.known_id}") if key else new_id()
        try:
            received = services.record_complaint(
                actor=request.actor, grievance=form.grievance(), complaint=complaint, at=clock.now()
            )
        except NoDeskTakesReports:
            form.add_error(None, _("No desk can handle complaints yet. Tell the system administrator."))
        else:
            context = {"received": received, "code": received.code}
            return render(request, "cases/complaints/complaint_recorded.html", context)
    return render(request, "cases/complaints/record_complaint.html", {"form": form}, status=422 if form.errors else 200)


def _page(request: ActorRequest, file: OpenComplaint, form: AnswerForm) -> HttpResponse:
    complaint = file.complaint
    context = {
        "complaint": complaint, "statement": access.read_complaint(file), "form": form,
        "concerned": _concerned(complaint), "due": access.waiting_on([complaint.id]).get(complaint.id),
        "may_answer": policies.can_answer_complaint(request.actor, file),
    }  # fmt: skip
    return render(request, "cases/complaints/read_complaint.html", context, status=422 if form.errors else 200)


def _form(request: ActorRequest, file: OpenComplaint) -> AnswerForm:
    draft = f"cases:answer_complaint:{file.complaint.id}"
    return pages.form_for(request, AnswerForm, draft=draft, version=file.complaint.version)


@require_safe
def read_complaint(request: ActorRequest, complaint_id: UUID) -> HttpResponse:
    file = access.get_complaint(request.actor, complaint_id)
    return _page(request, file, _form(request, file))


@require_POST
def take_complaint(request: ActorRequest, complaint_id: UUID) -> HttpResponse:
    """Somebody looks into it: the person who complained can see so."""
    file = access.get_complaint(request.actor, complaint_id, to=policies.can_answer_complaint)
    services.take_in_hand(actor=request.actor, file=file, at=clock.now())
    return redirect("cases:read_complaint", complaint_id=complaint_id)


@require_POST
def answer_complaint(request: ActorRequest, complaint_id: UUID) -> HttpResponse:
    file = access.get_complaint(request.actor, complaint_id, to=policies.can_answer_complaint)
    form = _form(request, file)
    if not form.is_valid():
        return _page(request, file, form)
    try:
        services.answer_complaint(
            actor=request.actor, file=file, seen_version=form.seen_version, at=clock.now(), **form.cleaned_data
        )
    except StaleVersion as stale:
        return pages.stale(request, form, {"answer": ""}, stale.current.version)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("Answered: the person can read it with the code."))
    return redirect("cases:read_complaint", complaint_id=complaint_id)


@require_POST
def pass_complaint(request: ActorRequest, complaint_id: UUID) -> HttpResponse:
    """It concerns this very desk: somebody else handles it."""
    file = access.get_complaint(request.actor, complaint_id, to=policies.can_answer_complaint)
    try:
        desk = services.pass_complaint(actor=request.actor, file=file, at=clock.now())
    except NoDeskTakesReports:
        messages.error(request, _("No other desk can handle it. Tell the coordination at once."))
        return redirect("cases:read_complaint", complaint_id=complaint_id)
    messages.success(
        request, _("The complaint is now with %(desk)s, and is read here no more.") % {"desk": desk_name(desk)}
    )
    return redirect("cases:list_complaints")
