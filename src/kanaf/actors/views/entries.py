"""The pages of organisations and desks, for people at work."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kanaf.actors import access, policies, reading, services
from kanaf.actors.actor import ActorRequest
from kanaf.actors.freshness import freshness
from kanaf.foundation import clock
from kanaf.foundation.pages import render

PAGE = 50


@require_safe
def list_organisations(request: ActorRequest) -> HttpResponse:
    """Everybody who is in the directory, by name."""
    words = request.GET.get("q", "")[:80].replace("\x00", "")
    page = Paginator(access.list_organisations(request.actor, words), PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "words": words, "can_add": policies.can_keep_directory(request.actor)}
    return render(request, "actors/list_organisations.html", context)


@require_safe
def show_organisation(request: ActorRequest, slug: str) -> HttpResponse:
    """Who they are, what they offer, their desks, their promises."""
    organisation = access.get_organisation(request.actor, slug)
    audience, today = policies.audience_of(request.actor), timezone.localdate(clock.now())
    offered = access.organisation_services(request.actor, organisation)
    context = {
        "organisation": organisation,
        "former_names": [name for name in organisation.names.all() if name.valid_to is not None],
        "freshness": freshness(organisation.last_verified_on, today),
        "cards": [reading.card(service, audience, today) for service in offered],
        "places": [
            reading.where(site, audience, with_details=policies.can_read_site(request.actor, site))
            for site in organisation.sites.all()
        ],
        "contacts": [one for one in organisation.contacts.all() if one.agreed_on is not None],
        "can_verify": policies.can_verify_organisation(request.actor, organisation),
        "can_add": policies.can_keep_directory(request.actor),
        "can_open_desk": policies.can_open_desk(request.actor),
        "can_record_agreement": policies.can_record_agreement(request.actor),
    }
    return render(request, "actors/show_organisation.html", context)


@require_safe
def list_desks(request: ActorRequest) -> HttpResponse:
    """The desks of the circuit, by name."""
    page = Paginator(access.list_desks(request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "actors/list_desks.html", {"page_obj": page})


@require_safe
def show_desk(request: ActorRequest, slug: str) -> HttpResponse:
    """A desk's entry in the directory; its work is on its own page."""
    desk = access.get_desk(request.actor, slug)
    context = {
        "desk": desk,
        "place": reading.where(desk.site, policies.audience_of(request.actor)) if desk.site else None,
        "can_see_members": policies.can_see_members(request.actor, desk),
    }
    return render(request, "actors/show_desk.html", context)


@require_POST
def verify_service(request: ActorRequest, slug: str) -> HttpResponse:
    """« I checked: it is all true. »"""
    service = access.get_service(request.actor, slug, to=policies.can_verify_service)
    services.verify_service(actor=request.actor, service=service, at=clock.now())
    messages.success(request, _("Thank you: this service is marked as verified today."))
    return redirect("actors:show_service", slug=slug)


@require_POST
def verify_organisation(request: ActorRequest, slug: str) -> HttpResponse:
    """« I checked: it is all true. »"""
    organisation = access.get_organisation(request.actor, slug, to=policies.can_verify_organisation)
    services.verify_organisation(actor=request.actor, organisation=organisation, at=clock.now())
    messages.success(request, _("Thank you: this organisation is marked as verified today."))
    return redirect("actors:show_organisation", slug=slug)
