"""A calendar address for one person: secret, shown once, closed at will."""

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies
from kanaf.committees.access.calendar import index_of
from kanaf.committees.models import CalendarFeed
from kanaf.journal import services as journal

TOKEN_BYTES = 24


@transaction.atomic
def make(*, actor: Actor, at: datetime) -> str:
    """A new address; the one before is closed. The token is returned once and kept nowhere."""
    if not policies.can_have_calendar(actor):
        raise PermissionDenied
    revoke(actor=actor, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(account_id=actor.known_id, token=index_of(token), made_at=at)
    journal.write(events.FEED_MADE, actor=actor, subject=feed, at=at)
    return token


@transaction.atomic
def revoke(*, actor: Actor, at: datetime) -> bool:
    """The address answers 404 from now on; whether there was one."""
    feed = CalendarFeed.objects.select_for_update().filter(account=actor.known_id, revoked_at=None).first()
    if feed is None:
        return False
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    journal.write(events.FEED_REVOKED, actor=actor, subject=feed, at=at)
    return True
