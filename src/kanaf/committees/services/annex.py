"""Files before the committee: by their code, taken from the file itself, with nothing of it but its stage."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies
from kanaf.committees.access.annex import readable_file
from kanaf.committees.enums import MeetingStatus
from kanaf.committees.models import AnnexItem, Meeting
from kanaf.committees.services.locking import meeting_of, reading
from kanaf.foundation import versions
from kanaf.journal import services as journal


class UnknownCode(Exception):
    """No open file of that code is read by this person: unknown and hidden are the same."""


class AlreadyBrought(Exception):
    """This file is before this meeting."""


@transaction.atomic
def bring(*, actor: Actor, meeting: Meeting, code: str, blocker: str, at: datetime) -> AnnexItem:
    """Whoever is bound by secrecy and follows a file asks the committee about what blocks it.

    Raises ``UnknownCode`` and ``AlreadyBrought``.
    """
    file = reading(actor, meeting.committee_id, policies.can_read_annex)
    if meeting_of(file, meeting.pk).status == MeetingStatus.CANCELLED:
        raise PermissionDenied
    case = readable_file(actor, code)
    if case is None:
        raise UnknownCode
    known = AnnexItem.objects.filter(meeting=meeting).select_related("committee")
    if any(item.code == case.code for item in known):
        raise AlreadyBrought
    desk = case.lead_desk_id if case.lead_desk_id in actor.desk_ids else min(actor.desk_ids)
    item = AnnexItem.objects.create(
        committee=file.committee,
        meeting=meeting,
        code=case.code,
        file=case.id,
        stage=case.stage,
        blocker=blocker,
        desk_id=desk,
        brought_by=actor.known_id,
        brought_at=at,
    )
    journal.write(
        events.ANNEX_BROUGHT,
        actor=actor,
        subject=item,
        at=at,
        desk=desk,
        committee=str(file.committee.id),
        meeting=str(meeting.id),
        blocker=blocker,
    )
    return item


@transaction.atomic
def answer(*, actor: Actor, item: AnnexItem, outcome: str, seen: str | None, at: datetime) -> AnnexItem:
    """What the committee agreed, as a code. Raises ``StaleVersion``."""
    file = reading(actor, item.committee_id, policies.can_read_annex)
    found = AnnexItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    versions.check(found, seen)
    found.outcome, found.answered_by, found.answered_at = outcome, actor.known_id, at
    found.save(update_fields=["outcome", "answered_by", "answered_at", "version"])
    journal.write(
        events.ANNEX_ANSWERED,
        actor=actor,
        subject=found,
        at=at,
        desk=found.desk_id,
        committee=str(file.committee.id),
        outcome=outcome,
    )
    return found
