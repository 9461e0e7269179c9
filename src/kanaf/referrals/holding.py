"""One referral held for one change, and what the journal keeps of that change."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from kanaf.actors.actor import Actor
from kanaf.foundation.events import EventKind
from kanaf.journal import services as journal
from kanaf.referrals.access import Policy
from kanaf.referrals.models import Referral
from kanaf.referrals.policies import can_read_referral


class AlreadyAnswered(Exception):
    """The referral was answered, taken back or forgotten meanwhile: this cannot be done with it any more."""


def locked(actor: Actor, referral: Referral, may: Policy) -> Referral:
    """The referral as it is now, until the end of the transaction. Raises ``PermissionDenied``, ``AlreadyAnswered``."""
    found = Referral.objects.select_for_update(of=("self",)).select_related("desk_to", "desk_from").get(pk=referral.pk)
    if not can_read_referral(actor, found):
        raise PermissionDenied
    if not may(actor, found):
        raise AlreadyAnswered
    return found


def facts(referral: Referral) -> dict[str, str]:
    """What the circuit and the figures need to know about the referral: codes and ids."""
    return {
        "referral": str(referral.id),
        "category": referral.category,
        "urgency": referral.urgency,
        "desk_to": str(referral.desk_to_id),
    }


def note(
    kind: EventKind, actor: Actor, referral: Referral, at: datetime, /, *, by_sender: bool = False, **kept: Any
) -> None:
    """Write it down, by the desk on whose side it was done; only what the kind keeps is kept."""
    known = {name: value for name, value in facts(referral).items() if name in kind.keeps}
    desk = referral.desk_from_id if by_sender else referral.desk_to_id
    journal.write(kind, actor=actor, subject=referral, at=at, file=referral.case_id, desk=desk, **{**known, **kept})
