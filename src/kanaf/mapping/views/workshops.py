"""Pages: the workshops, and who does what in the circuit."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.cases.enums import Stage
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.mapping import access, policies
from kanaf.mapping.access.workshops import said_in
from kanaf.mapping.enums import WorkshopKind
from kanaf.mapping.forms.workshops import RolesForm, WorkshopForm
from kanaf.mapping.services import workshops as services
from kanaf.mapping.views.asking import Page, ask, done
from kanaf.mapping.wording import difference_words


def _actors(campaign: Any) -> list[tuple[UUID, str]]:
    return [(one.pk, access.prospect_name(one)) for one in access.prospects_of(campaign) if one.status != "refused"]


@require_http_methods(["GET", "POST"])
def hold(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """A workshop that was held, and who came."""
    campaign = access.get_campaign(request.actor, campaign_id, to=policies.can_write).campaign
    form = form_for(request, WorkshopForm, draft=f"mapping:hold:{campaign_id}", actors=_actors(campaign))
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "held_on", "where")}
        made = services.hold(actor=request.actor, campaign=campaign.id, came=form.came, at=clock.now(), **given)
        return done(request, _("The workshop is written down."), "mapping:workshop", campaign_id, made.pk)
    back = reverse("mapping:show", args=[campaign_id])
    return ask(request, Page(_("Write down a workshop"), back, campaign.title, _("Keep")), form)


@require_safe
def show(request: ActorRequest, campaign_id: UUID, workshop_id: UUID) -> HttpResponse:
    """Who came, and what there is to write down."""
    file = access.get_campaign(request.actor, campaign_id)
    workshop = access.get_workshop(file, workshop_id)
    context = {
        "campaign": file.campaign,
        "workshop": workshop,
        "presences": access.presences_of(workshop),
        "actors": _actors(file.campaign),
        "can_write": policies.can_write(request.actor, file),
    }
    return render(request, "mapping/workshop.html", context)


@require_http_methods(["GET", "POST"])
def say(request: ActorRequest, campaign_id: UUID, workshop_id: UUID, prospect_id: UUID) -> HttpResponse:
    """What one actor says of itself and of the others."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_write)
    speaker = access.get_prospect(file, prospect_id)
    title = _("What %(name)s says") % {"name": access.prospect_name(speaker)}
    return _roles_form(request, file, workshop_id, speaker.pk, title)


@require_http_methods(["GET", "POST"])
def agree(request: ActorRequest, campaign_id: UUID, workshop_id: UUID) -> HttpResponse:
    """What the whole room agreed in the end."""
    file = access.get_campaign(request.actor, campaign_id, to=policies.can_write)
    return _roles_form(request, file, workshop_id, None, _("What the room agreed"))


def _roles_form(request: ActorRequest, file: Any, workshop_id: UUID, speaker: UUID | None, title: str) -> HttpResponse:
    workshop = access.get_workshop(file, workshop_id, WorkshopKind.ROLES)
    form = form_for(
        request,
        RolesForm,
        draft=f"mapping:roles:{workshop_id}:{speaker}",
        actors=_actors(file.campaign),
        initial=said_in(workshop, speaker),
    )
    campaign_id = file.campaign.id
    if form.is_valid():
        services.say_roles(actor=request.actor, workshop=workshop, said_by=speaker, parts=form.parts, at=clock.now())
        return done(request, _("What was said is kept."), "mapping:workshop", campaign_id, workshop_id)
    back = reverse("mapping:workshop", args=[campaign_id, workshop_id])
    page = Page(title, back, _("The workshop"), _("Keep"))
    context = {"page": page, "form": form, "stages": Stage.labels}
    return render(request, "mapping/say.html", context, status=422 if form.errors else 200)


@require_safe
def roles(request: ActorRequest, campaign_id: UUID) -> HttpResponse:
    """Step by step, actor by actor; and where actors see one another differently."""
    file = access.get_campaign(request.actor, campaign_id)
    table = access.role_table(file.campaign)
    context = {
        "campaign": file.campaign,
        "table": table,
        "stages": Stage.labels,
        "open": [difference_words(one, table.names) for one in table.differences if not one.is_settled],
        "settled": [difference_words(one, table.names) for one in table.differences if one.is_settled],
    }
    return render(request, "mapping/roles.html", context)
