"""The rows an installation begins with. People edit them afterwards: planting again never undoes an edit."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

DATA = Path(__file__).parent / "data"
ICVAC = "ICVAC 2023"
ICVAC_SOURCE = "ICVAC (UNICEF 2023), first level, to confirm"
GUIDELINES = "Caring for Child Survivors (IRC and UNICEF, 2012), to confirm"
LEBANON = "liban-"

GetModel = Callable[[str, str], Any]
Row = dict[str, str]


@transaction.atomic
def plant(get_model: GetModel = apps.get_model) -> None:
    """Add the rows that are missing; a migration gives its own models."""
    _plant_countries(get_model)
    _plant_codelists(get_model)
    _plant_helplines(get_model)
    _plant_law(get_model)
    for country in [row["code"] for row in _rows("countries")]:
        plant_defaults(country, get_model)


def plant_defaults(country: str, get_model: GetModel = apps.get_model) -> None:
    """Delays and rules of consent that a country starts with, where it has none yet."""
    delays, rules = get_model("territory", "DelaySetting"), get_model("territory", "ConsentRule")
    if not delays.objects.filter(country_id=country).exists():
        delays.objects.bulk_create([delays(country_id=country, **_delay(row)) for row in _rows("delays")])
    if not rules.objects.filter(country_id=country).exists():
        rules.objects.bulk_create(
            [rules(country_id=country, source=GUIDELINES, **row) for row in _rows("consent_rules")]
        )


def plant_justice(get_model: GetModel = apps.get_model) -> None:
    """Duties, age limits and the delays of justice, where Morocco has none yet of that kind."""
    for name, table in (("reporting_duties", "ReportingDuty"), ("age_limits", "AgeLimit")):
        model = get_model("territory", table)
        if not model.objects.filter(country_id="MA").exists():
            model.objects.bulk_create(
                [model(country_id="MA", **{**row, "verified": bool(row["verified"])}) for row in _rows(name)]
            )
    _plant_new_delays(get_model)


def _plant_new_delays(get_model: GetModel) -> None:
    delays = get_model("territory", "DelaySetting")
    known = set(delays.objects.values_list("country_id", "key"))
    countries = {country for country, _key in known}
    delays.objects.bulk_create(
        [
            delays(country_id=country, **_delay(row))
            for country in sorted(countries)
            for row in _rows("delays")
            if (country, row["key"]) not in known
        ]
    )


def plant_health(get_model: GetModel = apps.get_model) -> None:
    """Codelists, the age limit and the delays of health, where they are not there yet."""
    _plant_codelists(get_model)
    limits = get_model("territory", "AgeLimit")
    for row in _rows("age_limits"):
        if row["key"] == "child_bearing" and not limits.objects.filter(country_id="MA", key=row["key"]).exists():
            limits.objects.create(country_id="MA", **{**row, "verified": bool(row["verified"])})
    _plant_new_delays(get_model)


def _rows(name: str) -> Iterator[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _labels(row: Row, stem: str = "label") -> Row:
    return {f"{stem}_{language}": row[language] for language in ("fr", "ar", "en")}


def _delay(row: Row) -> dict[str, Any]:
    return {**row, "amount": int(row["amount"]), "verified": bool(row["verified"])}


def _plant_countries(get_model: GetModel) -> None:
    countries, calendars = get_model("territory", "Country"), get_model("territory", "WorkingCalendar")
    for row in _rows("countries"):
        countries.objects.get_or_create(code=row["code"], defaults=_labels(row, "name"))
        calendars.objects.get_or_create(
            country_id=row["code"],
            defaults={
                "zone": row["zone"],
                "rest_days": [int(day) for day in row["rest_days"].split()],
                "feasts": row["code"],
            },
        )


def _plant_codelists(get_model: GetModel) -> None:
    lists, entries = get_model("territory", "Codelist"), get_model("territory", "CodelistEntry")
    found: list[Any] = []
    for order, row in enumerate(_rows("codelists")):
        if not row["code"]:
            official = ICVAC if row["scheme"] == "violence_form" else ""
            defaults = {**_labels(row), "classification": official}
            lists.objects.get_or_create(scheme=row["scheme"], defaults=defaults)
            continue
        found.append(
            entries(
                codelist_id=row["scheme"],
                code=row["code"],
                parent=row["parent"],
                official=bool(row["official"]),
                order=order,
                source=ICVAC_SOURCE if row["official"] else "",
                **_labels(row),
            )
        )
    entries.objects.bulk_create(found, ignore_conflicts=True)


def _plant_helplines(get_model: GetModel) -> None:
    helplines = get_model("territory", "Helpline")
    for row in _rows("helplines"):
        if not helplines.objects.filter(country_id=row["country"], number=row["number"]).exists():
            helplines.objects.create(
                country_id=row["country"],
                number=row["number"],
                order=int(row["order"]),
                is_danger_now=bool(row["is_danger_now"]),
                verified=bool(row["verified"]),
                source=row["source"],
                **_labels(row),
            )


def _plant_law(get_model: GetModel) -> None:
    references = get_model("territory", "LegalReference")
    known = set(references.objects.values_list("country_id", "key"))
    references.objects.bulk_create(
        [
            references(
                country_id=_country_of_law(row),
                key=row["key"],
                text=row["text"],
                article=row["article"],
                valid_from=row["valid_from"] or None,
                verified=bool(row["verified"]),
                source=row["source"],
                **_labels(row, "title"),
            )
            for row in _rows("legal_references")
            if (_country_of_law(row), row["key"]) not in known
        ]
    )


def _country_of_law(row: Row) -> str:
    return "LB" if row["key"].startswith(LEBANON) else "MA"
