"""Calendar addresses: made, shown once, taken back."""

import secrets
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import Actor
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal
from kanaf.justice import events
from kanaf.justice.access.feeds import get_feed, index_of
from kanaf.justice.models import CalendarFeed
from kanaf.justice.policies import can_see_day

SECRET_BYTES = 32


@transaction.atomic
def make_feed(*, actor: Actor, desk: UUID, at: datetime) -> str:
    """A new address for one's own calendar of a court desk; the secret is given once and not kept."""
    found = desk_by_id(desk)
    if not can_see_day(actor, found):
        raise PermissionDenied
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(
        id=new_id(), account=actor.known_id, desk=found, secret_blind=index_of(secret), made_at=at
    )
    journal.write(events.FEED_MADE, actor=actor, subject=feed, at=at, desk=found.id)
    return secret


@transaction.atomic
def revoke_feed(*, actor: Actor, feed: UUID, at: datetime) -> None:
    """The address opens nothing any more."""
    record = get_feed(actor, feed)
    record.revoked_at = at
    record.save(update_fields=["revoked_at"])
    journal.write(events.FEED_REVOKED, actor=actor, subject=record, at=at, desk=record.desk_id)
