"""Who may read an alert, see who is on duty, and plan it."""

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Desk
from kanaf.circuit.models import Alert


def can_read_alert(actor: Actor, alert: Alert) -> bool:
    """One's own only: an alert is told to a person, and opens no file."""
    return actor.is_active and alert.person_id == actor.id


def can_see_duty(actor: Actor, desk: Desk) -> bool:
    """Everybody who works at the desk."""
    return actor.is_active and desk.pk in actor.desk_ids


def can_plan_duty(actor: Actor, desk: Desk) -> bool:
    """The coordinator and the supervisor of the desk."""
    return actor.is_active and bool(actor.roles_at(desk.pk) & {Role.DESK_COORDINATOR, Role.SUPERVISOR})
