"""Pages of the restricted annex: files by code, for those bound by professional secrecy."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.committees import access, policies
from kanaf.committees.forms.actions import AnswerForm, BringForm
from kanaf.committees.services import annex as services
from kanaf.committees.views.asking import Page, ask, done
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.versions import StaleVersion


@require_http_methods(["GET"])
def show(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """The files before this meeting."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_read_annex)
    lines = access.annex_of(request.actor, opened)
    context = {"meeting": opened.meeting, "committee": opened.file.committee, "lines": lines}
    return render(request, "committees/annex.html", context)


@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Ask the committee about what blocks a file that one follows."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_read_annex)
    form = form_for(request, BringForm)
    if form.is_valid():
        try:
            services.bring(actor=request.actor, meeting=opened.meeting, at=clock.now(), **form.cleaned_data)
        except services.UnknownCode:
            form.add_error("code", _("No open file that you follow has this code."))
        except services.AlreadyBrought:
            form.add_error("code", _("This file is already before this meeting."))
        else:
            return done(
                request, _("The file is before the committee, by its code alone."), "committees:annex", meeting_id
            )
    back = reverse("committees:annex", args=[meeting_id])
    lead = _("The committee sees its code, its stage and what blocks. No name can be written here.")
    return ask(request, Page(_("Bring a file"), back, _("Restricted annex"), _("Bring"), lead=lead), form)


@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest, meeting_id: UUID, annex_id: UUID) -> HttpResponse:
    """What the committee agreed about one file."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_read_annex)
    item = access.get_annex_item(request.actor, opened, annex_id)
    form = form_for(request, AnswerForm, version=item.version, initial={"outcome": item.outcome})
    if form.is_valid():
        try:
            services.answer(actor=request.actor, item=item, seen=form.seen_version, at=clock.now(), **form.cleaned_data)
        except StaleVersion:
            form.add_error(None, _("Somebody else wrote what was agreed meanwhile."))
        else:
            return done(request, _("What was agreed is kept."), "committees:annex", meeting_id)
    back = reverse("committees:annex", args=[meeting_id])
    page = Page(_("What was agreed"), back, _("Restricted annex"), _("Keep"), lead=str(item.code or ""))
    return ask(request, page, form)
