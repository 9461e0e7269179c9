"""May this actor open this part, given the grants in hand? Pure; its twins are a queryset and a row-level rule."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.grants.enums import EMERGENCY, Level, Reason, SubjectKind
from kanaf.grants.models import Grant
from kanaf.grants.powers import bears


def is_active(grant: Grant, at: datetime) -> bool:
    """Whether the grant holds at that moment; an offer not taken holds never."""
    valid = grant.valid
    if valid is None or valid.isempty:
        return False
    return (valid.lower is None or valid.lower <= at) and (valid.upper is None or at < valid.upper)


def can(
    actor: Actor,
    grants: Iterable[Grant],
    *,
    subject: UUID,
    kind: str,
    compartment: str,
    level: str,
    at: datetime,
) -> bool:
    """A grant of one of the actor's desks, that the actor's role at that very desk can bear."""
    if not actor.is_active:
        return False
    return any(
        grant.subject_id == subject
        and grant.compartment == compartment
        and (grant.level == Level.WRITE or level == Level.READ)
        and is_active(grant, at)
        and any(bears(role, kind, compartment, level) for role in actor.roles_at(grant.desk_id))
        for grant in grants
    )


def in_emergency(actor: Actor, grants: Iterable[Grant], *, subject: UUID, at: datetime) -> bool:
    """Whether the actor, in person, opened this file in an emergency that still lasts."""
    own = [grant for grant in grants if grant.reason == Reason.BREAK_GLASS and grant.given_by == actor.id]
    return can(actor, own, subject=subject, kind=SubjectKind.CASE, compartment=EMERGENCY, level=Level.READ, at=at)
