"""The answer of a desk that was told to stop."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases.access import open_file
from kanaf.journal import services as journal
from kanaf.referrals import events
from kanaf.referrals.holding import AlreadyAnswered
from kanaf.referrals.models import StopNotice
from kanaf.referrals.stops import policies


@transaction.atomic
def acknowledge(*, actor: Actor, notice: StopNotice, copies: str, at: datetime) -> StopNotice:
    """We use it no more, and this became of what we had kept. Raises ``PermissionDenied``, ``AlreadyAnswered``."""
    found = StopNotice.objects.readable_by(actor, at).filter(pk=notice.pk).first()
    if found is None:
        raise PermissionDenied
    if found.acknowledged_at is not None:
        raise AlreadyAnswered
    if not policies.can_acknowledge(actor, found, open_file(actor, found.case_id)):
        raise PermissionDenied
    changed = StopNotice.objects.filter(pk=found.pk, acknowledged_at=None).update(
        acknowledged_at=at, acknowledged_by=actor.known_id, copies=copies
    )
    if not changed:
        raise AlreadyAnswered
    found.refresh_from_db()
    journal.write(
        events.STOP_ACKNOWLEDGED,
        actor=actor,
        subject=("referrals.referral", found.referral_id),
        at=at,
        file=found.case_id,
        desk=found.desk_to_id,
        referral=str(found.referral_id),
        desk_to=str(found.desk_to_id),
        copies=copies,
        by_telephone=found.by_telephone,
    )
    return found
