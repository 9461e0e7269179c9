"""Who is on duty at a desk, planned by its coordinator."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk
from kanaf.circuit import events
from kanaf.circuit import policies_duty as policies
from kanaf.circuit.models import Shift
from kanaf.foundation.events import EventKind
from kanaf.journal import services as journal

MOST_WEEKS = 12


class AlreadyOnDuty(Exception):
    """This person already has a turn that begins at this moment."""


@transaction.atomic
def plan_shift(
    *,
    actor: Actor,
    desk: Desk,
    person: Account | None,
    starts_at: datetime,
    ends_at: datetime,
    weeks: int,
    at: datetime,
) -> list[Shift]:
    """A turn of duty, the same again for some weeks. Raises ``PermissionDenied`` and ``AlreadyOnDuty``."""
    if not policies.can_plan_duty(actor, desk):
        raise PermissionDenied
    made = []
    for week in range(max(1, min(weeks, MOST_WEEKS))):
        later = timedelta(weeks=week)
        shift = Shift(
            desk=desk, person=person, starts_at=starts_at + later, ends_at=ends_at + later, made_by=actor.known_id,
            made_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                shift.save(force_insert=True)
        except IntegrityError:
            raise AlreadyOnDuty from None
        _journal(events.SHIFT_SET, actor, shift, at)
        made.append(shift)
    return made


@transaction.atomic
def remove_shift(*, actor: Actor, shift: Shift, at: datetime) -> None:
    """The turn is not held. Raises ``PermissionDenied``."""
    if not policies.can_plan_duty(actor, shift.desk):
        raise PermissionDenied
    _journal(events.SHIFT_REMOVED, actor, shift, at)
    shift.delete()


def _journal(kind: EventKind, actor: Actor, shift: Shift, at: datetime) -> None:
    journal.write(
        kind, actor=actor, subject=shift, at=at, desk=shift.desk_id, starts_at=shift.starts_at.isoformat(),
        ends_at=shift.ends_at.isoformat(), person=shift.person_id and str(shift.person_id),
    )  # fmt: skip
