"""Who may open a file in an emergency, see that it was done, end it, and say whether it was right."""

from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.cases.enums import EmergencyOutcome
from kanaf.cases.models import EmergencyAccess
from kanaf.grants.enums import EMERGENCY, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears

OPEN_OUTCOMES = ("", EmergencyOutcome.FOLLOW_UP)


def may_open_from(actor: Actor, desk: UUID) -> bool:
    """Whether a role of the actor at that desk may open a file in an emergency."""
    if not actor.is_active:
        return False
    return any(bears(role, SubjectKind.CASE, EMERGENCY, Level.READ) for role in actor.roles_at(desk))


def may_open(actor: Actor) -> bool:
    """Whoever is on call for children at one of the own desks."""
    return any(may_open_from(actor, desk) for desk in actor.desk_ids)


def can_list(actor: Actor) -> bool:
    """File workers see their own and those on their files; the privacy officer sees all."""
    return actor.is_active and actor.has_role(Role.PRIVACY_OFFICER, *FILE_POWERS)


def can_read_access(actor: Actor, access: EmergencyAccess, *, reads_core: bool) -> bool:
    """The person who opened, the readers of the file, the privacy officer."""
    if not actor.is_active:
        return False
    return access.person == actor.id or reads_core or actor.has_role(Role.PRIVACY_OFFICER)


def can_read_words(actor: Actor, access: EmergencyAccess, *, leads: bool) -> bool:
    """Whoever wrote them, whoever leads the file, whoever reviews."""
    return can_read_access(actor, access, reads_core=leads)


def can_enter(actor: Actor, access: EmergencyAccess, at: datetime) -> bool:
    """Nobody but the person who opened, while it lasts."""
    return actor.is_active and access.person == actor.id and access.is_open(at)


def can_end(actor: Actor, access: EmergencyAccess, at: datetime, *, leads: bool) -> bool:
    """The person who opened has finished, or the leading desk closes what it did not ask for."""
    return actor.is_active and access.is_open(at) and (access.person == actor.id or leads)


def can_review(actor: Actor, access: EmergencyAccess) -> bool:
    """A privacy officer other than the person who opened, until it is said to be justified or not."""
    if not actor.is_active or access.person == actor.id:
        return False
    return actor.has_role(Role.PRIVACY_OFFICER) and access.outcome in OPEN_OUTCOMES


def can_see_figures(actor: Actor) -> bool:
    """The privacy officer for all, a supervisor for the own desks."""
    return actor.is_active and actor.has_role(Role.PRIVACY_OFFICER, Role.SUPERVISOR)
