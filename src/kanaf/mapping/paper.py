"""What each actor confirmed and when, on paper: one table, in French or in Arabic."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kanaf.foundation import words
from kanaf.foundation.paper import typeset
from kanaf.mapping.access.workshops import Answered
from kanaf.mapping.models import Campaign

TEMPLATE = Path(__file__).parent / "confirmed.typ"


def draw(campaign: Campaign, read: Callable[[Campaign], list[Answered]], language: str, at: datetime) -> bytes:
    """Tagged PDF of A4 pages; the rows are read in the language of the paper."""
    with translation.override(language):
        values = values_of(campaign, read(campaign), language, at)
    return typeset(TEMPLATE, values, at=at)


def values_of(campaign: Campaign, rows: list[Answered], language: str, at: datetime) -> dict[str, Any]:
    """Everything that the sheet says, in the active language."""
    return {
        "language": language,
        "title": _("What each actor confirmed"),
        "campaign": campaign.title,
        "place": campaign.place.name,
        "printed": _("Printed %(when)s") % {"when": words.exact(at)},
        "labels": {
            "actor": _("Actor"),
            "service": _("Service"),
            "said": _("What it said"),
            "when": _("When, and who wrote it"),
            "text": _("Text"),
            "page": _("page"),
            "signature": _("Signature of the actor"),
        },
        "rows": [_row(row) for row in rows],
    }


def _row(row: Answered) -> list[str]:
    if row.last is None:
        return [row.actor, row.name, _("not answered yet"), "", row.digest[:12]]
    said = str(row.last.get_verdict_display())
    if row.is_changed:
        said = _("%(said)s, and the directory changed since") % {"said": said}
    return [row.actor, row.name, said, f"{words.exact(row.last.written_at)} · {row.by}", row.last.digest[:12]]
