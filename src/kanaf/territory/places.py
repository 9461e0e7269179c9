"""Storing a country's places: repeatable, in a few statements, in one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db import connection, transaction

from kanaf.territory import morocco
from kanaf.territory.gazetteer import Census, Division, Gazetteer
from kanaf.territory.models import Country, FormerMembership, Place, PlaceCensus, place_id
from kanaf.territory.spelling import search_text

Progress = Callable[[int, int], None]
"""Called with how many places are stored, and how many there are."""

BATCH = 500
NAMES = ["level", "kind", "name_fr", "name_ar", "name_en", "search"]
TREE = ["parent", "also_within", "lineage"]
FACTS = ["iso3166_2", "population", "households", "valid_from", "valid_to", "source"]
COPY = "COPY territory_placecensus (place_id, year, sex, age_from, age_to, population) FROM STDIN"


@dataclass(frozen=True)
class Loaded:
    """What a load stored."""

    places: int
    by_level: dict[str, int]
    census_rows: int


def load(*, progress: Progress | None = None) -> Loaded:
    """Morocco, from the package. Loading again changes nothing but what the source changed."""
    return store(morocco.gazetteer(), progress=progress)


@transaction.atomic
def store(gazetteer: Gazetteer, *, progress: Progress | None = None) -> Loaded:
    """Store or refresh all that a source knows of one country."""
    Country.objects.get_or_create(
        code=gazetteer.country, defaults={"name_fr": gazetteer.country, "name_ar": gazetteer.country}
    )
    places = list(_places(gazetteer))
    for begin in range(0, len(places), BATCH):
        _upsert(places[begin : begin + BATCH])
        if progress:
            progress(min(begin + BATCH, len(places)), len(places))
    _store_members(gazetteer)
    census_rows = _store_census(gazetteer.country, gazetteer.census) if gazetteer.census else 0
    levels = [place.level for place in places]
    return Loaded(len(places), {str(level): levels.count(level) for level in dict.fromkeys(levels)}, census_rows)


def _places(gazetteer: Gazetteer) -> Iterator[Place]:
    lineages: dict[str, list[UUID]] = {}
    for row in gazetteer.divisions:
        above = [*lineages.get(row.parent, []), *lineages.get(row.also_within, [])]
        lineages[row.code] = list(dict.fromkeys([*above, place_id(gazetteer.country, row.code)]))
        yield _place(gazetteer.country, row, lineages[row.code])


def _place(country: str, row: Division, lineage: list[UUID]) -> Place:
    return Place(
        id=lineage[-1],
        country_id=country,
        code=row.code,
        level=row.level,
        kind=row.kind,
        name_fr=row.name_fr,
        name_ar=row.name_ar,
        name_en=row.name_en,
        parent_id=place_id(country, row.parent) if row.parent else None,
        also_within_id=place_id(country, row.also_within) if row.also_within else None,
        lineage=lineage,
        iso3166_2=row.iso3166_2,
        pcode=row.pcode,
        population=row.population,
        households=row.households,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        search=search_text(row.name_fr, row.name_ar, row.name_en),
    )


def _upsert(places: list[Place]) -> None:
    """A p-code that a source does not know stays as somebody gave it."""
    refreshed = [*NAMES, *TREE, *FACTS]
    if any(place.pcode for place in places):
        refreshed.append("pcode")
    Place.objects.bulk_create(places, update_conflicts=True, unique_fields=["country", "code"], update_fields=refreshed)


def _store_members(gazetteer: Gazetteer) -> None:
    country = gazetteer.country
    FormerMembership.objects.bulk_create(
        [
            FormerMembership(former_id=place_id(country, former), member_id=place_id(country, member))
            for former, members in gazetteer.former_members.items()
            for member in members
        ],
        ignore_conflicts=True,
    )


def _store_census(country: str, census: Census) -> int:
    """Replaces the counts of that year; COPY, because there are sixty thousand."""
    PlaceCensus.objects.filter(place__country=country, year=census.year).delete()
    rows = list(_census_rows(country, census))
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)
    return len(rows)


def _census_rows(country: str, census: Census) -> Iterator[tuple[object, ...]]:
    bands: list[tuple[int, int | None]] = [
        *((begin, after - 1) for begin, after in pairwise(census.ages)),
        (census.ages[-1], None),
    ]
    for code, counts in census.counts.items():
        for sex, people in counts.items():
            for (age_from, age_to), number in zip(bands, people, strict=True):
                yield place_id(country, code), census.year, sex.value, age_from, age_to, number
