"""Pages: an actor of the list, what it said, and what changes about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.access import names_of
from kanaf.actors.actor import ActorRequest
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.mapping import access, policies
from kanaf.mapping.forms.campaigns import ChangeProspectForm, ProspectForm
from kanaf.mapping.services import campaigns as services
from kanaf.mapping.views.asking import Page, ask, done
from kanaf.mapping.wording import answer_lines
from kanaf.territory import access as territory


def _team(campaign: Any) -> list[tuple[str, str]]:
    return [(str(member.account_id), name) for member, name in access.team_of(campaign)]


def _place(request: HttpRequest) -> Any:
    """The place of the gap that led here, if one did."""
    code = request.GET.get("place", "")
    return territory.place_by_code(code) if code else None


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """One more actor to meet; a gap of the map brings its need and its place along."""
    campaign = access.get_campaign(request.actor, campaign_id, to=policies.can_write).campaign
    place, asked = _place(request), {"need": request.GET.get("need", ""), "why": request.GET.get("why", "")}
    form = form_for(request, ProspectForm, draft=f"mapping:add:{campaign_id}", team=_team(campaign), initial=asked)
    if form.is_valid():
        wanted = form.wanted(place.pk if place else None)
        try:
            made = services.add_prospect(actor=request.actor, campaign=campaign.id, wanted=wanted, at=clock.now())
        except services.AlreadyThere:
            form.add_error("organisation", _("This organisation is on the list already."))
        else:
            return done(request, _("The actor is on the list."), "mapping:actor", campaign_id, made.pk)
    page = Page(_("Add an actor to meet"), reverse("mapping:show", args=[campaign_id]), campaign.title, _("Add"))
    return ask(request, page, form)


@require_safe
def show(request: ActorRequest, campaign_id: UUID, prospect_id: UUID) -> HttpResponse:
    """The actor, and what it said if one may read that."""
    file = access.get_campaign(request.actor, campaign_id)
    prospect = access.get_prospect(file, prospect_id)
    reads = policies.can_read_interviews(request.actor, file)
    versions = access.interviews_of(prospect) if reads else []
    chosen = next((one for one in versions if str(one.number) == request.GET.get("version")), None)
    interview = chosen or (versions[0] if versions else None)
    if interview:
        access.note_interview_read(interview)
    context = {
        "campaign": file.campaign,
        "prospect": prospect,
        "name": access.prospect_name(prospect),
        "reads": reads,
        "versions": versions,
        "interview": interview,
        "lines": answer_lines(interview.told) if interview else [],
        "names": names_of([prospect.assigned_to_id, *(one.written_by for one in versions)]),
        "can_write": policies.can_write(request.actor, file),
    }
    return render(request, "mapping/actor.html", context)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, campaign_id: UUID, prospect_id: UUID) -> HttpResponse:
    """Where we are with it, whom to call, who does it."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_write)
    prospect = access.get_prospect(file, prospect_id)
    now = {name: getattr(prospect, name) for name in ("status", "contact", "why")}
    now["assigned_to"] = str(prospect.assigned_to_id or "")
    form = form_for(
        request,
        ChangeProspectForm,
        version=prospect.version,
        initial=now,
        team=_team(file.campaign),
        is_known=prospect.organisation_id is not None,
    )
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("status", "contact", "why", "assigned_to")}
        given |= {"organisation": form.joined, "seen": form.seen_version, "at": clock.now()}
        try:
            services.change_prospect(actor=request.actor, prospect=prospect, **given)
        except StaleVersion as changed:
            return stale(request, form, now, changed.current.version)
        except services.AlreadyThere:
            form.add_error("organisation", _("This organisation is on the list already."))
        else:
            return done(request, _("The actor is changed."), "mapping:actor", campaign_id, prospect_id)
    back = reverse("mapping:actor", args=[campaign_id, prospect_id])
    return ask(request, Page(_("Change this actor"), back, access.prospect_name(prospect), _("Keep")), form)
