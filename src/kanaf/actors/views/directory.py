"""The public directory: search, map, one service, and a sheet to print."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kanaf.actors import access, opening, policies, reading
from kanaf.actors import map as drawing
from kanaf.actors.actor import Actor, ActorRequest
from kanaf.actors.forms import SearchForm
from kanaf.actors.freshness import freshness
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import render
from kanaf.territory.map_svg import VIEW_BOX, provinces_svg

PAGE, SHEET = 25, 200


def base_for(actor: Actor) -> str:
    """People without an account get the light page."""
    return "public_base.html" if actor.is_anonymous else "base.html"


@public
@require_safe
def list_services(request: ActorRequest) -> HttpResponse:
    """Who can help, and where."""
    form = SearchForm(request.GET)
    wish = form.wish()
    context: dict[str, Any] = {"form": form, "wish": wish, "base": base_for(request.actor)}
    context["is_professional"] = request.actor.is_professional
    if request.GET.get("view") == "map":
        context["spots"] = drawing.spots(access.services_by_province(request.actor, wish))
        context["provinces"], context["view_box"] = provinces_svg(get_language() or "fr"), VIEW_BOX
        return render(request, "actors/map_services.html", context)
    found = Paginator(access.list_services(request.actor, wish), PAGE)
    page = found.get_page(request.GET.get("page"))
    context |= {"page_obj": page, "cards": _cards(request.actor, page), "number": found.count}
    return render(request, "actors/list_services.html", context)


@public
@require_safe
def print_services(request: ActorRequest) -> HttpResponse:
    """The same search on paper, without pages to turn."""
    wish = SearchForm(request.GET).wish()
    services = access.list_services(request.actor, wish)
    number = services.count()
    context = {
        "cards": _cards(request.actor, services[:SHEET]),
        "wish": wish,
        "number": number,
        "left_off": max(0, number - SHEET),
        "today": timezone.localdate(clock.now()),
    }
    return render(request, "actors/print_services.html", context)


@public
@require_safe
def show_service(request: ActorRequest, slug: str) -> HttpResponse:
    """One service: for whom, how to get in, when, and how sure we are of it."""
    service = access.get_service(request.actor, slug)
    audience, today = policies.audience_of(request.actor), timezone.localdate(clock.now())
    hours = list(service.schedules.all())
    context = {
        "base": base_for(request.actor),
        "service": service,
        "freshness": freshness(service.last_verified_on, today),
        "places": reading.places_of(service, audience),
        "ages": reading.ages(service.minimum_age, service.maximum_age),
        "categories": reading.categories(service),
        "referrers": reading.referrers(service),
        "hours": opening.by_period(hours),
        "today": opening.today_phrase(hours, today, opening.periods_on(today)),
        "is_professional": request.actor.is_professional,
        "capacities": access.capacities_of(request.actor, service),
        "can_verify": policies.can_verify_service(request.actor, service),
    }
    return render(request, "actors/show_service.html", context)


def _cards(actor: Actor, services: Any) -> list[reading.Card]:
    audience, today = policies.audience_of(actor), timezone.localdate(clock.now())
    return [reading.card(service, audience, today) for service in services]
