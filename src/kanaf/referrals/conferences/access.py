"""The doors to case conferences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases.access import open_file
from kanaf.cases.policies import OpenFile
from kanaf.foundation import clock
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.referrals.conferences import policies
from kanaf.referrals.enums import ConferenceStatus
from kanaf.referrals.models import Conference, ConferenceDecision, ConferenceDesk, ConferenceMinute

MOST_SHOWN = 20
PARTS = tuple(Compartment)
"""Minutes are written in any part; those of the core are read by everybody round the table, and name nobody."""


@dataclass(frozen=True)
class OpenConference:
    """A conference, the desks round its table, and the file as far as it is open to the actor."""

    conference: Conference
    seats: list[ConferenceDesk]
    file: OpenFile | None

    @property
    def desks(self) -> set[UUID]:
        return {seat.desk_id for seat in self.seats}


Policy = Callable[[Actor, OpenConference], bool]


def can_read(actor: Actor, table: OpenConference) -> bool:
    return policies.can_read_conference(actor, table.desks)


def can_change(actor: Actor, table: OpenConference) -> bool:
    return policies.can_change(actor, table.conference, table.file)


def can_chair(actor: Actor, table: OpenConference) -> bool:
    return policies.can_chair(actor, table.conference, table.file)


def can_decide(actor: Actor, table: OpenConference) -> bool:
    return table.conference.status == ConferenceStatus.HELD and can_chair(actor, table)


def can_write_some(actor: Actor, table: OpenConference) -> bool:
    return bool(writable_parts(actor, table))


def writable_parts(actor: Actor, table: OpenConference) -> list[Compartment]:
    """The parts in which the actor writes minutes."""
    return [part for part in PARTS if policies.can_write_minutes(actor, table.conference, table.file, part)]


def _readable(actor: Actor) -> QuerySet[Conference]:
    return Conference.objects.readable_by(actor, clock.now()).select_related("desk")


def open_conference(actor: Actor, conference_id: UUID) -> OpenConference | None:
    """The conference with its table, or ``None``; for services, which ask their policy again."""
    conference = _readable(actor).filter(id=conference_id).first()
    if conference is None:
        return None
    seats = list(ConferenceDesk.objects.filter(conference=conference).select_related("desk").order_by("desk__name"))
    return OpenConference(conference, seats, open_file(actor, conference.case_id))


def get_conference(actor: Actor, conference_id: UUID, *, to: Policy = can_read) -> OpenConference:
    """The conference, if the actor may do ``to`` with it; else 404."""
    table = open_conference(actor, conference_id)
    if table is None or not to(actor, table):
        raise Http404
    return table


def of_case(actor: Actor, case: UUID) -> list[Conference]:
    """Every conference of one file that the actor may read, the next one first."""
    return list(_readable(actor).filter(case_id=case).order_by("-planned_at")[:MOST_SHOWN])


def planned_for(actor: Actor, desks: Iterable[UUID]) -> list[Conference]:
    """The conferences to come of these desks, the next one first."""
    seats = ConferenceDesk.objects.filter(desk_id__in=list(desks)).values("conference_id")
    coming = _readable(actor).filter(id__in=seats, status=ConferenceStatus.PLANNED)
    return list(coming.order_by("planned_at")[:MOST_SHOWN])


def minutes_of(table: OpenConference) -> list[ConferenceMinute]:
    """What was said, in the parts that are open to the reader, in the order of the parts."""
    if table.file is None:
        return []
    parts = [part for part in PARTS if table.file.reads(part)]
    found = ConferenceMinute.objects.filter(conference=table.conference, compartment__in=parts)
    return sorted(found, key=lambda minute: PARTS.index(Compartment(minute.compartment)))


def closed_parts(table: OpenConference) -> list[str]:
    """The parts whose minutes this reader may not open, named so that nobody thinks that nothing was said."""
    return [str(part.label) for part in PARTS if table.file is None or not table.file.reads(part)]


def decisions_of(table: OpenConference) -> list[ConferenceDecision]:
    """Who does what by when, the nearest first."""
    found = ConferenceDecision.objects.filter(conference=table.conference).select_related("desk")
    return list(found.order_by("due_at", "id"))


def get_decision(table: OpenConference, decision_id: UUID) -> ConferenceDecision:
    """One decision of this table; else 404."""
    found = ConferenceDecision.objects.filter(conference=table.conference, id=decision_id).first()
    if found is None:
        raise Http404
    return found


def desks_to_invite(file: OpenFile, at: datetime) -> list[tuple[str, str]]:
    """The desks that open something of the file already, then those in charge of its place, each by name."""
    case = file.case
    granted = grants.desks_with_access([case.id], at).get(case.id, set())
    near = Q(id__in=granted) | Q(covers__in=case.place.lineage)
    closed = grants.closed_desks(case.id) | {case.lead_desk_id}
    desks = Desk.objects.filter(near, is_active=True).exclude(id__in=closed)
    found = desks.exclude(kind__in=["programme", "administration"]).distinct()
    ordered = sorted(found, key=lambda desk: (desk.id not in granted, desk_name(desk)))
    return [(str(desk.id), desk_name(desk)) for desk in ordered]


def seats_as_choices(table: OpenConference) -> list[tuple[str, str]]:
    """The desks round the table, as a form offers them."""
    return [(str(seat.desk_id), desk_name(seat.desk)) for seat in table.seats]


def still_to_do(case: UUID) -> list[str]:
    """What holds a file open: what a conference decided and nobody has done."""
    waiting = ConferenceDecision.objects.filter(case_id=case, done_at=None).select_related("desk").order_by("due_at")
    return [
        _("A decision of the case conference waits for %(desk)s.") % {"desk": desk_name(one.desk)} for one in waiting
    ]
