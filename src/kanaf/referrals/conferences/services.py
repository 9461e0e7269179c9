"""Calling, moving, cancelling and holding a case conference; its minutes; who does what by when."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.access import work
from kanaf.cases.access.consents import allows
from kanaf.cases.models import Case
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_consent import Answer
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants_access
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Level, Reason
from kanaf.journal import services as journal
from kanaf.referrals import events
from kanaf.referrals.conferences import access, policies
from kanaf.referrals.conferences.access import OpenConference, Policy
from kanaf.referrals.enums import ConferenceStatus
from kanaf.referrals.models import Conference, ConferenceDecision, ConferenceDesk, ConferenceMinute

READS_AFTER = timedelta(days=14)
"""How long after the day of the meeting an invited desk still opens the core of the file, by the invitation alone."""


class NoConsent(Exception):
    """Consent does not allow one desk at the table; ``desk`` says which, ``answer.why`` says why."""

    def __init__(self, desk: Desk, answer: Answer) -> None:
        super().__init__(str(answer.why))
        self.desk, self.answer = desk, answer


class NobodyInvited(Exception):
    """A conference is at least two desks."""


class NotAtTheTable(Exception):
    """What is decided is done by a desk that was there to agree to it."""


@transaction.atomic
def call(
    *,
    actor: Actor,
    case: UUID,
    desks: Sequence[Desk],
    planned_at: datetime,
    where: str,
    agenda: str,
    at: datetime,
    conference_id: UUID | None = None,
    is_demo: bool = False,
) -> Conference:
    """Invite desks round one file. Whoever opens nothing of it yet reads the core until some days after the meeting.

    Raises ``PermissionDenied``, ``NobodyInvited``, ``NoConsent``.
    """
    file = work.locked(actor, case, policies.can_call)
    invited = [desk for desk in desks if desk.id != file.case.lead_desk_id]
    if not invited or grants_access.closed_desks(case).intersection(desk.id for desk in invited):
        raise NobodyInvited
    conference = Conference.objects.create(
        id=conference_id or new_id(),
        case=file.case,
        case_code=file.case.code,
        desk_id=file.case.lead_desk_id,
        planned_at=planned_at,
        where=where or None,
        agenda=agenda,
        called_by=actor.known_id,
        called_at=at,
        is_demo=is_demo,
    )
    ConferenceDesk.objects.create(conference=conference, desk_id=file.case.lead_desk_id)
    for desk in invited:
        _invite(actor, file, conference, desk, at)
    journal.write(
        events.CONFERENCE_CALLED,
        actor=actor,
        subject=conference,
        at=at,
        file=case,
        desk=conference.desk_id,
        conference=str(conference.id),
        desks=[str(desk.id) for desk in invited],
        planned_at=planned_at.isoformat(),
    )
    return conference


def _invite(actor: Actor, file: OpenFile, conference: Conference, desk: Desk, at: datetime) -> None:
    answer = allows(file, "share", desk)
    if not answer.allowed:
        raise NoConsent(desk, answer)
    ConferenceDesk.objects.create(conference=conference, desk=desk)
    _open_core(actor, conference, desk.id, at)


def _open_core(actor: Actor, conference: Conference, desk: UUID, at: datetime) -> None:
    grants.grant(
        actor=actor,
        subject=conference.case_id,
        desk=desk,
        compartments=[Compartment.CORE],
        level=Level.READ,
        reason=Reason.CONFERENCE,
        basis=conference.id,
        until=max(conference.planned_at, at) + READS_AFTER,
        at=at,
    )


def _allowed(actor: Actor, conference: UUID, may: Policy) -> OpenConference:
    """The conference held with its file: two people decide one after the other."""
    table = access.open_conference(actor, conference)
    if table is None:
        raise PermissionDenied
    Case.objects.select_for_update(of=("self",)).filter(id=table.conference.case_id).first()
    table = access.open_conference(actor, conference)
    if table is None or not may(actor, table):
        raise PermissionDenied
    return table


@transaction.atomic
def move(
    *, actor: Actor, conference: UUID, planned_at: datetime, where: str, seen: str | None, at: datetime
) -> Conference:
    """Another day, or another place. Raises ``StaleVersion``."""
    table = _allowed(actor, conference, access.can_change)
    record = table.conference
    versions.check(record, seen)
    record.planned_at, record.where = planned_at, where or None
    record.save(update_fields=["planned_at", "where", "version"])
    for seat in table.seats:
        if seat.desk_id != record.desk_id:
            _close_core(actor, record, seat.desk_id, "moved", at)
            _open_core(actor, record, seat.desk_id, at)
    journal.write(
        events.CONFERENCE_MOVED,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,
        desk=record.desk_id,
        conference=str(record.id),
        planned_at=planned_at.isoformat(),
    )
    return record


def _close_core(actor: Actor, conference: Conference, desk: UUID, why: str, at: datetime) -> None:
    grants.end(actor=actor, subject=conference.case_id, basis=conference.id, desk=desk, reason=why, at=at)


@transaction.atomic
def cancel(*, actor: Actor, conference: UUID, at: datetime) -> Conference:
    """There is no meeting: what the invitation had opened closes."""
    table = _allowed(actor, conference, access.can_change)
    record = table.conference
    record.status = ConferenceStatus.CANCELLED
    record.save(update_fields=["status"])
    for seat in table.seats:
        if seat.desk_id != record.desk_id:
            _close_core(actor, record, seat.desk_id, "cancelled", at)
    journal.write(
        events.CONFERENCE_CANCELLED,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,
        desk=record.desk_id,
        conference=str(record.id),
    )
    return record


@transaction.atomic
def hold(*, actor: Actor, conference: UUID, came: Collection[UUID], held_at: datetime, at: datetime) -> Conference:
    """It took place: who was there and who was not."""
    table = _allowed(actor, conference, access.can_change)
    record = table.conference
    for seat in table.seats:
        seat.came = seat.desk_id in came
        seat.save(update_fields=["came"])
    record.status, record.held_at = ConferenceStatus.HELD, held_at
    record.save(update_fields=["status", "held_at"])
    journal.write(
        events.CONFERENCE_HELD,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,
        desk=record.desk_id,
        conference=str(record.id),
        desks=sorted(str(seat.desk_id) for seat in table.seats if seat.came),
        absent=sorted(str(seat.desk_id) for seat in table.seats if not seat.came),
    )
    return record


@transaction.atomic
def write_minutes(
    *, actor: Actor, conference: UUID, compartment: str, text: str, seen: str | None, at: datetime
) -> ConferenceMinute:
    """What was said, in one part of the file; written again, it replaces. Raises ``StaleVersion``."""
    table = _allowed(
        actor,
        conference,
        lambda who, found: policies.can_write_minutes(who, found.conference, found.file, compartment),
    )
    minute = ConferenceMinute.objects.filter(conference=table.conference, compartment=compartment).first()
    if minute is None:
        minute = ConferenceMinute.objects.create(
            conference=table.conference,
            case_id=table.conference.case_id,
            compartment=compartment,
            text=text,
            written_by=actor.known_id,
            written_at=at,
        )
    else:
        versions.check(minute, seen)
        minute.text, minute.written_by, minute.written_at = text, actor.known_id, at
        minute.save(update_fields=["text", "written_by", "written_at", "version"])
    journal.write(
        events.MINUTES_WRITTEN,
        actor=actor,
        subject=table.conference,
        at=at,
        file=table.conference.case_id,
        compartment=compartment,
        conference=str(table.conference.id),
    )
    return minute


@transaction.atomic
def decide(
    *,
    actor: Actor,
    conference: UUID,
    desk: UUID,
    text: str,
    due_at: datetime,
    at: datetime,
    decision_id: UUID | None = None,
) -> ConferenceDecision:
    """One desk of the table does something by a moment: the circuit reminds it. Raises ``NotAtTheTable``."""
    table = _allowed(actor, conference, access.can_decide)
    if desk not in table.desks:
        raise NotAtTheTable
    decision = ConferenceDecision.objects.create(
        id=decision_id or new_id(),
        conference=table.conference,
        case_id=table.conference.case_id,
        desk_id=desk,
        text=text,
        due_at=due_at,
        decided_by=actor.known_id,
        decided_at=at,
    )
    journal.write(
        events.DECISION_MADE,
        actor=actor,
        subject=decision,
        at=at,
        file=decision.case_id,
        desk=table.conference.desk_id,
        conference=str(table.conference.id),
        decision=str(decision.id),
        desk_owing=str(desk),
        due_at=due_at.isoformat(),
    )
    return decision


@transaction.atomic
def finish_decision(*, actor: Actor, conference: UUID, decision: UUID, at: datetime) -> ConferenceDecision:
    """What was decided is done; done twice changes nothing."""
    table = _allowed(actor, conference, access.can_read)
    record = access.get_decision(table, decision)
    if record.done_at:
        return record
    if not policies.can_finish_decision(actor, record, chairs=access.can_chair(actor, table)):
        raise PermissionDenied
    record.done_at, record.done_by = at, actor.known_id
    record.save(update_fields=["done_at", "done_by"])
    journal.write(
        events.DECISION_DONE,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,
        desk=record.desk_id,
        conference=str(record.conference_id),
        decision=str(record.id),
        desk_owing=str(record.desk_id),
    )
    return record
