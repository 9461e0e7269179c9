"""Pages of a meeting: its agenda, who came, whether that was enough."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.committees import access, ics, mails, policies
from kanaf.committees.access import actions as decided
from kanaf.committees.access import meetings as reading
from kanaf.committees.forms import meetings as forms
from kanaf.committees.services import meetings as services
from kanaf.committees.views.asking import Page, ask, done
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.foundation.versions import StaleVersion
from kanaf.territory import access as territory


@require_http_methods(["GET", "POST"])
def convene(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """Call the committee together."""
    file = access.get_committee(request.actor, committee_id, to=policies.can_write)
    form = form_for(request, forms.ConveneForm, draft=f"committees:convene:{committee_id}")
    if form.is_valid():
        starts_at, ends_at = form.hours
        try:
            made = services.convene(
                actor=request.actor,
                committee=committee_id,
                starts_at=starts_at,
                ends_at=ends_at,
                venue=form.cleaned_data["venue"],
                subjects=form.subject_lines,
                at=clock.now(),
            )
        except services.NoticeTooShort:
            form.add_error("starts_at", _("This is too soon for the notice that the committee gives its members."))
        else:
            mails.invite(made, request.build_absolute_uri)
            return done(request, _("The meeting is convened. The members are invited."), "committees:meeting", made.id)
    lead = _("Notice of this committee, in days: %(days)s") % {"days": file.committee.notice_days}
    back = reverse("committees:show", args=[committee_id])
    return ask(request, Page(_("Convene a meeting"), back, file.committee.name, _("Convene"), lead=lead), form)


@require_safe
def show(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting, from its letter to its minutes."""
    opened = access.get_meeting(request.actor, meeting_id)
    actor, now = request.actor, clock.now()
    agenda = access.agenda_of(opened)
    actions = list(opened.meeting.actions.select_related("desk", "organisation", "meeting"))
    context = {
        "meeting": opened.meeting,
        "committee": opened.file.committee,
        "agenda": agenda,
        "adoptable": {m.id for m in agenda.to_adopt if policies.can_adopt(actor, opened.file, m, opened.meeting, now)},
        "chairs": reading.presence_at(opened),
        "minutes": reading.minutes_of(opened),
        "actions": actions,
        **vars(decided.answers_for(actor, actions)),
        "today": territory.today(),
        "has_begun": opened.meeting.starts_at <= now,
        "can_write": policies.can_write(actor, opened.file),
        "can_read_annex": policies.can_read_annex(actor, opened.file),
    }
    return render(request, "committees/meeting.html", context)


def _back_to(opened: reading.OpenMeeting) -> tuple[str, str]:
    number = _("Meeting %(number)s") % {"number": opened.meeting.number}
    return reverse("committees:meeting", args=[opened.meeting.id]), number


@require_http_methods(["GET", "POST"])
def cancel(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    form = form_for(request, forms.CancelForm, version=opened.meeting.version)
    if form.is_valid():
        try:
            services.cancel(actor=request.actor, meeting=opened.meeting, seen=form.seen_version, at=clock.now())
        except (services.AlreadyOver, StaleVersion):
            form.add_error(None, _("This meeting was held or called off meanwhile."))
        else:
            return done(request, _("The meeting is called off."), "committees:meeting", meeting_id)
    page = Page(_("Call the meeting off"), *_back_to(opened), _("Call off"), is_danger=True)
    return ask(request, page, form)


@require_http_methods(["GET", "POST"])
def add_item(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """One more subject of the day."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    form = form_for(request, forms.ItemForm, draft=f"committees:item:{meeting_id}")
    if form.is_valid():
        try:
            services.add_item(
                actor=request.actor,
                meeting=opened.meeting,
                title=form.cleaned_data["title"],
                presented_by=form.presenter,
                at=clock.now(),
            )
        except services.AlreadyOver:
            form.add_error(None, _("This meeting was held or called off meanwhile."))
        else:
            return done(request, _("The subject is on the agenda."), "committees:meeting", meeting_id)
    return ask(request, Page(_("Add a subject"), *_back_to(opened), _("Add")), form)


@require_POST
def remove_item(request: ActorRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """A subject leaves the agenda."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    item = access.get_item(opened, item_id)
    try:
        services.remove_item(actor=request.actor, item=item, at=clock.now())
    except services.AlreadyOver:
        return done(request, _("This meeting was held or called off meanwhile."), "committees:meeting", meeting_id)
    return done(request, _("The subject is no longer on the agenda."), "committees:meeting", meeting_id)


@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """Write down who came."""
    opened = access.get_meeting(request.actor, meeting_id, to=policies.can_write)
    present = reading.presence_at(opened)
    noted = {f"{forms.SEAT}{seat}": row.presence for seat, row in present.noted.items()}
    guests = "\n".join(str(row.guest) for row in present.guests)
    form = form_for(
        request,
        forms.AttendanceForm,
        draft=f"committees:hold:{meeting_id}",
        version=opened.meeting.version,
        seats=present.seats,
        initial={**noted, "guests": guests},
    )
    if form.is_valid():
        try:
            services.hold(
                actor=request.actor, meeting=opened.meeting, came=form.came, seen=form.seen_version, at=clock.now()
            )
        except services.NotBegun:
            form.add_error(None, _("The meeting has not begun yet."))
        except (services.AlreadyOver, StaleVersion):
            form.add_error(None, _("Somebody else wrote down who came, or the meeting is closed."))
        else:
            return done(request, _("Who came is written down."), "committees:meeting", meeting_id)
    lead = _("The quorum is counted when you keep this page.")
    return ask(request, Page(_("Who came"), *_back_to(opened), _("Keep"), lead=lead), form)


@require_safe
def invitation(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting for one's own calendar."""
    opened = access.get_meeting(request.actor, meeting_id)
    meeting = opened.meeting
    event = ics.Event(
        uid=meeting.id,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        status=meeting.status,
        version=meeting.version,
        stamped_at=meeting.convened_at,
        url=request.build_absolute_uri(reverse("committees:meeting", args=[meeting.id])),
    )
    response = HttpResponse(ics.calendar([event]), content_type=ics.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{meeting.id.hex[:8]}.ics"'
    return response
