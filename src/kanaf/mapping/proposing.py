"""What an interview says, as edits of the directory: only what was answered, nothing that is known better there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kanaf.actors.editing import Value, empty_values
from kanaf.actors.enums import CapacityUnit, DraftTarget, SchedulePeriod
from kanaf.actors.models import Service
from kanaf.foundation.ids import new_id
from kanaf.mapping.enums import EVERY_DAY, WORKING_DAYS

BLOCKS = (1, 2, 3)
NEW = "new"
DAYS: Mapping[str, tuple[int, ...]] = {"working": WORKING_DAYS, "six": tuple(range(6)), "every": EVERY_DAY}
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


FACTS = frozenset({"age_from", "age_to", "languages", "cost"})


def is_for_directory(key: str) -> bool:
    """Services and facts are said to be published; everything else was said between people, and is sealed."""
    return key in FACTS or any(key.startswith(f"s{block}_") for block in BLOCKS)


@dataclass(frozen=True)
class Edit:
    """One draft: about which entry, and what it would say."""

    target_type: str
    target_id: UUID
    values: Mapping[str, Value]


def edits_of(answers: Mapping[str, Any], organisation: UUID, language: str, today: date) -> Iterator[Edit]:
    """An edit for each service that was described: of a service that is known, or a new one."""
    known = {str(one.pk): one for one in Service.objects.filter(organisation=organisation)}
    for block in BLOCKS:
        told = {key.partition("_")[2]: value for key, value in answers.items() if key.startswith(f"s{block}_")}
        chosen = str(told.get("service") or "")
        values = _said(told, answers, language)
        if chosen in known:
            values.pop(f"name_{language}", None)
            values.pop("categories", None)
            yield Edit(DraftTarget.SERVICE, known[chosen].pk, {**values, **_rows(told, known[chosen], today)})
        elif chosen == NEW and told.get("name") and told.get("category"):
            empty = empty_values(DraftTarget.NEW_SERVICE)
            yield Edit(DraftTarget.NEW_SERVICE, organisation, {**empty, **values, "name_fr": told["name"]})


def _said(told: Mapping[str, Any], answers: Mapping[str, Any], language: str) -> dict[str, Value]:
    """The fields that were answered, under the names of the directory."""
    found: dict[str, Value] = {
        f"name_{language}": told.get("name") or "",
        f"eligibility_description_{language}": told.get("for_whom") or "",
        f"referral_route_{language}": told.get("route") or "",
        "categories": [told["category"]] if told.get("category") else [],
        "minimum_age": told.get("from"),
        "maximum_age": told.get("to"),
        "languages": sorted(answers.get("languages") or []),
        "cost": answers.get("cost") or "",
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _rows(told: Mapping[str, Any], service: Service, today: date) -> dict[str, Value]:
    """Hours where the directory has none yet, and the number of places free today."""
    rows: dict[str, Value] = {}
    usual = service.schedules.filter(period=SchedulePeriod.USUAL)
    if told.get("days") and told.get("opens") and told.get("closes") and not usual.exists():
        rows[f"schedules/{new_id()}"] = {
            "period": SchedulePeriod.USUAL.value,
            "byday": sorted(CODES[day] for day in DAYS[told["days"]]),
            "opens_at": told["opens"],
            "closes_at": told["closes"],
            "valid_from": None,
            "valid_to": None,
            "notes": "",
        }
    if told.get("free") is not None:
        kept = service.capacities.filter(unit=CapacityUnit.PLACES).first()
        rows[f"capacities/{kept.pk if kept else new_id()}"] = {
            "unit": CapacityUnit.PLACES.value,
            "available": told["free"],
            "maximum": told.get("most"),
            "updated": today.isoformat(),
        }
    return rows
