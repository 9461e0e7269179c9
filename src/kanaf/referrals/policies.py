"""Who may send, read, answer and take back a hand-over."""

from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile, can_follow
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.referrals.enums import WAITING, ReferralKind, ReferralStatus
from kanaf.referrals.models import Referral


def works_with_files_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor holds, at this desk, a role that opens files."""
    return actor.is_active and any(role in FILE_POWERS for role in actor.roles_at(desk))


def leads_files_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor holds, at this desk, a role that writes the core of a file."""
    roles = actor.roles_at(desk)
    return actor.is_active and any(bears(role, SubjectKind.CASE, Compartment.CORE, Level.WRITE) for role in roles)


def can_send(actor: Actor, file: OpenFile) -> bool:
    """The leading desk refers."""
    return can_follow(actor, file)


def can_read_referral(actor: Actor, referral: Referral) -> bool:
    """File workers of the two desks, and nobody else."""
    return works_with_files_at(actor, referral.desk_from_id) or works_with_files_at(actor, referral.desk_to_id)


def can_answer(actor: Actor, referral: Referral) -> bool:
    """The desk it was sent to, while it waits; a whole file by whoever may lead one."""
    if referral.status not in WAITING:
        return False
    if referral.kind == ReferralKind.HANDOVER:
        return leads_files_at(actor, referral.desk_to_id)
    return works_with_files_at(actor, referral.desk_to_id)


def can_finish(actor: Actor, referral: Referral) -> bool:
    """The desk that accepted a service says what came of it; a file that was handed over is closed, not finished."""
    accepted = referral.status == ReferralStatus.ACCEPTED and referral.kind == ReferralKind.SERVICE
    return accepted and works_with_files_at(actor, referral.desk_to_id)


def can_revoke(actor: Actor, referral: Referral) -> bool:
    """The sender takes it back until it is done; a hand-over that was accepted cannot be taken back."""
    if not works_with_files_at(actor, referral.desk_from_id):
        return False
    if referral.status == ReferralStatus.ACCEPTED:
        return referral.kind == "service"
    return referral.status in WAITING
