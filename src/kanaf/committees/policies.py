"""Who may do what with a committee in hand: its secretary writes, its chair adopts, its members read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.committees.models import ActionPoint, Committee, Meeting, Minutes, PlanAction


@dataclass(frozen=True)
class HeldSeat:
    """One seat that the actor holds today, as its member or as a substitute."""

    seat: UUID
    desk: UUID | None = None
    is_chair: bool = False
    is_bound: bool = False
    is_substitute: bool = False


@dataclass(frozen=True)
class OpenCommittee:
    """A committee and the seats that the actor holds in it today."""

    committee: Committee
    held: tuple[HeldSeat, ...] = ()


def is_secretary(actor: Actor, committee: Committee) -> bool:
    """A secretary of the very desk that keeps this committee; whoever stands in for her too."""
    return actor.is_active and Role.COMMITTEE_SECRETARY in actor.roles_at(committee.desk_id)


def can_open_at(actor: Actor, desk: UUID) -> bool:
    """A committee is opened by a secretary, for a desk of hers."""
    return actor.is_active and Role.COMMITTEE_SECRETARY in actor.roles_at(desk)


def can_open_some(actor: Actor) -> bool:
    return actor.is_active and actor.has_role(Role.COMMITTEE_SECRETARY)


def can_read(actor: Actor, file: OpenCommittee) -> bool:
    """Its secretary, and whoever holds a seat in it today."""
    return is_secretary(actor, file.committee) or sits(actor, file)


def sits(actor: Actor, file: OpenCommittee) -> bool:
    return actor.is_active and bool(file.held)


def can_write(actor: Actor, file: OpenCommittee) -> bool:
    """Seats, terms, meetings, agenda, attendance, minutes, actions and plan are written by the secretary alone."""
    return is_secretary(actor, file.committee)


def chairs(actor: Actor, file: OpenCommittee) -> bool:
    """The member of the chair's seat, or the substitute who presides instead."""
    return actor.is_active and any(seat.is_chair for seat in file.held)


def can_adopt(actor: Actor, file: OpenCommittee, minutes: Minutes, meeting: Meeting, at: datetime) -> bool:
    """The chair, in a later meeting that has begun, and never the person who drafted: four eyes."""
    return (
        chairs(actor, file)
        and not minutes.is_adopted
        and minutes.drafted_by != actor.id
        and meeting.committee_id == minutes.committee_id
        and minutes.meeting.starts_at < meeting.starts_at <= at
        and meeting.status != "cancelled"
    )


def can_read_annex(actor: Actor, file: OpenCommittee) -> bool:
    """Only seats whose holder is bound by professional secrecy; the secretary only if she holds one."""
    return actor.is_active and any(seat.is_bound for seat in file.held)


def owns(actor: Actor, file: OpenCommittee, action: ActionPoint | PlanAction) -> bool:
    """Whoever sits for the desk that owes it."""
    return actor.is_active and action.desk_id is not None and any(seat.desk == action.desk_id for seat in file.held)


def can_close_action(actor: Actor, file: OpenCommittee, action: ActionPoint) -> bool:
    """The secretary, and whoever sits for the desk that owes it, while it is to do."""
    return action.is_open and (is_secretary(actor, file.committee) or owns(actor, file, action))


def can_report_progress(actor: Actor, file: OpenCommittee, action: PlanAction) -> bool:
    """The secretary, and whoever sits for the desk that owes it."""
    return is_secretary(actor, file.committee) or owns(actor, file, action)


def can_have_calendar(actor: Actor) -> bool:
    """Whoever has an account that works."""
    return actor.is_active and actor.id is not None
