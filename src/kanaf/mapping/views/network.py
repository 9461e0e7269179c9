"""Page: agreements in force and referrals of a half of a year, desk by desk."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.foundation.pages import render
from kanaf.mapping import access, network_page
from kanaf.mapping.access import maps
from kanaf.mapping.forms.maps import NetworkForm
from kanaf.mapping.network import Period
from kanaf.mapping.views.gaps import chosen_place, place_choices
from kanaf.territory import access as territory

MOST_PERIODS = 4


def _periods() -> list[Period]:
    """The running half, counted to the end of last month, and those before it."""
    found = [Period.of(territory.today())]
    while len(found) < MOST_PERIODS:
        found.append(found[-1].before)
    return found


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """The picture, the same as a table, and what differs in words."""
    access.allow_maps(request.actor)
    place, periods = chosen_place(request), {one.code: one for one in _periods()}
    period = periods.get(request.GET.get("period", ""), next(iter(periods.values())))
    form = NetworkForm(
        initial={"place": place.code if place else "", "period": period.code},
        places=place_choices(),
        periods=[(code, network_page.period_words(one)) for code, one in periods.items()],
    )
    context: dict[str, Any] = {"form": form, "place": place, "least": maps.least_in_force(territory.today())}
    if place:
        context["network"] = network_page.read(place, period, is_mirrored=get_language_bidi())
    return render(request, "mapping/network.html", context)
