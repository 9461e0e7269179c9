"""A sheet on paper: the same words as PDF and as Word, in the language of the sheet and its direction."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docxtpl import DocxTemplate, Listing

from kanaf.actors.naming import desk_name
from kanaf.foundation import words
from kanaf.foundation.paper.typesetting import typeset
from kanaf.justice.composing import parts_of
from kanaf.justice.enums import SheetKind, SheetStatus
from kanaf.justice.models import Sheet

HERE = Path(__file__).parent / "paper"
PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True)
class Papers:
    """Both forms of one sheet."""

    pdf: bytes
    word: bytes


def print_sheet(sheet: Sheet, code: str, at: datetime) -> Papers:
    """The sheet as it stands: marked as a draft until it has left."""
    return Papers(pdf(sheet, code, at), word(sheet, code, at))


def pdf(sheet: Sheet, code: str, at: datetime) -> bytes:
    return typeset(HERE / "sheet.typ", _values(sheet, code, at), at=at)


def word(sheet: Sheet, code: str, at: datetime) -> bytes:
    """The values are put in as text, whatever they hold: nothing of them is read as markup."""
    values = _values(sheet, code, at)
    values["parts"] = [{"title": part["title"], "text": Listing(part["text"])} for part in values["parts"]]
    document = DocxTemplate(HERE / f"sheet.{values['dir']}.docx")
    document.render(values, autoescape=True)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _values(sheet: Sheet, code: str, at: datetime) -> dict[str, Any]:
    """Everything that stands on the paper."""
    with translation.override(sheet.language):
        parts = parts_of(sheet.content or {}, SheetKind(sheet.kind), sheet.language)
        return {
            "lang": sheet.language,
            "dir": "rtl" if sheet.language in RIGHT_TO_LEFT else "ltr",
            "title": str(SheetKind(sheet.kind).label),
            "from_label": pgettext("a sheet", "From"),
            "from": desk_name(sheet.desk_from, sheet.language),
            "to_label": _("To"),
            "to": desk_name(sheet.desk_to, sheet.language),
            "reference_label": _("Our reference"),
            "reference": code,
            "date": words.date_text(words.local(sheet.sent_at or at).date()),
            "urgent": _("Urgent: a child in danger") if sheet.is_urgent else "",
            "draft": _("Draft, not sent") if sheet.status == SheetStatus.DRAFT else "",
            "parts": [{"title": part.title, "text": part.text, "lines": _lines(part.text)} for part in parts],
            "signed_label": _("Name, quality and signature"),
            "closing": _("Confidential. The identity of a child and of whoever reports is protected by law."),
        }


def _lines(text: str) -> list[dict[str, str]]:
    """The lines that say something, each in its own direction."""
    return [{"text": line.strip(), "dir": direction_of(line)} for line in text.splitlines() if line.strip()]


def direction_of(line: str) -> str:
    """The direction of the first letter that has one: a French sentence stays French in an Arabic sheet."""
    strong = (unicodedata.bidirectional(letter) for letter in line)
    return next(("rtl" if mark in {"R", "AL"} else "ltr" for mark in strong if mark in {"L", "R", "AL"}), "ltr")
