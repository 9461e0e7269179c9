"""Where a site is, said with the precision that its audience may have: the only door."""

from dataclasses import dataclass
from decimal import Decimal

from kanaf.actors.enums import Audience
from kanaf.actors.models import Site
from kanaf.territory.enums import PlaceLevel
from kanaf.territory.models import Place


@dataclass(frozen=True)
class Location:
    """One precision of one site; what an audience may not know is simply absent."""

    place: Place
    address: tuple[str, ...] = ()
    point: tuple[Decimal, Decimal] | None = None
    directions: str = ""


def location_for(site: Site, audience: Audience) -> Location | None:
    """Public: the commune. Professionals: the address. On referral: the exact point and how to find it.

    A shelter is nowhere for the public and no more than its commune for professionals.
    """
    if audience == Audience.PUBLIC:
        return None if site.is_shelter else Location(place=_commune(site.place))
    if audience == Audience.PROFESSIONALS and site.is_shelter:
        return Location(place=_commune(site.place))
    if audience == Audience.PROFESSIONALS:
        return Location(place=site.place, address=_address(site))
    return Location(place=site.place, address=_address(site), point=_point(site), directions=site.transportation)


def _commune(place: Place) -> Place:
    is_part = place.level == PlaceLevel.ARRONDISSEMENT and place.parent is not None
    return place.parent if is_part and place.parent else place


def _address(site: Site) -> tuple[str, ...]:
    return tuple(line for line in (site.address_1, site.address_2, site.postal_code) if line)


def _point(site: Site) -> tuple[Decimal, Decimal] | None:
    if site.latitude is None or site.longitude is None:
        return None
    return site.latitude, site.longitude
