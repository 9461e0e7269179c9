"""Who may read and write in the medical part of a file, and who may do what there."""

from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Desk
from kanaf.cases.policies import OpenFile, can_follow
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.health.models import Request

CARERS = (Role.DOCTOR,)
COURT = (Role.PROSECUTOR, Role.JUVENILE_JUDGE, Role.CLERK)
"""Those whose requisition asks for an examination."""


def can_see_health(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the medical part; ``MedicalQuerySet.readable_by`` is its SQL twin."""
    return actor.is_active and file.reads(Compartment.MEDICAL)


def can_read_findings(actor: Actor, file: OpenFile) -> bool:
    """Those who write in the medical part; ``FindingsQuerySet.readable_by`` is its SQL twin."""
    return actor.is_active and file.writes(Compartment.MEDICAL)


def can_care(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in the medical part of an open file: the doctors of a desk that was asked."""
    return file.case.is_open and can_read_findings(actor, file)


def can_ask(actor: Actor, file: OpenFile) -> bool:
    """The leading desk asks for examinations, and reads what came of them."""
    return can_follow(actor, file) and file.reads(Compartment.MEDICAL)


def can_arrange(actor: Actor, file: OpenFile) -> bool:
    """Appointments, copies and dates of follow-up: the doctors, and the desk that goes along with the child."""
    return can_ask(actor, file) or can_care(actor, file)


def can_record(actor: Actor, file: OpenFile, request: Request) -> bool:
    """What was done: the doctors; the leading desk writes down what a doctor without an account here says."""
    return can_care(actor, file) or (request.desk_to_id is None and can_ask(actor, file))


def can_print(actor: Actor, file: OpenFile) -> bool:
    """The register of certificates."""
    return can_see_health(actor, file)


def cares_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor writes in medical parts at this very desk."""
    roles = actor.roles_at(desk)
    return actor.is_active and any(bears(role, SubjectKind.CASE, Compartment.MEDICAL, Level.WRITE) for role in roles)


def can_see_list(actor: Actor, desk: Desk) -> bool:
    """What waits at a hospital: those who write in medical parts there."""
    return desk.kind == DeskKind.HOSPITAL_UNIT and cares_at(actor, desk.id)


def only_cares(actor: Actor) -> bool:
    """Whose work with files is that of a doctor and nothing else: the list of the hospital is their home."""
    return actor.has_role(*CARERS) and not actor.has_role(*(role for role in FILE_POWERS if role not in CARERS))
