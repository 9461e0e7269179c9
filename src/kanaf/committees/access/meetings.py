"""Meetings: the agenda that nobody has to write, who came, and what waits to be adopted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kanaf.actors.actor import Actor
from kanaf.committees import rules
from kanaf.committees.access.committees import DrawnSeat, get_committee, seats_of
from kanaf.committees.enums import REPRESENTED, MeetingStatus, MinutesStatus, Presence
from kanaf.committees.events import MINUTES_READ
from kanaf.committees.models import ActionPoint, AgendaItem, Attendance, Meeting, Minutes
from kanaf.committees.policies import OpenCommittee, can_read
from kanaf.foundation import clock, readonly
from kanaf.journal import services as journal

MOST_SHOWN = 40


@dataclass(frozen=True)
class OpenMeeting:
    """A meeting, with its committee and the actor's seats."""

    meeting: Meeting
    file: OpenCommittee

    @property
    def day(self) -> date:
        """The day of the meeting, on the clock of the country."""
        return timezone.localtime(self.meeting.starts_at).date()


def get_meeting(
    actor: Actor, meeting_id: UUID, *, to: Callable[[Actor, OpenCommittee], bool] = can_read
) -> OpenMeeting:
    """The meeting, if the actor may do ``to`` with its committee; else 404."""
    meeting = Meeting.objects.filter(pk=meeting_id).select_related("committee").first()
    if meeting is None:
        raise Http404
    file = get_committee(actor, meeting.committee_id, to=to)
    meeting.committee = file.committee
    return OpenMeeting(meeting, file)


def meetings_of(file: OpenCommittee) -> list[Meeting]:
    """Newest first."""
    found = Meeting.objects.filter(committee=file.committee).select_related("minutes")
    return list(found.order_by("-starts_at")[:MOST_SHOWN])


@dataclass(frozen=True)
class Agenda:
    """What the meeting is about, in its order: what is overdue, what to adopt, then the subjects."""

    overdue: Sequence[ActionPoint]
    to_adopt: Sequence[Minutes]
    items: Sequence[AgendaItem]


def agenda_of(opened: OpenMeeting) -> Agenda:
    """The same at any time: an action that was late on the day of the meeting stays on its agenda once it is done."""
    return Agenda(
        overdue_at(opened), minutes_waiting(opened), list(opened.meeting.items.select_related("presented_by"))
    )


def overdue_at(opened: OpenMeeting) -> list[ActionPoint]:
    """Decided before, due before the day of the meeting, and not closed when it began; the oldest first."""
    meeting = opened.meeting
    late = ActionPoint.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=meeting.starts_at),
        committee=meeting.committee_id,
        due_on__lt=opened.day,
        decided_at__lt=meeting.starts_at,
    )
    return list(late.exclude(meeting=meeting).select_related("desk", "organisation", "meeting").order_by("due_on"))


def minutes_waiting(opened: OpenMeeting) -> list[Minutes]:
    """Minutes of earlier meetings: those that wait, and those that were adopted in this one."""
    meeting = opened.meeting
    earlier = Minutes.objects.filter(committee=meeting.committee_id, meeting__starts_at__lt=meeting.starts_at)
    found = earlier.filter(Q(status=MinutesStatus.DRAFT) | Q(adopted_in=meeting))
    return list(found.select_related("meeting").order_by("meeting__starts_at"))


@dataclass(frozen=True)
class Chairs:
    """Who came, seat by seat, and whether that was enough."""

    seats: Sequence[DrawnSeat]
    noted: dict[UUID, Attendance]
    guests: Sequence[Attendance]
    quorum: rules.Quorum

    @property
    def missing(self) -> list[DrawnSeat]:
        """The required seats that nobody represents."""
        return [drawn for drawn in self.seats if drawn.seat.id in self.quorum.missing]


def presence_at(opened: OpenMeeting) -> Chairs:
    """Seats of the day of the meeting; before it is held, what would be there if every named person came."""
    seats = seats_of(opened.file.committee, opened.day)
    rows = list(opened.meeting.attendance.all())
    noted = {row.seat_id: row for row in rows if row.seat_id}
    if opened.meeting.is_held:
        sat = {seat for seat, row in noted.items() if row.presence in REPRESENTED}
    else:
        sat = {drawn.seat.id for drawn in seats if drawn.member or drawn.substitute}
    reached = rules.quorum([drawn.seat for drawn in seats], sat, opened.meeting.quorum_percent)
    return Chairs(seats, noted, [row for row in rows if row.presence == Presence.GUEST], reached)


def minutes_of(opened: OpenMeeting) -> Minutes | None:
    return Minutes.objects.filter(meeting=opened.meeting).select_related("adopted_in").first()


def get_minutes(opened: OpenMeeting) -> Minutes:
    """The minutes of this meeting; else 404."""
    found = minutes_of(opened)
    if found is None:
        raise Http404
    return found


def get_waiting(opened: OpenMeeting, minutes_id: UUID) -> Minutes:
    """Minutes that this meeting may adopt; else 404."""
    found = next((one for one in minutes_waiting(opened) if one.pk == minutes_id and not one.is_adopted), None)
    if found is None:
        raise Http404
    return found


def note_minutes_read(minutes: Minutes) -> None:
    """Journal that the sealed words were shown."""
    with readonly.writing_allowed("a read of sealed minutes is journaled"):
        journal.write(MINUTES_READ, subject=minutes, at=clock.now(), committee=str(minutes.committee_id))


def get_item(opened: OpenMeeting, item_id: UUID) -> AgendaItem:
    found = AgendaItem.objects.filter(pk=item_id, meeting=opened.meeting).first()
    if found is None:
        raise Http404
    return found


def next_meeting(file: OpenCommittee) -> Meeting | None:
    """The one that comes, or that is going on."""
    coming = Meeting.objects.filter(committee=file.committee, status=MeetingStatus.CONVENED, ends_at__gt=clock.now())
    return coming.order_by("starts_at").first()
