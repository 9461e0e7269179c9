"""What is due: owed by one desk to one file, met once, never deleted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kanaf.cases.events import files as events
from kanaf.cases.models import Deadline
from kanaf.journal import services as journal
from kanaf.journal.services import HasId
from kanaf.territory import access as territory


@transaction.atomic
def owe(
    *,
    actor: HasId,
    file: UUID,
    desk: UUID,
    key: str,
    risk: str,
    at: datetime,
    start: datetime | None = None,
    about: UUID | None = None,
    is_report: bool = False,
    is_demo: bool = False,
    due_at: datetime | None = None,
) -> Deadline:
    """Set a deadline by the delay in force (or at ``due_at``); one already waiting for the same thing stays.

    It counts from ``start``, when that is not the moment at which it is written.
    """
    start = start or at
    due_at = due_at or territory.due_at(key, start, risk=risk)
    waiting = Deadline.objects.filter(file=file, key=key, about=about, desk_id=desk, satisfied_at=None).first()
    if waiting:
        return waiting
    deadline = Deadline.objects.create(
        file=file,
        desk_id=desk,
        key=key,
        risk=risk,
        started_at=start,
        due_at=due_at,
        about=about,
        is_report=is_report,
        is_demo=is_demo,
    )
    journal.write(
        events.DEADLINE_SET,
        actor=actor,
        subject=deadline,
        at=at,
        file=file,
        desk=desk,
        key=key,
        started_at=start.isoformat(),
        due_at=due_at.isoformat(),
        desk_owing=str(desk),
    )
    return deadline


@transaction.atomic
def meet(*, actor: HasId, file: UUID, key: str, at: datetime, about: UUID | None = None) -> int:
    """Whatever of this kind waits on this file is done; how many there were."""
    waiting = Deadline.objects.filter(file=file, key=key, satisfied_at=None)
    if about is not None:
        waiting = waiting.filter(about=about)
    met = list(waiting)
    waiting.update(satisfied_at=at, satisfied_by=actor.id)
    for deadline in met:
        journal.write(
            events.DEADLINE_MET,
            actor=actor,
            subject=deadline,
            at=at,
            file=file,
            desk=deadline.desk_id,
            key=key,
            due_at=deadline.due_at.isoformat(),
        )
    return len(met)


@transaction.atomic
def cancel(*, actor: HasId, file: UUID, why: str, at: datetime, key: str = "", about: UUID | None = None) -> None:
    """What waits on this file (of one kind, or all) has no object any more."""
    waiting = Deadline.objects.filter(file=file, satisfied_at=None)
    if key:
        waiting = waiting.filter(key=key)
    if about is not None:
        waiting = waiting.filter(about=about)
    met = list(waiting)
    waiting.update(satisfied_at=at, satisfied_by=actor.id, cancelled_why=why)
    for deadline in met:
        journal.write(
            events.DEADLINE_MET,
            actor=actor,
            subject=deadline,
            at=at,
            file=file,
            desk=deadline.desk_id,
            key=deadline.key,
            due_at=deadline.due_at.isoformat(),
        )
