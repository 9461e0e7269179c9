"""Minutes: drafted by the secretary, adopted by the chair at a later meeting, frozen then."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies
from kanaf.committees.enums import MinutesStatus
from kanaf.committees.models import Meeting, Minutes
from kanaf.committees.services.locking import locked, meeting_of, reading
from kanaf.foundation import versions
from kanaf.journal import services as journal


class AlreadyAdopted(Exception):
    """Adopted minutes stay as they are."""


class NotHeld(Exception):
    """A meeting that was not held has no minutes."""


@transaction.atomic
def draft(*, actor: Actor, meeting: Meeting, text: str, seen: str | None, at: datetime) -> Minutes:
    """Write the minutes, or write them again until they are adopted.

    Raises ``NotHeld``, ``AlreadyAdopted`` and ``StaleVersion``.
    """
    file = locked(actor, meeting.committee_id)
    if not meeting_of(file, meeting.pk).is_held:
        raise NotHeld
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes.objects.create(
            committee=file.committee, meeting=meeting, text=text, drafted_by=actor.known_id, drafted_at=at
        )
    else:
        _rewrite(actor, minutes, text, seen, at)
    journal.write(
        events.MINUTES_DRAFTED,
        actor=actor,
        subject=minutes,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        meeting=str(meeting.id),
        desk_owing=str(file.committee.desk_id),
        drafted_at=at.isoformat(),
    )
    return minutes


def _rewrite(actor: Actor, minutes: Minutes, text: str, seen: str | None, at: datetime) -> None:
    if minutes.is_adopted:
        raise AlreadyAdopted
    versions.check(minutes, seen)
    minutes.text, minutes.drafted_by, minutes.drafted_at = text, actor.known_id, at
    minutes.save(update_fields=["text", "drafted_by", "drafted_at", "version"])


@transaction.atomic
def adopt(*, actor: Actor, minutes: Minutes, meeting: Meeting, seen: str | None, at: datetime) -> Minutes:
    """The chair adopts, in a later meeting, what another drafted. Raises ``AlreadyAdopted`` and ``StaleVersion``."""
    file = reading(actor, minutes.committee_id, policies.chairs)
    found = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)
    if found.is_adopted:
        raise AlreadyAdopted
    if not policies.can_adopt(actor, file, found, meeting, at):
        raise PermissionDenied
    versions.check(found, seen)
    found.status, found.adopted_in, found.adopted_by, found.adopted_at = (
        MinutesStatus.ADOPTED, meeting, actor.known_id, at,
    )  # fmt: skip
    found.save(update_fields=["status", "adopted_in", "adopted_by", "adopted_at", "version"])
    journal.write(
        events.MINUTES_ADOPTED,
        actor=actor,
        subject=found,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        meeting=str(found.meeting_id),
        adopted_in=str(meeting.id),
    )
    return found
