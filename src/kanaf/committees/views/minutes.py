"""Pages of the minutes: write, read, adopt, and take home on paper."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.access import names_of
from kanaf.actors.actor import ActorRequest
from kanaf.committees import access, minutes_paper, policies
from kanaf.committees.access import meetings as reading
from kanaf.committees.forms.meetings import AdoptForm, MinutesForm
from kanaf.committees.services import minutes as services
from kanaf.committees.views.asking import Page, ask, done
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion

LANGUAGES = ("fr", "ar")


def _back_to(opened: reading.OpenMeeting) -> tuple[str, str]:
    number = _("Meeting %(number)s") % {"number": opened.meeting.number}
    return reverse("committees:meeting", args=[opened.meeting.id]), number


@require_http_methods(["GET", "POST"])
def write(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Draft the minutes of a meeting that was held."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    known = reading.minutes_of(opened)
    if not opened.meeting.is_held or (known and known.is_adopted):
        raise Http404
    form = form_for(
        request,
        MinutesForm,
        draft=f"committees:minutes:{meeting_id}",
        version=known.version if known else None,
        initial={"text": known.text if known else ""},
    )
    if form.is_valid():
        try:
            services.draft(
                actor=request.actor,
                meeting=opened.meeting,
                text=form.cleaned_data["text"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion as changed:
            return stale(request, form, {"text": known.text if known else ""}, changed.current.version)
        return done(request, _("The minutes are kept. They wait to be adopted."), "committees:minutes", meeting_id)
    lead = _("They are adopted at the next meeting, by the chair, and stay then as they are.")
    return ask(request, Page(_("Write the minutes"), *_back_to(opened), _("Keep"), lead=lead), form)


@require_safe
def show(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """What was said and decided."""
    opened = access.get_meeting(request.actor, meeting_id)
    minutes = reading.get_minutes(opened)
    access.note_minutes_read(minutes)
    context = {
        "committee": opened.file.committee,
        "meeting": opened.meeting,
        "minutes": minutes,
        "chairs": reading.presence_at(opened),
        "actions": opened.meeting.actions.select_related("desk", "organisation").order_by("number"),
        "names": names_of([minutes.drafted_by, minutes.adopted_by]),
        "can_write": policies.can_write(request.actor, opened.file) and not minutes.is_adopted,
    }
    return render(request, "committees/minutes.html", context)


@require_http_methods(["GET", "POST"])
def adopt(request: ActorRequest, meeting_id: UUID, minutes_id: UUID) -> HttpResponse:
    """The chair adopts, in this meeting, what was written about an earlier one."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.chairs)
    minutes = reading.get_waiting(opened, minutes_id)
    if not policies.can_adopt(request.actor, opened.file, minutes, opened.meeting, clock.now()):
        raise Http404
    form = form_for(request, AdoptForm, version=minutes.version)
    if form.is_valid():
        try:
            services.adopt(
                actor=request.actor,
                minutes=minutes,
                meeting=opened.meeting,
                seen=form.seen_version,
                at=clock.now(),
            )
        except (services.AlreadyAdopted, StaleVersion):
            form.add_error(None, _("The minutes changed meanwhile. Read them again."))
        else:
            return done(request, _("The minutes are adopted."), "committees:meeting", meeting_id)
    access.note_minutes_read(minutes)
    page = Page(_("Adopt the minutes"), *_back_to(opened), _("Adopt"))
    return ask(request, page, form, minutes=minutes)


@require_safe
def paper(request: ActorRequest, meeting_id: UUID, language: str) -> HttpResponse:
    """The minutes as PDF, framed in French or in Arabic; never with the annex."""
    opened = access.get_meeting(request.actor, meeting_id)
    minutes = reading.get_minutes(opened)
    if language not in LANGUAGES:
        raise Http404
    access.note_minutes_read(minutes)
    content = minutes_paper.draw(opened, minutes, language)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{opened.meeting.id.hex[:8]}-{language}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
