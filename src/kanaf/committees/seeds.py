"""The kinds of committee and the lists an installation begins with; planting again never undoes an edit."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from kanaf.foundation.ids import new_id

TOLD = Path(__file__).parent / "data" / "kinds.json"
GetModel = Callable[[str, str], Any]
Told = Mapping[str, Any]


@transaction.atomic
def plant(get_model: GetModel = apps.get_model) -> None:
    """Add the rows that are missing; a migration gives its own models."""
    told = json.loads(TOLD.read_text(encoding="utf-8"))
    for scheme, words in told["codelists"].items():
        _codelist(get_model, scheme, words)
    for order, kind in enumerate(told["kinds"]):
        _kind(get_model, kind, order)


def _labels(words: list[str]) -> dict[str, str]:
    return dict(zip(("label_fr", "label_ar", "label_en"), words, strict=True))


def _codelist(get_model: GetModel, scheme: str, told: Told) -> None:
    get_model("territory", "Codelist").objects.get_or_create(scheme=scheme, defaults=_labels(told["label"]))
    for order, (code, words) in enumerate(told["entries"].items()):
        get_model("territory", "CodelistEntry").objects.get_or_create(
            codelist_id=scheme, code=code, defaults={"order": order, **_labels(words)}
        )


def _kind(get_model: GetModel, told: Told, order: int) -> None:
    kind, is_new = get_model("committees", "CommitteeKind").objects.get_or_create(
        code=told["code"],
        defaults={
            "order": order,
            **_labels([told["fr"], told["ar"], told["en"]]),
            **{
                name: told[name]
                for name in (
                    "mandate_fr", "mandate_ar", "mandate_en", "reference", "reference_on", "source", "verified",
                    "notice_days", "quorum_percent", "has_plan",
                )
            },
        },
    )  # fmt: skip
    if not is_new:
        return
    seats = get_model("committees", "KindSeat")
    for place, line in enumerate(told["seats"]):
        category, *marks = line.split()
        seats.objects.create(
            id=new_id(), kind=kind, category=category, order=place, **{f"is_{mark}": True for mark in marks}
        )
