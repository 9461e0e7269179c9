"""The directory as its readers may see it: search, one service, one organisation, one desk."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.http import Http404

from kanaf.actors import policies
from kanaf.actors.access import search
from kanaf.actors.actor import Actor
from kanaf.actors.models import (
    Accessibility,
    Agreement,
    Desk,
    DeskArea,
    Organisation,
    OrganisationName,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceLanguage,
    Site,
)
from kanaf.actors.models.services import ServiceQuerySet
from kanaf.territory.models import Place


@dataclass(frozen=True)
class Wish:
    """What somebody is looking for; an empty wish is the whole directory."""

    words: str = ""
    place: Place | None = None
    category: str = ""
    age: int | None = None
    language: str = ""
    cost: str = ""
    accessibility: str = ""


def list_services(actor: Actor, wish: Wish) -> ServiceQuerySet:
    """Best match first, with all that a row of the list shows; near spellings when no word is found."""
    asked = _wished(Service.objects.readable_by(actor), wish)
    if not wish.words:
        return _for_list(asked.order_by("name", "id"))
    return _for_list(search.by_words(asked, wish.words))


def services_by_province(actor: Actor, wish: Wish) -> dict[UUID, int]:
    """How many services each province has, shelters left out for every reader of a map."""
    services = list_services(actor, wish).filter(is_shelter=False).order_by().values("pk")
    counted = (
        ServiceAtLocation.objects.filter(service__in=services, site__is_shelter=False)
        .values_list("site__place__lineage__1")
        .annotate(number=Count("service", distinct=True))
    )
    return {place: number for place, number in counted if place is not None}


def get_service(
    actor: Actor, slug: str, *, to: Callable[[Actor, Service], bool] = policies.can_read_service
) -> Service:
    """Unknown and hidden services give the same 404."""
    phones = Phone.objects.all() if actor.is_professional else Phone.objects.filter(is_public=True)
    service = (
        Service.objects.readable_by(actor)
        .select_related("organisation", "desk", "verified_by")
        .prefetch_related(
            "names",
            _locations(),
            "locations__site__names",
            "languages",
            "accessibility",
            "cost_options",
            "schedules",
            Prefetch("phones", queryset=phones),
            Prefetch("organisation__names", queryset=_current_names()),
        )
        .filter(slug=slug)
        .first()
    )
    if service is None or not to(actor, service):
        raise Http404
    return service


def capacities_of(actor: Actor, service: Service) -> list[ServiceCapacity]:
    """How many places are free: for people who refer, not for everyone."""
    return list(service.capacities.all()) if actor.is_professional else []


def list_organisations(actor: Actor, words: str) -> QuerySet[Organisation]:
    """By name, for people at work; ``words`` stand in a name of today or of the past."""
    if not policies.can_read_professional_pages(actor):
        raise Http404
    found = Organisation.objects.select_related("place__parent").prefetch_related("names").order_by("name", "id")
    if not words:
        return found
    named = OrganisationName.objects.filter(organisation=OuterRef("pk"), name__icontains=words)
    return found.filter(Q(name__icontains=words) | Q(alternate_name__icontains=words) | Exists(named))


def get_organisation(
    actor: Actor, slug: str, *, to: Callable[[Actor, Organisation], bool] | None = None
) -> Organisation:
    """The professional page of an organisation, with its agreements and its agreed contacts."""
    if not policies.can_read_professional_pages(actor):
        raise Http404
    found = (
        Organisation.objects.select_related("place__parent", "parent_organisation", "verified_by")
        .prefetch_related(
            "names",
            "phones",
            "desks",
            Prefetch("sites", queryset=Site.objects.select_related("place__parent")),
            "sites__names",
            "sites__desks",
            "contacts",
            Prefetch("agreements", queryset=Agreement.objects.prefetch_related("commitments")),
        )
        .filter(slug=slug)
        .first()
    )
    if found is None or (to is not None and not to(actor, found)):
        raise Http404
    return found


def organisation_services(actor: Actor, organisation: Organisation) -> ServiceQuerySet:
    return _for_list(Service.objects.readable_by(actor).filter(organisation=organisation).order_by("name"))


def get_desk(actor: Actor, slug: str, *, to: Callable[[Actor, Desk], bool] = policies.can_read_desk) -> Desk:
    """A desk's entry in the directory."""
    desks = Desk.objects.select_related("organisation", "place__parent", "site__place__parent")
    found = (
        desks.prefetch_related(
            "organisation__names",
            Prefetch("areas", queryset=DeskArea.objects.select_related("place__parent")),
            "services__names",
            "site__names",
        )
        .filter(slug=slug)
        .first()
    )
    if found is None or not (policies.can_read_desk(actor, found) and to(actor, found)):
        raise Http404
    return found


def desk_in_charge(place: Place) -> Desk | None:
    """The desk that answers for reports of a place: the nearest covered place first, then its priority."""
    areas = DeskArea.objects.filter(
        place__in=place.lineage, desk__is_active=True, desk__takes_reports=True
    ).select_related("desk")
    depth = {place_id: number for number, place_id in enumerate(place.lineage)}
    nearest = sorted(areas, key=lambda area: (-depth[area.place_id], area.priority, area.desk.slug))
    return nearest[0].desk if nearest else None


def _wished(services: ServiceQuerySet, wish: Wish) -> ServiceQuerySet:
    if wish.place is not None:
        there = Place.objects.within(wish.place).values("pk")
        services = services.filter(
            Exists(ServiceAtLocation.objects.filter(service=OuterRef("pk"), site__place__in=there))
        )
    if wish.category:
        services = services.filter(categories__contains=[wish.category])
    if wish.cost:
        services = services.filter(cost=wish.cost)
    if wish.language:
        spoken = ServiceLanguage.objects.filter(service=OuterRef("pk"), code=wish.language)
        services = services.filter(Exists(spoken))
    if wish.accessibility:
        offered = Accessibility.objects.filter(service=OuterRef("pk"), kind=wish.accessibility)
        services = services.filter(Exists(offered))
    return services if wish.age is None else services.filter(*_open_to(wish.age))


def _open_to(age: int) -> tuple[Q, Q]:
    return (
        Q(minimum_age__isnull=True) | Q(minimum_age__lte=age),
        Q(maximum_age__isnull=True) | Q(maximum_age__gte=age),
    )


def _for_list(services: ServiceQuerySet) -> ServiceQuerySet:
    return services.select_related("organisation", "desk").prefetch_related(
        "names",
        _locations(),
        Prefetch("organisation__names", queryset=_current_names()),
        Prefetch("phones", queryset=Phone.objects.filter(is_public=True)),
    )


def _locations() -> "Prefetch[str]":
    places = ServiceAtLocation.objects.select_related("site__place__parent")
    return Prefetch("locations", queryset=places)


def _current_names() -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(valid_to__isnull=True)
