"""iCalendar (RFC 5545): a moment and its state. The title is the same for every meeting and tells nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

MEDIA_TYPE = "text/calendar; charset=utf-8"
WIDEST = 75
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Event:
    """What a calendar may know of a meeting; ``url`` opens to whoever signs in and may read it."""

    uid: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    version: int
    stamped_at: datetime
    url: str


def calendar(events: Iterable[Event]) -> bytes:
    """The whole file, with the line ends and the folding that the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kanaf//Kanaf//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@kanaf",
        f"DTSTAMP:{_moment(event.stamped_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SEQUENCE:{event.version}",
        f"STATUS:{'CANCELLED' if event.status == CANCELLED else 'CONFIRMED'}",
        f"SUMMARY:{_text(_('Coordination meeting'))}",
        f"URL:{event.url}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """At most 75 bytes a line, never cut inside a character; what follows begins with a space."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > WIDEST:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
