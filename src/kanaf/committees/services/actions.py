"""What a meeting decided: an owner, a day, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies
from kanaf.committees.enums import ActionState, MeetingStatus
from kanaf.committees.models import ActionPoint, Meeting
from kanaf.committees.services.locking import locked, meeting_of, reading
from kanaf.foundation import versions
from kanaf.journal import services as journal


class AlreadyClosed(Exception):
    """Somebody answered for it meanwhile."""


@dataclass(frozen=True)
class Owner:
    """A desk, or an organisation that has none: exactly one of the two."""

    desk: UUID | None = None
    organisation: UUID | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "desk_owing": str(self.desk) if self.desk else None,
            "organisation_owing": str(self.organisation) if self.organisation else None,
        }


def end_of(day: date) -> datetime:
    """The last moment of a day, on the clock of the country: what is due on a day is late the day after."""
    return timezone.make_aware(datetime.combine(day, time.max))


@transaction.atomic
def decide(
    *, actor: Actor, meeting: Meeting, what: str, owner: Owner, due_on: date, at: datetime, is_demo: bool = False
) -> ActionPoint:
    """The meeting decided that somebody does something by a day."""
    file = locked(actor, meeting.committee_id)
    if meeting_of(file, meeting.pk).status == MeetingStatus.CANCELLED:
        raise PermissionDenied
    last = ActionPoint.objects.filter(committee=file.committee).order_by("-number").first()
    action = ActionPoint.objects.create(
        committee=file.committee,
        meeting=meeting,
        number=last.number + 1 if last else 1,
        what=what,
        desk_id=owner.desk,
        organisation_id=owner.organisation,
        due_on=due_on,
        decided_by=actor.known_id,
        decided_at=at,
        is_demo=is_demo,
    )
    journal.write(
        events.ACTION_DECIDED,
        actor=actor,
        subject=action,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        meeting=str(meeting.id),
        action=str(action.id),
        due_at=end_of(due_on).isoformat(),
        **owner.facts,
    )
    return action


@transaction.atomic
def move(*, actor: Actor, action: ActionPoint, due_on: date, seen: str | None, at: datetime) -> ActionPoint:
    """Another day; only the secretary gives it. Raises ``AlreadyClosed`` and ``StaleVersion``."""
    file = locked(actor, action.committee_id)
    found = _open(action)
    versions.check(found, seen)
    found.due_on = due_on
    found.save(update_fields=["due_on", "version"])
    _note(events.ACTION_MOVED, actor, file, found, at, due_at=end_of(due_on).isoformat())
    return found


@transaction.atomic
def close(
    *, actor: Actor, action: ActionPoint, state: ActionState, outcome: str, seen: str | None, at: datetime
) -> ActionPoint:
    """Done, or given up, in a few words. Raises ``AlreadyClosed`` and ``StaleVersion``."""
    file = reading(actor, action.committee_id, policies.can_read)
    found = _open(action)
    if state == ActionState.OPEN or not policies.can_close_action(actor, file, found):
        raise PermissionDenied
    versions.check(found, seen)
    found.state, found.outcome, found.closed_by, found.closed_at = state, outcome, actor.known_id, at
    found.save(update_fields=["state", "outcome", "closed_by", "closed_at", "version"])
    _note(events.ACTION_CLOSED, actor, file, found, at, state=state)
    return found


def _open(action: ActionPoint) -> ActionPoint:
    found = ActionPoint.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if not found.is_open:
        raise AlreadyClosed
    return found


def _note(
    kind: Any, actor: Actor, file: policies.OpenCommittee, action: ActionPoint, at: datetime, **kept: Any
) -> None:
    journal.write(
        kind,
        actor=actor,
        subject=action,
        at=at,
        desk=action.desk_id or file.committee.desk_id,
        committee=str(file.committee.id),
        action=str(action.id),
        desk_owing=str(action.desk_id) if action.desk_id else None,
        **kept,
    )
