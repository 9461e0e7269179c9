"""The register of certificates on paper: dates, days and copies, and no word about the child."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.actors.naming import desk_name
from kanaf.foundation import words
from kanaf.foundation.paper.typesetting import typeset
from kanaf.health.access.folder import Told
from kanaf.health.enums import CertificateKind, CopyTo
from kanaf.territory import access as territory

HERE = Path(__file__).parent / "paper"
RIGHT_TO_LEFT = {"ar"}


def register(certificates: Iterable[Told], code: str, language: str, at: datetime) -> bytes:
    """The register as a PDF, in one language and its direction."""
    with translation.override(language):
        return typeset(HERE / "register.typ", _values(list(certificates), code, language, at), at=at)


def _values(told: list[Told], code: str, language: str, at: datetime) -> dict[str, Any]:
    return {
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": _("Register of medical certificates"),
        "reference_label": _("File"),
        "reference": code,
        "date": words.date_text(words.local(at).date()),
        "columns": [_("Issued on"), _("Certificate"), _("Days of incapacity"), _("Who paid"), _("Handed to")],
        "rows": [_row(one, language) for one in told],
        "empty": "" if told else _("No certificate was recorded in this file."),
        "closing": _("Confidential. No word about the facts or the body of the child stands here."),
    }


def _row(told: Told, language: str) -> list[dict[str, str]]:
    record = told.certificate
    kind = str(CertificateKind(record.kind).label)
    by = desk_name(record.request.desk_to, language) if record.request.desk_to else (record.request.outside or "")
    return [
        {"text": words.date_text(record.issued_on), "code": ""},
        {"text": " · ".join(part for part in (kind, by) if part), "code": record.number or ""},
        {"text": days_text(record.incapacity_days), "code": ""},
        {"text": payment_text(told), "code": ""},
        {
            "text": "\n".join(f"{CopyTo(copy.to).label} · {words.date_text(copy.on)}" for copy in told.copies),
            "code": "",
        },
    ]


def days_text(days: int | None) -> str:
    """« 21 jours »; a dash when the certificate says none."""
    if days is None:
        return "–"
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def payment_text(told: Told) -> str:
    record = told.certificate
    if record.is_free:
        return _("free of charge")
    payer = territory.label_of("certificate_payer", record.paid_by)
    paid = f"{payer} · {record.amount}" if record.amount else payer
    return f"{paid} ({_('should have been free')})" if told.trouble else paid
