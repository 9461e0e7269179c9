"""From how many on referrals are counted in the open: the old value ends, the new one begins."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.journal import services as journal
from kanaf.mapping.events import LEAST_CHANGED
from kanaf.mapping.models import LeastCount
from kanaf.mapping.policies import can_set_least
from kanaf.territory import access as territory


class NotLater(Exception):
    """A value begins after the one before it began."""


@transaction.atomic
def set_least(*, actor: Actor, least: int, since: date, source: str, at: datetime) -> LeastCount:
    """A new value from a day on. Raises ``NotLater``."""
    if not can_set_least(actor):
        raise PermissionDenied
    country = territory.HOME
    last = LeastCount.objects.filter(country=country, valid_to__isnull=True).first()
    if last is not None:
        if last.valid_from is not None and last.valid_from >= since:
            raise NotLater
        last.valid_to = since - timedelta(days=1)
        last.version += 1
        last.save(update_fields=["valid_to", "version"])
    made = LeastCount(country_id=country, least=least, valid_from=since, source=source)
    made.save(force_insert=True)
    journal.write(LEAST_CHANGED, actor=actor, subject=made, at=at, least=least, since=since.isoformat())
    return made
