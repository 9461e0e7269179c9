"""Finding places, in either script, however they are spelt."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Q, Sum, Value, When
from django.http import Http404

from kanaf.foundation.context import request_cache
from kanaf.territory.enums import PlaceLevel, Sex
from kanaf.territory.models import Country, FormerMembership, Place, PlaceCensus
from kanaf.territory.models.places import PlaceQuerySet
from kanaf.territory.spelling import fold

HOME = "MA"
SHORTEST = 2
LISTED = ("country_id", "code", "level", "kind", "name_fr", "name_ar", "name_en", "parent_id", "lineage")
ALIKE = 0.4
"""« Tangier » is that much like Tanger; below it, strangers come up."""
WIDEST_FIRST = Case(
    *(When(level=level, then=Value(rank)) for rank, level in enumerate(PlaceLevel.values)),
    output_field=IntegerField(),
)


def search_places(
    text: str,
    *,
    level: str | None = None,
    within: Place | None = None,
    country: str = HOME,
    limit: int = 20,
) -> list[Place]:
    """Places whose words begin with what was typed, the widest first, then those that look like it."""
    sought = fold(text)
    if len(sought) < SHORTEST:
        return []
    places = _asked(level, within, country)
    found = list(_beginning(places, sought)[:limit])
    if len(found) < limit:
        near = places.exclude(pk__in=[place.pk for place in found])
        found += _resembling(near, sought)[: limit - len(found)]
    return found


def _asked(level: str | None, within: Place | None, country: str) -> PlaceQuerySet:
    places = Place.objects.filter(country=country).select_related("parent")
    places = places.filter(level=level) if level else places.exclude(level=PlaceLevel.FORMER_REGION)
    return places.within(within) if within else places


def _beginning(places: PlaceQuerySet, sought: str) -> PlaceQuerySet:
    each_word = Q()
    for word in sought.split():
        each_word &= Q(search__contains=f" {word}")
    begins = Case(
        When(search__contains=f" {sought} ", then=0),
        When(search__startswith=f" {sought}", then=1),
        default=2,
        output_field=IntegerField(),
    )
    return places.filter(each_word).order_by(begins, WIDEST_FIRST, "-population", "code")


def _resembling(places: PlaceQuerySet, sought: str) -> PlaceQuerySet:
    likeness = places.annotate(likeness=TrigramWordSimilarity(sought, "search"))
    return likeness.filter(likeness__gte=ALIKE).order_by("-likeness", WIDEST_FIRST, "-population")


def place_by_code(code: str, country: str = HOME) -> Place:
    """An unknown code gives 404."""
    return _found(Place.objects.filter(country=country, code=code))


def get_place(place_id: UUID) -> Place:
    """An unknown place gives 404; one that this request has already listed is not asked for again."""
    known: dict[UUID, Place] = request_cache("territory.places")
    return known[place_id] if place_id in known else _found(Place.objects.filter(pk=place_id))


def _remembered(places: PlaceQuerySet) -> list[Place]:
    found = list(places)
    request_cache("territory.places").update({place.pk: place for place in found})
    return found


def _found(places: PlaceQuerySet) -> Place:
    place = places.select_related("parent", "country").first()
    if place is None:
        raise Http404
    return place


def children_of(place: Place) -> list[Place]:
    """The places just below; in Casablanca a prefecture of arrondissements has its arrondissements."""
    below = Q(parent=place) | Q(also_within=place)
    return list(Place.objects.filter(below).select_related("parent").order_by("code"))


def places_within(place: Place, *levels: str) -> list[Place]:
    """All the places of these levels inside a place, whatever stands between."""
    inside = Place.objects.within(place).filter(level__in=levels)
    return _remembered(inside.select_related("parent").order_by("code"))


def places_at(*levels: str, country: str = HOME) -> list[Place]:
    """Every place of these levels, for a list to choose from: names and position, and no more than that."""
    return _remembered(Place.objects.filter(country=country, level__in=levels).only(*LISTED).order_by("code"))


def regions(country: str = HOME) -> list[Place]:
    return places_at(PlaceLevel.REGION, country=country)


def provinces(country: str = HOME) -> list[Place]:
    return places_at(PlaceLevel.PROVINCE, country=country)


def former_regions(country: str = HOME) -> list[Place]:
    return list(Place.objects.filter(country=country, level=PlaceLevel.FORMER_REGION))


def members_of(former: Place) -> list[Place]:
    """The provinces of today that a region of the past was made of."""
    members = FormerMembership.objects.filter(former=former).values("member")
    return list(Place.objects.filter(pk__in=members).select_related("parent"))


def countries() -> list[Country]:
    return list(Country.objects.order_by("name_fr"))


def is_loaded(country: str = HOME) -> bool:
    """Whether the places of a country are there, so that a start does not load them again."""
    return Place.objects.filter(country=country).exists()


def population(place: Place, *, year: int = 2024, sex: Sex | str | None = None, under: int | None = None) -> int:
    """People counted; ``under`` an age that cuts a band in two is an estimate, each year alike."""
    counted = PlaceCensus.objects.filter(place=place, year=year)
    if sex:
        counted = counted.filter(sex=sex)
    if under is None:
        return int(counted.aggregate(total=Sum("population"))["total"] or 0)
    bands = counted.filter(age_from__lt=under).values_list("age_from", "age_to", "population")
    return round(sum(number * _share(begin, end, under) for begin, end, number in bands))


def children_between(
    places: Iterable[Place], bands: Iterable[tuple[int, int]], *, year: int = 2024
) -> dict[tuple[UUID, tuple[int, int]], int]:
    """How many people of each band of ages (both ends included) live in each place; cut bands are estimates."""
    wanted = list(bands)
    oldest = max((last for _first, last in wanted), default=0)
    counted = PlaceCensus.objects.filter(place__in=list(places), year=year, age_from__lte=oldest)
    found: dict[tuple[UUID, tuple[int, int]], float] = {}
    for place, begin, end, number in counted.values_list("place", "age_from", "age_to", "population"):
        for first, last in wanted:
            shared = min(last, end if end is not None else last) - max(first, begin) + 1
            if shared > 0:
                part = number * shared / ((end if end is not None else last) - begin + 1)
                found[place, (first, last)] = found.get((place, (first, last)), 0) + part
    return {key: round(number) for key, number in found.items()}


def _share(begin: int, end: int | None, under: int) -> float:
    """How much of a band is under an age; the last band, open above, is never cut."""
    return 1.0 if end is None else min(1.0, (under - begin) / (end - begin + 1))
