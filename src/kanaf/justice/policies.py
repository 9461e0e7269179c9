"""Who may read and write in the judicial part of a file, and who may do what there."""

from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Desk
from kanaf.cases.policies import OpenFile, can_approve_some, can_follow
from kanaf.cases.policies_consent import JUSTICE
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.justice.enums import SheetKind, SheetStatus
from kanaf.justice.models import Requisition, Sheet

COURT = (Role.PROSECUTOR, Role.JUVENILE_JUDGE, Role.CLERK)
SEIZING = (Role.PROSECUTOR, Role.JUVENILE_JUDGE)
KEEPERS = (Role.SOCIAL_WORKER, Role.DESK_COORDINATOR, Role.SUPERVISOR, Role.COURT_SOCIAL_WORKER)
"""Those who carry files, and write down what a court that has no account here has decided."""
COURT_DESKS = frozenset({DeskKind.PROSECUTION, DeskKind.JUVENILE_JUDGE, DeskKind.COURT_CELL})
CALLED = JUSTICE | {DeskKind.PROTECTION_CENTRE, DeskKind.SHELTER}
"""The desks to which a court may open a file."""
TAKES = {
    SheetKind.PROSECUTOR: (DeskKind.PROSECUTION, DeskKind.MINORS_BRIGADE, DeskKind.GENDARMERIE_UNIT),
    SheetKind.INQUIRY: (DeskKind.JUVENILE_JUDGE, DeskKind.PROSECUTION, DeskKind.COURT_CELL),
}
"""The desks that take a sheet of each kind, the usual one first."""


def can_see_justice(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the judicial part; ``JudicialQuerySet.readable_by`` is its SQL twin."""
    return actor.is_active and file.reads(Compartment.JUDICIAL)


def can_write_justice(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in the judicial part of an open file: the police too, for minutes and answers."""
    return actor.is_active and file.case.is_open and file.writes(Compartment.JUDICIAL)


def can_record(actor: Actor, file: OpenFile) -> bool:
    """Procedures, hearings, steps and measures: the court, or those who carry the file; never the police."""
    return can_write_justice(actor, file) and actor.has_role(*COURT, *KEEPERS)


def can_require(actor: Actor, file: OpenFile) -> bool:
    """Requisitions: prosecutors, judges and their clerks."""
    return can_write_justice(actor, file) and actor.has_role(*COURT)


def can_call(actor: Actor, file: OpenFile) -> bool:
    """Opening the file to another desk by decision: prosecutors and judges themselves."""
    return can_write_justice(actor, file) and actor.has_role(*SEIZING)


def can_call_from(actor: Actor, court: UUID) -> bool:
    """Of the very court that keeps the procedure."""
    return actor.is_active and not actor.roles_at(court).isdisjoint(SEIZING)


def can_house(actor: Actor, file: OpenFile) -> bool:
    """Stays in centres: those who carry files, at the leading desk or at the centre that the court called."""
    return can_write_justice(actor, file) and actor.has_role(*KEEPERS)


def can_decide_to_report(actor: Actor, file: OpenFile) -> bool:
    """The leading desk, with the social part before its eyes."""
    return can_follow(actor, file) and file.writes(Compartment.JUDICIAL) and file.reads(Compartment.SOCIAL)


def can_read_decision(actor: Actor, file: OpenFile) -> bool:
    """Best interests and the child's view: whoever reads the social part as well."""
    return can_see_justice(actor, file) and file.reads(Compartment.SOCIAL)


def can_approve_report(actor: Actor, file: OpenFile) -> bool:
    """A supervisor or coordinator of the leading desk; four eyes are asked apart."""
    return can_decide_to_report(actor, file) and can_approve_some(actor, file)


def can_write_sheet(actor: Actor, file: OpenFile) -> bool:
    """The leading desk writes what leaves."""
    return can_decide_to_report(actor, file)


def writes_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor writes in judicial parts at this very desk."""
    roles = actor.roles_at(desk)
    return actor.is_active and any(bears(role, SubjectKind.CASE, Compartment.JUDICIAL, Level.WRITE) for role in roles)


def reads_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor reads judicial parts at this very desk."""
    roles = actor.roles_at(desk)
    return actor.is_active and any(bears(role, SubjectKind.CASE, Compartment.JUDICIAL, Level.READ) for role in roles)


def can_acknowledge(actor: Actor, sheet: Sheet) -> bool:
    """The desk it was sent to, once."""
    return sheet.status == SheetStatus.SENT and writes_at(actor, sheet.desk_to_id)


def can_read_sheet(actor: Actor, sheet: Sheet) -> bool:
    """A draft is read where it is written; what was sent, by whoever reads the judicial part."""
    return sheet.status != SheetStatus.DRAFT or sheet.desk_from_id in actor.desk_ids


def can_answer(actor: Actor, requisition: Requisition) -> bool:
    """The desk that was asked, once."""
    return requisition.answered_at is None and writes_at(actor, requisition.desk_to_id)


def only_sits(actor: Actor) -> bool:
    """Whose work with files is that of a court and nothing else: the day is their home."""
    return actor.has_role(*COURT) and not actor.has_role(*(role for role in FILE_POWERS if role not in COURT))


def can_see_day(actor: Actor, desk: Desk) -> bool:
    """The day of a court desk: whoever reads judicial parts there."""
    return desk.kind in COURT_DESKS and reads_at(actor, desk.id)
