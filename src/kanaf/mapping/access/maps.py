"""The gap map and the picture of the network, read from the directory, the census and the counts of referrals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import Http404

from kanaf.actors.access import location_for
from kanaf.actors.actor import Actor
from kanaf.actors.enums import AgreementStatus, Audience, DeskKind, OrganisationKind, ServiceStatus
from kanaf.actors.models import Agreement, Desk, Service
from kanaf.actors.naming import desk_name
from kanaf.mapping import gaps, policies
from kanaf.mapping.enums import BANDS, WINDOWS, Hours
from kanaf.mapping.gaps import Cell, Need, Offer
from kanaf.mapping.models import LeastCount
from kanaf.mapping.network import Flow, Node, Period
from kanaf.mapping.seeds import LEAST, SCHEME
from kanaf.territory import access as territory
from kanaf.territory.enums import PlaceLevel
from kanaf.territory.models import Place

PARTS_OF = {
    PlaceLevel.REGION: (PlaceLevel.PROVINCE,),
    PlaceLevel.PROVINCE: (PlaceLevel.COMMUNE, PlaceLevel.ARRONDISSEMENT),
    PlaceLevel.COMMUNE: (PlaceLevel.ARRONDISSEMENT,),
}
"""What a place is cut into when its parts are compared."""

NO_CHILDREN = (DeskKind.COORDINATION, DeskKind.PROGRAMME, DeskKind.ADMINISTRATION)
"""Desks to which no child is ever referred."""


def allow_maps(actor: Actor) -> None:
    """The door of both pictures: hidden from everybody else."""
    if not policies.can_see_maps(actor):
        raise Http404


def needs() -> list[tuple[str, str, str]]:
    """The needs that are looked at: code, words, and the kind of help that answers."""
    return [(one.code, one.label, one.parent or one.code) for one in territory.codelist(SCHEME)]


def offers(actor: Actor, today: date) -> list[Offer]:
    """Every service in activity that the actor may read, as the map sees it."""
    services = (
        Service.objects.readable_by(actor)
        .filter(status=ServiceStatus.ACTIVE)
        .select_related("desk")
        .prefetch_related("schedules", "capacities", "desk__covers", "locations__site__place__parent")
    )
    return [_offer(service, today) for service in services]


def _offer(service: Service, today: date) -> Offer:
    places = _mandate(service)
    room = max(service.capacities.all(), key=lambda one: one.updated, default=None)
    has_room = room is None or gaps.has_room(room.available, room.updated, today)
    return Offer(
        key=service.pk,
        categories=frozenset(service.categories),
        covers=frozenset(place.pk for place in places),
        touches=frozenset(above for place in places for above in place.lineage),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        weeks=gaps.weeks_of(service.schedules.all(), today) or None,
        is_sure=has_room and gaps.is_believed(service.last_verified_on, today),
    )


def _mandate(service: Service) -> list[Place]:
    """Where it answers: the places of its desk; without one, the communes where it receives."""
    if service.desk and (covered := list(service.desk.covers.all())):
        return covered
    found = (location_for(at.site, Audience.PROFESSIONALS) for at in service.locations.all())
    return [one.place for one in found if one]


def parts_of(place: Place) -> list[Place]:
    """The places to compare: those a place is cut into, else itself."""
    levels = PARTS_OF.get(PlaceLevel(place.level), ())
    inside = territory.places_within(place, *levels) if levels else []
    return [one for one in inside if one.pk != place.pk] or [place]


@dataclass(frozen=True)
class Asked:
    """One cell of the whole map, with how many children live there at those ages."""

    need: str
    category: str
    place: Place
    band: str
    window: str
    cell: Cell
    children: int

    @property
    def code(self) -> str:
        return f"{self.need} {self.place.code} {self.band} {self.window}"


def cells(
    found: Sequence[Offer], places: Iterable[Place], needs_: Iterable[tuple[str, str]], bands: Iterable[str],
    windows: Iterable[str],
) -> list[Asked]:  # fmt: skip
    """Every cell of these needs, places, ages and hours."""
    listed, chosen = list(places), list(bands)
    children = territory.children_between(listed, [BANDS[band] for band in chosen])
    return [
        Asked(
            need, category, place, band, window,
            gaps.cell(found, Need(category, place.pk, frozenset(place.lineage), BANDS[band], WINDOWS[window])),
            children.get((place.pk, BANDS[band]), 0),
        )
        for need, category in needs_
        for place in listed
        for band in chosen
        for window in windows
    ]  # fmt: skip


def worst_gaps(asked: Iterable[Asked], most: int) -> list[list[Asked]]:
    """The widest gaps, all their hours together: by how many children they leave during how many kinds of hours."""
    found: dict[tuple[str, str, str], dict[str, Asked]] = {}
    for one in asked:
        if one.cell.is_gap and one.children:
            found.setdefault((one.need, one.place.code, one.band), {})[one.window] = one
    gaps_ = [list(hours.values()) for hours in found.values()]
    return sorted(gaps_, key=lambda gap: (-gap[0].children * len(gap), gap[0].place.code, gap[0].need, gap[0].band))[
        :most
    ]


def hour_choices() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in Hours.choices]


def near_services(category: str, place: Place) -> list[Service]:
    """Who gives this kind of help in the same province, and could be asked for more."""
    around = Place.objects.filter(lineage__contains=[place.lineage[min(1, len(place.lineage) - 1)]]).values("pk")
    found = Service.objects.filter(
        Q(desk__covers__in=place.lineage) | Q(desk__place__in=around),
        status=ServiceStatus.ACTIVE,
        categories__contains=[category],
    )
    return list(
        found.select_related("organisation", "desk").prefetch_related("names", "organisation__names").distinct()
    )


def nodes(place: Place) -> list[Node]:
    """The desks of a place, grouped by kind of organisation in the order of the vocabulary, then by name."""
    inside = Place.objects.within(place).values("pk")
    desks = Desk.objects.filter(place__in=inside, is_active=True).exclude(kind__in=NO_CHILDREN)
    desks = desks.select_related("organisation")
    order = {kind: number for number, kind in enumerate(OrganisationKind.values)}
    made = [Node(one.pk, one.organisation_id, one.organisation.kind, desk_name(one)) for one in desks]
    return sorted(made, key=lambda one: (order[one.group], one.name, str(one.desk)))


def agreements_in_force(today: date) -> list[frozenset[UUID]]:
    """The parties of each agreement that binds them today."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    found = Agreement.objects.filter(
        begun, Q(ends_on__isnull=True) | Q(ends_on__gte=today), status=AgreementStatus.SIGNED
    ).prefetch_related("parties")
    return [frozenset(party.pk for party in one.parties.all()) for one in found]


def flows(period: Period) -> list[Flow]:
    """What desks asked of one another: numbers from one narrow function, small ones hidden by the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_referral_pairs(%s, %s)", [period.year, period.half])
        return [Flow(*row) for row in cursor.fetchall()]


def least_in_force(today: date) -> int:
    """From how many on referrals are counted in the open."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    found = LeastCount.objects.filter(
        begun, Q(valid_to__isnull=True) | Q(valid_to__gte=today), country=territory.HOME
    ).first()
    return found.least if found else LEAST


def least_counts() -> list[LeastCount]:
    """All that was ever set, the present one last."""
    return list(LeastCount.objects.filter(country=territory.HOME))


def home_of(actor: Actor) -> Place | None:
    """The province of the reader's first desk that stands somewhere."""
    desks = Desk.objects.filter(pk__in=actor.desk_ids, place__isnull=False).select_related("place").order_by("name")
    first = desks.first()
    if first is None or first.place is None:
        return None
    lineage = first.place.lineage
    return territory.get_place(lineage[min(1, len(lineage) - 1)])
