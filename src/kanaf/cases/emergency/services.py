"""Opening a file in an emergency, ending it, and saying whether it was right."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InternalError, ProgrammingError, connection, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.emergency import access, policies
from kanaf.cases.events import emergency as events
from kanaf.cases.models import EmergencyAccess
from kanaf.cases.services.reports.doors import ask
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal

WORDS = EmergencyAccess._meta.get_field("words")
REMARK = EmergencyAccess._meta.get_field("remark")


class OpensNothing(Exception):
    """The code opens nothing: unknown, elsewhere, or not for this person; nobody is told which."""


@transaction.atomic
def break_glass(
    *, actor: Actor, code: str, desk: Desk, reason: str, hours: int, words: str, at: datetime
) -> EmergencyAccess:
    """Open the file of this exact code for some hours. Raises ``PermissionDenied``, ``OpensNothing``."""
    if not policies.may_open_from(actor, desk.id):
        raise PermissionDenied
    access_id = new_id()
    key, ring_key, wrapped = keys.make(access_id)
    keys.remember(access_id, key)
    sealed = WORDS.seal(access_id, words)
    if _open(access_id, code, desk.id, reason, hours, sealed, ring_key, wrapped) is None:
        raise OpensNothing
    opened = EmergencyAccess.objects.get(id=access_id)
    journal.write(
        events.OPENED,
        actor=actor,
        subject=opened,
        at=at,
        file=opened.case_id,
        desk=desk.id,
        reason=reason,
        hours=hours,
        until=(at + timedelta(hours=hours)).isoformat(),
        desk_lead=str(opened.lead_desk_id),
    )
    return opened


def _open(*arguments: Any) -> UUID | None:
    """The narrow function: the grant, the row and the notices, or nothing at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_break_glass(%s, %s, %s, %s, %s, %s, %s, %s)", list(arguments))
            found: UUID | None = cursor.fetchone()[0]
    except (InternalError, ProgrammingError) as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise
    return found


@transaction.atomic
def note_refused(*, actor: Actor, desk: UUID, at: datetime) -> None:
    """Journal that somebody asked and was refused. What was typed may be anything, and is kept nowhere."""
    journal.write(events.REFUSED, actor=actor, subject=("actors.account", actor.known_id), at=at, desk=desk)


@transaction.atomic
def end_emergency(*, actor: Actor, access_id: UUID, at: datetime) -> None:
    """It opens nothing from now. Raises ``PermissionDenied``."""
    seen = access.find_access(actor, access_id)
    if seen is None or not access.can_end(actor, seen):
        raise PermissionDenied
    record, by_opener = seen.access, seen.access.person == actor.id
    journal.write(
        events.ENDED, actor=actor, subject=record, at=at, file=record.case_id, desk=record.desk_id,
        how="by the person who opened" if by_opener else "by the leading desk",
    )  # fmt: skip
    ask("kanaf_end_emergency", access_id)


@transaction.atomic
def review(*, actor: Actor, access_id: UUID, outcome: str, remark: str, at: datetime) -> None:
    """Say whether it was right. Raises ``PermissionDenied`` for the person who opened, and once it is said."""
    seen = access.find_access(actor, access_id)
    if seen is None or not access.can_review(actor, seen):
        raise PermissionDenied
    sealed = REMARK.seal(access_id, remark) if remark else None
    ask("kanaf_review_emergency", access_id, outcome, sealed)
    record = seen.access
    journal.write(
        events.REVIEWED, actor=actor, subject=record, at=at, file=record.case_id, desk=record.lead_desk_id,
        outcome=outcome,
    )  # fmt: skip
