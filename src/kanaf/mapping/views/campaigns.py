"""Pages: the campaigns of a territory, one campaign, its team."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render, stale
from kanaf.foundation.versions import StaleVersion
from kanaf.mapping import access, policies
from kanaf.mapping.enums import CampaignStatus
from kanaf.mapping.forms import campaigns as forms
from kanaf.mapping.services import campaigns as services
from kanaf.mapping.views.asking import Page, ask, done
from kanaf.territory import access as territory


@require_safe
def list_all(request: ActorRequest) -> HttpResponse:
    """The campaigns one may read, and the way to the maps."""
    context = {
        "rows": access.list_campaigns(request.actor),
        "can_open": policies.can_lead_some(request.actor),
        "can_see_maps": policies.can_see_maps(request.actor),
        "can_set_least": policies.can_set_least(request.actor),
    }
    return render(request, "mapping/list.html", context)


@require_http_methods(["GET", "POST"])
def open_one(request: ActorRequest) -> HttpResponse:
    """A new campaign, for a desk that one leads."""
    desks = access.desks_of_leader(request.actor)
    places = {
        str(one): territory.get_place(one).name for desk in desks if desk.place for one in reversed(desk.place.lineage)
    }
    form = form_for(
        request,
        forms.OpenForm,
        draft="mapping:open",
        desks=[(str(desk.pk), desk_name(desk)) for desk in desks],
        places=list(places.items()),
        circuits=access.circuit_choices(),
    )
    if form.is_valid():
        given = form.cleaned_data
        made = services.open_campaign(
            actor=request.actor,
            desk=next(desk for desk in desks if str(desk.pk) == given["desk"]),
            place=territory.get_place(UUID(given["place"])),
            titles=form.titles,
            first_day=given["first_day"],
            last_day=given["last_day"],
            dispositif=given["dispositif"],
            at=clock.now(),
        )
        return done(request, _("The campaign is open. List now whom you want to meet."), "mapping:show", made.id)
    page = Page(_("Open a campaign"), reverse("mapping:list"), _("Mapping of actors"), _("Open"))
    return ask(request, page, form)


@require_safe
def show(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """The list of actors, and where the campaign stands."""
    file = access.get_campaign(request.actor, campaign_id)
    order = CampaignStatus.values
    context = {
        "campaign": file.campaign,
        "steps": [
            (label, order.index(code), order.index(file.campaign.status)) for code, label in CampaignStatus.choices
        ],
        "prospects": access.prospects_of(file.campaign),
        "team": access.team_of(file.campaign),
        "workshops": access.workshops_of(file.campaign),
        "can_lead": policies.can_lead(request.actor, file),
        "can_write": policies.can_write(request.actor, file),
    }
    return render(request, "mapping/show.html", context)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Titles, dates, status."""
    campaign = access.get_campaign(request.actor, campaign_id, to=policies.can_lead).campaign
    told = ("title_fr", "title_ar", "title_en", "first_day", "last_day", "status")
    now = {name: getattr(campaign, name) for name in told}
    form = form_for(request, forms.ChangeForm, version=campaign.version, initial=now)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.change_campaign(
                actor=request.actor,
                campaign=campaign.id,
                titles=form.titles,
                first_day=given["first_day"],
                last_day=given["last_day"],
                status=given["status"],
                seen=form.seen_version,
                at=clock.now(),
            )
        except StaleVersion as changed:
            return stale(request, form, now, changed.current.version)
        return done(request, _("The campaign is changed."), "mapping:show", campaign_id)
    page = Page(_("Change the campaign"), reverse("mapping:show", args=[campaign_id]), campaign.title, _("Keep"))
    return ask(request, page, form)


@require_http_methods(["GET", "POST"])
def join_team(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Somebody more who meets actors."""
    campaign = access.get_campaign(request.actor, campaign_id, to=policies.can_lead).campaign
    form = form_for(request, forms.MemberForm)
    if form.is_valid():
        try:
            services.join_team(
                actor=request.actor, campaign=campaign.id, account=form.cleaned_data["email"], at=clock.now()
            )
        except services.AlreadyThere:
            form.add_error("email", _("This person is in the team already."))
        else:
            return done(request, _("The team has one more member."), "mapping:show", campaign_id)
    lead = _("Whoever is in the team writes in this campaign, and reads what actors said.")
    back = reverse("mapping:show", args=[campaign_id])
    return ask(request, Page(_("Add to the team"), back, campaign.title, _("Add"), lead=lead), form)


@require_POST
def leave_team(request: ActorRequest, campaign_id: UUID, member_id: UUID) -> HttpResponse:
    """She no longer meets actors for it."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_lead)
    services.leave_team(actor=request.actor, member=access.get_member(file, member_id), at=clock.now())
    return done(request, _("The team is changed."), "mapping:show", campaign_id)
