"""Pages: the gap map, and the way from a gap to somebody who could fill it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.foundation.pages import render
from kanaf.mapping import access, gap_page
from kanaf.mapping.access import maps
from kanaf.mapping.enums import BANDS, WINDOWS, Hours
from kanaf.mapping.forms.maps import ALL, GapForm
from kanaf.territory import access as territory

FIRST_HOURS = Hours.NIGHT.value


def place_choices() -> list[tuple[str, str]]:
    """Regions, each with its provinces."""
    regions = territory.regions()
    found = []
    for region in regions:
        found.append((region.code, region.name))
        found += [(one.code, f"— {one.name}") for one in territory.provinces() if region.pk in one.lineage]
    return found


def chosen_place(request: ActorRequest) -> Any:
    """The place in the address, else the province of the first desk of the reader that has one."""
    code = request.GET.get("place", "")
    return territory.place_by_code(code) if code else maps.home_of(request.actor)


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Where no service is open: by need and hour, by place, on the map; the widest gaps first."""
    access.allow_maps(request.actor)
    place, needs = chosen_place(request), maps.needs()
    codes = [code for code, _label, _category in needs]
    asked = {
        "need": request.GET.get("need", ""),
        "band": request.GET.get("band", ""),
        "hours": request.GET.get("hours", ""),
    }
    need = asked["need"] if asked["need"] in codes else (codes[0] if codes else "")
    band = asked["band"] if asked["band"] in BANDS else ALL
    hours = asked["hours"] if asked["hours"] in WINDOWS else FIRST_HOURS
    form = GapForm(
        initial={"place": place.code if place else "", "need": need, "band": band, "hours": hours},
        places=place_choices(),
        needs=[(code, label) for code, label, _category in needs],
    )
    context: dict[str, Any] = {"form": form, "place": place}
    if place and need:
        page = gap_page.GapPage(request.actor, place, needs, need, band, hours, is_mirrored=get_language_bidi())
        context |= {"map": page, "states": gap_page.legend()}
    return render(request, "mapping/gaps.html", context)


@require_safe
def fill(request: ActorRequest) -> HttpResponse:
    """One gap: whom to meet for it, and who near by could do more."""
    access.allow_maps(request.actor)
    needs = {code: (label, category) for code, label, category in maps.needs()}
    code, hours, band = (request.GET.get(name, "") for name in ("need", "hours", "band"))
    if code not in needs or hours not in WINDOWS or band not in BANDS:
        raise Http404
    place = territory.place_by_code(request.GET.get("place", ""))
    label, category = needs[code]
    words = gap_page.said(label, place.name, band, hours)
    context = {
        "words": words,
        "need": code,
        "place": place,
        "campaigns": access.campaigns_to_write(request.actor, place),
        "services": maps.near_services(category, place),
        "why": _("Gap: %(gap)s") % {"gap": words},
    }
    return render(request, "mapping/fill_gap.html", context)
