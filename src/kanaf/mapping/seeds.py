"""The list of needs and the least count an installation begins with; planting again never undoes an edit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from kanaf.foundation.ids import new_id

TOLD = Path(__file__).parent / "data" / "needs.json"
SCHEME, LEAST = "mapping_need", 5
GetModel = Callable[[str, str], Any]


@transaction.atomic
def plant(get_model: GetModel = apps.get_model) -> None:
    """Add the rows that are missing; a migration gives its own models."""
    told = json.loads(TOLD.read_text(encoding="utf-8"))
    get_model("territory", "Codelist").objects.get_or_create(scheme=SCHEME, defaults=_labels(told["label"]))
    for order, (code, (*words, parent)) in enumerate(told["entries"].items()):
        get_model("territory", "CodelistEntry").objects.get_or_create(
            codelist_id=SCHEME, code=code, defaults={"order": order, "parent": parent, **_labels(words)}
        )
    counts = get_model("mapping", "LeastCount")
    for country in get_model("territory", "Country").objects.all():
        if not counts.objects.filter(country=country).exists():
            counts.objects.create(id=new_id(), country=country, least=LEAST, source="Our proposal, to confirm")


def _labels(words: list[str]) -> dict[str, str]:
    return dict(zip(("label_fr", "label_ar", "label_en"), words, strict=True))
