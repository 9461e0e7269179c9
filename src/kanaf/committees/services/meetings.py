"""Convening, the subjects of the day, who came, and calling a meeting off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kanaf.actors.actor import Actor
from kanaf.committees import events, policies, rules
from kanaf.committees.access.meetings import OpenMeeting, presence_at
from kanaf.committees.enums import REPRESENTED, MeetingStatus, MinutesStatus, Presence
from kanaf.committees.models import AgendaItem, Attendance, Meeting, Minutes, Seat, Term
from kanaf.committees.services.locking import locked, meeting_of
from kanaf.foundation import versions
from kanaf.journal import services as journal


class NoticeTooShort(Exception):
    """The letter would leave fewer days than the committee gives its members."""


class NotOnSeat(Exception):
    """Nobody is named to this seat in this quality on the day of the meeting."""


class AlreadyOver(Exception):
    """The meeting was held or called off, or its minutes are adopted."""


class NotBegun(Exception):
    """A meeting that has not begun was attended by nobody yet."""


@dataclass(frozen=True)
class Came:
    """Who came: a presence for each seat, and the guests by name."""

    seats: Mapping[UUID, str] = field(default_factory=dict)
    guests: Sequence[str] = ()


def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


@transaction.atomic
def convene(
    *,
    actor: Actor,
    committee: UUID,
    starts_at: datetime,
    ends_at: datetime,
    venue: str,
    subjects: Sequence[str] = (),
    at: datetime,
    is_demo: bool = False,
) -> Meeting:
    """Call the committee together, with the notice it gives its members. Raises ``NoticeTooShort``."""
    found = locked(actor, committee).committee
    if not rules.is_notice_enough(_local_day(at), _local_day(starts_at), found.notice_days):
        raise NoticeTooShort
    last = Meeting.objects.filter(committee=committee).order_by("-number").values_list("number", flat=True).first()
    meeting = Meeting.objects.create(
        committee=found,
        number=(last or 0) + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue,
        notice_days=found.notice_days,
        quorum_percent=found.quorum_percent,
        convened_at=at,
        convened_by=actor.known_id,
        is_demo=is_demo,
    )
    for order, subject in enumerate(subjects):
        AgendaItem.objects.create(committee=found, meeting=meeting, order=order, title=subject, added_by=actor.known_id)
    journal.write(
        events.MEETING_CONVENED,
        actor=actor,
        subject=meeting,
        at=at,
        desk=found.desk_id,
        committee=str(committee),
        starts_at=starts_at.isoformat(),
        notice_days=found.notice_days,
        desk_owing=str(found.desk_id),
        due_at=ends_at.isoformat(),
    )
    return meeting


@transaction.atomic
def cancel(*, actor: Actor, meeting: Meeting, seen: str | None, at: datetime) -> Meeting:
    """Call it off before it is held; calendars hear of it. Raises ``AlreadyOver`` and ``StaleVersion``."""
    file = locked(actor, meeting.committee_id)
    found = _still_convened(file, meeting)
    versions.check(found, seen)
    found.status, found.cancelled_at = MeetingStatus.CANCELLED, at
    found.save(update_fields=["status", "cancelled_at", "version"])
    journal.write(
        events.MEETING_CANCELLED,
        actor=actor,
        subject=found,
        at=at,
        desk=file.committee.desk_id,
        committee=str(meeting.committee_id),
    )
    return found


def _still_convened(file: policies.OpenCommittee, meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update().get(pk=meeting_of(file, meeting.pk).pk)
    if not found.is_convened:
        raise AlreadyOver
    return found


@transaction.atomic
def add_item(*, actor: Actor, meeting: Meeting, title: str, presented_by: UUID | None, at: datetime) -> AgendaItem:
    """One more subject of the day, after the others. Raises ``AlreadyOver``."""
    file = locked(actor, meeting.committee_id)
    found = _still_convened(file, meeting)
    last = AgendaItem.objects.filter(meeting=found).order_by("-order").values_list("order", flat=True).first()
    item = AgendaItem.objects.create(
        committee=file.committee,
        meeting=found,
        order=0 if last is None else last + 1,
        title=title,
        presented_by_id=presented_by,
        added_by=actor.known_id,
    )
    _note_agenda(actor, file, found, item.id, at)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, item: AgendaItem, at: datetime) -> None:
    """A subject leaves the agenda. Raises ``AlreadyOver``."""
    file = locked(actor, item.committee_id)
    meeting = _still_convened(file, item.meeting)
    kept = item.id
    item.delete()
    _note_agenda(actor, file, meeting, kept, at)


def _note_agenda(actor: Actor, file: policies.OpenCommittee, meeting: Meeting, item: UUID, at: datetime) -> None:
    journal.write(
        events.AGENDA_CHANGED,
        actor=actor,
        subject=meeting,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        item=str(item),
    )


@transaction.atomic
def hold(*, actor: Actor, meeting: Meeting, came: Came, seen: str | None, at: datetime) -> rules.Quorum:
    """Write down who came, once the meeting has begun; written again until its minutes are adopted.

    Raises ``NotBegun``, ``AlreadyOver``, ``NotOnSeat`` and ``StaleVersion``.
    """
    file = locked(actor, meeting.committee_id)
    found = Meeting.objects.select_for_update().get(pk=meeting_of(file, meeting.pk).pk)
    if found.status == MeetingStatus.CANCELLED or _is_adopted(found):
        raise AlreadyOver
    if at < found.starts_at:
        raise NotBegun
    versions.check(found, seen)
    opened = OpenMeeting(found, file)
    Attendance.objects.filter(meeting=found).delete()
    Attendance.objects.bulk_create(_attendance(actor, opened, came))
    found.status, found.held_at = MeetingStatus.HELD, at
    found.save(update_fields=["status", "held_at", "version"])
    reached = presence_at(opened).quorum
    journal.write(
        events.MEETING_HELD,
        actor=actor,
        subject=found,
        at=at,
        desk=file.committee.desk_id,
        committee=str(file.committee.id),
        seats=reached.seats,
        represented=reached.represented,
        needed=reached.needed,
        quorum=reached.is_reached,
        desk_owing=str(file.committee.desk_id),
        held_at=found.starts_at.isoformat(),
    )
    return reached


def _is_adopted(meeting: Meeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, status=MinutesStatus.ADOPTED).exists()


def _attendance(actor: Actor, opened: OpenMeeting, came: Came) -> list[Attendance]:
    seats = {s.id: s for s in Seat.objects.filter(committee=opened.meeting.committee_id) if rules.stands(s, opened.day)}
    if not seats.keys() >= came.seats.keys():
        raise PermissionDenied
    rows = [_row(actor, opened, seats[seat], presence) for seat, presence in came.seats.items()]
    common = {"committee": opened.file.committee, "meeting": opened.meeting, "noted_by": actor.known_id}
    return rows + [Attendance(presence=Presence.GUEST, guest=guest, **common) for guest in came.guests]


def _row(actor: Actor, opened: OpenMeeting, seat: Seat, presence: str) -> Attendance:
    term = None
    if presence in REPRESENTED:
        terms = Term.objects.filter(seat=seat)
        sat = rules.who_represents(terms, opened.day, substitute=presence == Presence.SUBSTITUTE)
        if not isinstance(sat, Term):
            raise NotOnSeat
        term = sat
    return Attendance(
        committee=opened.file.committee,
        meeting=opened.meeting,
        seat=seat,
        term=term,
        presence=presence,
        noted_by=actor.known_id,
    )
