"""Who may call, read, write down and carry out what a case conference decides."""

from collections.abc import Collection
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile, can_follow
from kanaf.referrals.enums import ConferenceStatus
from kanaf.referrals.models import Conference, ConferenceDecision
from kanaf.referrals.policies import works_with_files_at


def can_call(actor: Actor, file: OpenFile) -> bool:
    """The leading desk calls the others to the table."""
    return can_follow(actor, file)


def can_read_conference(actor: Actor, desks: Collection[UUID]) -> bool:
    """File workers of the desks round the table; ``Conference.objects.readable_by`` is the SQL twin."""
    return any(works_with_files_at(actor, desk) for desk in desks)


def can_change(actor: Actor, conference: Conference, file: OpenFile | None) -> bool:
    """The desk that called it and still leads the file, while it has not been held or cancelled."""
    return conference.status == ConferenceStatus.PLANNED and can_chair(actor, conference, file)


def can_chair(actor: Actor, conference: Conference, file: OpenFile | None) -> bool:
    """The desk that called it and still leads the file: it holds the meeting and writes the decisions down."""
    if file is None or conference.status == ConferenceStatus.CANCELLED:
        return False
    return works_with_files_at(actor, conference.desk_id) and can_follow(actor, file)


def can_write_minutes(actor: Actor, conference: Conference, file: OpenFile | None, compartment: str) -> bool:
    """Whoever sat at the table and writes in that part of the file, once the meeting was held."""
    if file is None or conference.status != ConferenceStatus.HELD:
        return False
    return actor.is_active and file.case.is_open and file.writes(compartment)


def can_finish_decision(actor: Actor, decision: ConferenceDecision, *, chairs: bool) -> bool:
    """The desk that owes it, or the desk that called the meeting."""
    return decision.done_at is None and (chairs or works_with_files_at(actor, decision.desk_id))
