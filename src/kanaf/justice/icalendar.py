"""A calendar of moments (RFC 5545): every title is the same neutral word, whoever looks over one's shoulder."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from kanaf.justice.access.feeds import Appointment

LENGTH = timedelta(minutes=30)
UTC_FORM = "%Y%m%dT%H%M%SZ"
OCTETS = 75


def write(appointments: "Iterable[Appointment]", now: datetime) -> str:
    """The whole file, lines folded and ended as the standard says."""
    return "".join(f"{folded}\r\n" for line in _lines(appointments, now) for folded in fold(line))


def _lines(appointments: "Iterable[Appointment]", now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//-//-//", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    title = escaped(_("Appointment"))
    for one in appointments:
        yield "BEGIN:VEVENT"
        yield f"UID:{one.mark}"
        yield f"DTSTAMP:{_utc(now)}"
        yield f"DTSTART:{_utc(one.at)}"
        yield f"DTEND:{_utc(one.at + LENGTH)}"
        yield f"LAST-MODIFIED:{_utc(one.changed_at)}"
        yield f"SUMMARY:{title}"
        yield f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}"
        yield "CLASS:PRIVATE"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):{UTC_FORM}}"


def escaped(text: str) -> str:
    """A value of type TEXT."""
    return text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def fold(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, the later ones begun with a space, no letter cut."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > OCTETS:
            yield piece
            piece = " "
        piece += letter
    yield piece
