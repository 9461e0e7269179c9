"""Calendar addresses: their owner's list, and the moments behind one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.foundation.vault import blind
from kanaf.justice.models import CalendarFeed

PURPOSE = "calendar address"


@dataclass(frozen=True)
class Appointment:
    """A moment of a calendar, under an identifier that leads nowhere."""

    mark: UUID
    at: datetime
    changed_at: datetime
    is_cancelled: bool


def index_of(secret: str) -> bytes:
    """How a secret is kept: unreadable, and found again."""
    return blind.index(PURPOSE, secret)


def feeds_of(actor: Actor) -> list[CalendarFeed]:
    """The addresses that this person made and did not take back."""
    return list(CalendarFeed.objects.filter(account=actor.known_id, revoked_at=None).select_related("desk"))


def get_feed(actor: Actor, feed_id: UUID) -> CalendarFeed:
    found = CalendarFeed.objects.filter(account=actor.known_id, id=feed_id, revoked_at=None).first()
    if found is None:
        raise Http404
    return found


def moments_behind(secret: str) -> list[Appointment]:
    """When the desk of this address sits; 404 for an unknown one, one taken back, or one whose person has left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mark, at, changed_at, is_cancelled FROM kanaf_court_calendar(%s) ORDER BY at, mark",
            [index_of(secret)],
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404
    return [Appointment(*row) for row in rows if row[0] is not None]
