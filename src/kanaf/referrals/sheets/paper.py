"""The referral sheet as PDF, in French or in Arabic: what is asked and how to answer. No identity, no narrative."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import qrcode
import qrcode.image.svg
from django.utils import translation
from django.utils.translation import gettext as _

from kanaf.actors.naming import desk_name
from kanaf.foundation import words
from kanaf.foundation.paper import typeset
from kanaf.referrals.models import Referral
from kanaf.referrals.sheets.content import child_in_words
from kanaf.territory import access as territory

TEMPLATE = Path(__file__).parent / "sheet.typ"


def sheet_pdf(
    referral: Referral, *, reference: str, language: str, address: str, phone: str, until: datetime, at: datetime
) -> bytes:
    """The paper, tagged and typeset in one language."""
    with translation.override(language):
        return typeset(TEMPLATE, _values(referral, reference, address, phone, until, at), at=at)


def _values(
    referral: Referral, reference: str, address: str, phone: str, until: datetime, at: datetime
) -> Mapping[str, Any]:
    return {
        "language": translation.get_language(),
        "title": _("Referral sheet"),
        "reference": reference,
        "made": words.exact(at),
        "lines": [
            [_("Sent by"), desk_name(referral.desk_from)],
            [_("Sent to"), desk_name(referral.desk_to)],
            [_("About"), child_in_words(referral.sex, referral.age)],
            [_("Service asked for"), str(referral.get_category_display())],
            [_("Urgency"), str(referral.get_urgency_display())],
            [_("Answer expected before"), words.exact(referral.answer_due_at)],
        ],
        "how": _("How to answer"),
        "steps": [
            _("We call you on the number that the directory knows, %(phone)s, and read you a code of six characters.")
            % {"phone": f"\u2066{phone}\u2069"},
            _("Open the address below, or the square with the camera of a telephone, and write the code."),
            _("Say that you received the referral, that you can take it, or that you cannot."),
        ],
        "address": address,
        "picture": _square(address),
        "picture_says": _("The address above, to be read by a camera"),
        "until": _("This address works once, until %(when)s.") % {"when": words.exact(until)},
        "notes": [
            _("This sheet names nobody and tells no story: we tell you by telephone what you need to know."),
            _("Until you have answered, and after, the desk that sent this sheet stays responsible for the child."),
            _("If the child is in danger now, call: %(numbers)s.") % {"numbers": _numbers()},
        ],
    }


def _numbers() -> str:
    """Whom to call in danger: dated settings of the territory."""
    lines = [line for line in territory.helplines() if line.is_danger_now]
    return _(", ").join(f"{line.label} \u2066{line.number}\u2069" for line in lines)


def _square(address: str) -> str:
    made = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=0)
    return str(made.to_string(encoding="unicode"))
