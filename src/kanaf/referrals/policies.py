"""Who may send, read, answer and take back a hand-over. What may follow what is in ``life``."""

from collections.abc import Iterable
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.cases.policies import OpenFile, can_follow
from kanaf.foundation.context import SystemActor
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.models import Exclusion
from kanaf.grants.policies import is_excluded
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.referrals import life
from kanaf.referrals.enums import WHOLE, ReferralKind
from kanaf.referrals.life import Act, Side
from kanaf.referrals.models import Referral

CHIEFS = (Role.DESK_COORDINATOR, Role.SUPERVISOR)
"""Whoever answers for a desk: another territory's file is accepted by one of them (story 5)."""
CHIEFS_ANSWER = (Act.ACCEPT, Act.DECLINE)


def works_with_files_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor holds, at this desk, a role that opens files."""
    return actor.is_active and any(role in FILE_POWERS for role in actor.roles_at(desk))


def leads_files_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor holds, at this desk, a role that writes the core of a file."""
    roles = actor.roles_at(desk)
    return actor.is_active and any(bears(role, SubjectKind.CASE, Compartment.CORE, Level.WRITE) for role in roles)


def is_chief_at(actor: Actor, desk: UUID) -> bool:
    """Whether the actor coordinates or supervises this desk."""
    return actor.is_active and not actor.roles_at(desk).isdisjoint(CHIEFS)


def can_send(actor: Actor, file: OpenFile) -> bool:
    """The leading desk refers."""
    return can_follow(actor, file)


def can_read_referral(actor: Actor, referral: Referral, exclusions: Iterable[Exclusion] = ()) -> bool:
    """File workers of the two desks, and nobody else; a conflict of interest hides it from them too."""
    if is_excluded(actor, exclusions, referral.case_id):
        return False
    return works_with_files_at(actor, referral.desk_from_id) or works_with_files_at(actor, referral.desk_to_id)


def sides(actor: Actor, referral: Referral, act: Act) -> frozenset[Side]:
    """Where the actor stands for one act. A whole file is answered by whoever may lead one."""
    found = set()
    if works_with_files_at(actor, referral.desk_from_id):
        found.add(Side.SENDER)
        if referral.answered_by == SystemActor.PUBLIC.value:
            found.add(Side.STAND_IN)
    if _speaks_for(actor, referral, act):
        found.add(Side.RECIPIENT)
    return frozenset(found)


def _speaks_for(actor: Actor, referral: Referral, act: Act) -> bool:
    if referral.kind == ReferralKind.TRANSFER and act in CHIEFS_ANSWER:
        return is_chief_at(actor, referral.desk_to_id)
    if referral.kind in WHOLE:
        return leads_files_at(actor, referral.desk_to_id)
    return works_with_files_at(actor, referral.desk_to_id)


def may(actor: Actor, referral: Referral, act: Act) -> bool:
    """Whether the actor may do this with the referral as it stands."""
    return any(life.may_move(referral.kind, referral.status, act, side) for side in sides(actor, referral, act))


def can_wait(referral: Referral) -> bool:
    """Whether it waits for an answer."""
    return life.move(referral.kind, referral.status, Act.ACCEPT) is not None


def can_receive(actor: Actor, referral: Referral) -> bool:
    """The desk it was sent to, while it waits; doing it twice changes nothing."""
    return can_wait(referral) and Side.RECIPIENT in sides(actor, referral, Act.RECEIVE)


def can_ask(actor: Actor, referral: Referral) -> bool:
    """The desk it was sent to, before it answers."""
    return may(actor, referral, Act.ASK)


def can_reply(actor: Actor, referral: Referral) -> bool:
    """The sender, to the question that waits."""
    return may(actor, referral, Act.REPLY)


def can_answer(actor: Actor, referral: Referral) -> bool:
    """The desk it was sent to, while it waits; a whole file by whoever may lead one, or accept one from elsewhere."""
    return may(actor, referral, Act.ACCEPT)


def can_decline(actor: Actor, referral: Referral) -> bool:
    """The same."""
    return may(actor, referral, Act.DECLINE)


def can_reassign(actor: Actor, referral: Referral) -> bool:
    """Inside the desk that was asked: whoever may lead files there, its coordinator, or the one it was given to."""
    inside = may(actor, referral, Act.REASSIGN)
    return inside and (referral.assigned_to in {None, actor.id} or is_chief_at(actor, referral.desk_to_id))


def can_begin(actor: Actor, referral: Referral) -> bool:
    """The desk that accepted, or the sender who writes down what a partner without an account says."""
    return may(actor, referral, Act.BEGIN)


def can_finish(actor: Actor, referral: Referral) -> bool:
    """The same say what came of it; a file that was handed over is closed, not finished."""
    return may(actor, referral, Act.FINISH)


def can_miss(actor: Actor, referral: Referral) -> bool:
    """The same say that the child did not come."""
    return may(actor, referral, Act.MISS)


def can_revoke(actor: Actor, referral: Referral) -> bool:
    """The sender takes it back until it is done; a hand-over that was accepted cannot be taken back."""
    return may(actor, referral, Act.REVOKE)
