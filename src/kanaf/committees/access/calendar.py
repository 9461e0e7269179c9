"""The calendar: a meeting is a moment, and nothing else leaves the house."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kanaf.actors.actor import Actor
from kanaf.committees.models import CalendarFeed
from kanaf.foundation.vault import blind

PURPOSE = "calendar feed"


@dataclass(frozen=True)
class Moment:
    """One meeting as a calendar knows it."""

    meeting: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    version: int
    convened_at: datetime


def index_of(token: str) -> bytes:
    """What is kept of a token."""
    return blind.index(PURPOSE, token)


def calendar_of(token: str) -> list[Moment] | None:
    """The meetings of whoever holds this address; ``None`` for a token that is unknown or closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_calendar_is_open(%s)", [index_of(token)])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT * FROM kanaf_calendar(%s)", [index_of(token)])
        return [Moment(*row) for row in cursor.fetchall()]


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The address in use; its token is shown once, when it is made."""
    return CalendarFeed.objects.filter(account=actor.id, revoked_at=None).first() if actor.id else None
