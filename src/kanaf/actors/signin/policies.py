"""Who may invite whom, and who may mend a colleague's sign-in: pure functions of records in hand."""

from kanaf.actors.actor import Actor
from kanaf.actors.enums import INSTANCE_ROLES, Role
from kanaf.actors.models import Account, Desk, Invitation
from kanaf.actors.policies import can_administer, can_manage_desk


def can_invite_somewhere(actor: Actor) -> bool:
    """Coordinators to their desks, the system administrator to all."""
    return actor.is_active and actor.has_role(Role.DESK_COORDINATOR, Role.SYSTEM_ADMINISTRATOR)


def can_invite_to(actor: Actor, desk: Desk) -> bool:
    """Whoever manages the desk, while it is open."""
    return desk.is_active and can_manage_desk(actor, desk)


def can_invite(actor: Actor, desk: Desk, role: str) -> bool:
    """Roles beyond one desk are offered by the system administrator alone."""
    return can_invite_to(actor, desk) and (role not in INSTANCE_ROLES or can_administer(actor))


def can_change_invitation(actor: Actor, invitation: Invitation) -> bool:
    """Whoever could have sent it, as long as nobody has answered."""
    is_open = invitation.accepted_at is None and invitation.withdrawn_at is None
    return is_open and can_invite(actor, invitation.desk, invitation.role)


def can_forget_factors(actor: Actor, account: Account) -> bool:
    """The system administrator, for somebody else: nobody weakens her own sign-in this way."""
    return can_administer(actor) and account.pk != actor.id
