"""The minutes on paper: framed in French or in Arabic, the words as they were written, and never the annex."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kanaf.actors.access import names_of
from kanaf.committees import wording
from kanaf.committees.access.committees import DrawnSeat
from kanaf.committees.access.meetings import Chairs, OpenMeeting, agenda_of, presence_at
from kanaf.committees.models import Minutes
from kanaf.foundation import words
from kanaf.foundation.paper import typeset

TEMPLATE = Path(__file__).parent / "minutes.typ"


def draw(opened: OpenMeeting, minutes: Minutes, language: str) -> bytes:
    """Tagged PDF of A4 pages."""
    with translation.override(language):
        values = values_of(opened, minutes, language)
    return typeset(TEMPLATE, values, at=minutes.adopted_at or minutes.drafted_at)


def values_of(opened: OpenMeeting, minutes: Minutes, language: str) -> dict[str, Any]:
    """Everything that the sheet says, in the active language."""
    meeting, committee, chairs = opened.meeting, opened.file.committee, presence_at(opened)
    return {
        "language": language,
        "labels": _labels(),
        "title": _("Minutes of meeting %(number)s") % {"number": meeting.number},
        "committee": committee.name,
        "kind": committee.kind.label,
        "reference": committee.kind.reference,
        "when": words.exact(meeting.starts_at),
        "venue": str(meeting.venue or ""),
        "state": _state(minutes),
        "is_adopted": minutes.is_adopted,
        "quorum": " ".join(
            part
            for part in (
                wording.quorum_verdict(chairs, is_held=True),
                wording.quorum_count(chairs, is_held=True),
                wording.quorum_missing(chairs),
            )
            if part
        ),
        "came": [_row(chairs, drawn) for drawn in chairs.seats],
        "guests": [str(row.guest or "") for row in chairs.guests],
        "agenda": _agenda(opened),
        "text": [part for part in str(minutes.text or "").split("\n") if part.strip()],
        "text_direction": _direction(str(minutes.text or "")),
        "actions": [
            [str(action.number), str(action.what or ""), wording.owner_name(action), words.date_text(action.due_on)]
            for action in meeting.actions.select_related("desk", "organisation").order_by("number")
        ],
    }


def _labels() -> dict[str, str]:
    return {
        "came": _("Who came"),
        "seat": _("Seat"),
        "member": _("Member"),
        "presence": _("Presence"),
        "guests": _("Guests"),
        "agenda": _("Agenda"),
        "minutes": _("Minutes"),
        "decided": _("What was decided"),
        "what": _("What is to be done"),
        "who": _("Who does it"),
        "due": _("By the day"),
        "nothing": _("Nothing was decided."),
        "chair": _("The chair"),
        "secretary": _("The secretary"),
        "page": _("page"),
        "quorum": _("Quorum"),
    }


def _state(minutes: Minutes) -> str:
    names = names_of([minutes.adopted_by])
    if not minutes.is_adopted or minutes.adopted_in is None or minutes.adopted_by is None:
        return _("Draft, to be adopted at the next meeting.")
    return _("Adopted in meeting %(number)s, %(when)s, by %(name)s.") % {
        "number": minutes.adopted_in.number,
        "when": words.exact(minutes.adopted_in.starts_at),
        "name": names.get(minutes.adopted_by, ""),
    }


def _row(chairs: Chairs, drawn: DrawnSeat) -> list[str]:
    row = chairs.noted.get(drawn.seat.id)
    came = drawn.substitute if row and row.presence == "substitute" else drawn.member
    return [drawn.label, came.name if came else _("Vacant"), wording.who_came(chairs, drawn.seat) if came else "—"]


def _agenda(opened: OpenMeeting) -> list[str]:
    agenda = agenda_of(opened)
    late = [_("Late: %(what)s") % {"what": action.what} for action in agenda.overdue]
    adopted = [
        _("Adopt the minutes of meeting %(number)s") % {"number": waiting.meeting.number} for waiting in agenda.to_adopt
    ]
    return [*late, *adopted, *(str(item.title or "") for item in agenda.items)]


def _direction(text: str) -> str:
    """That of the first letter that has one."""
    for sign in text:
        if sign.isalpha():
            return "rtl" if "\u0590" <= sign <= "\u08ff" else "ltr"
    return "ltr"
