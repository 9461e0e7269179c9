"""May this actor open this part, given the grants in hand? Pure; its twins are a queryset and a row-level rule."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.grants.enums import EMERGENCY, Level, Reason, SubjectKind
from kanaf.grants.models import Exclusion, Grant
from kanaf.grants.powers import bears


def is_active(grant: Grant, at: datetime) -> bool:
    """Whether the grant holds at that moment; an offer not taken holds never."""
    valid = grant.valid
    if valid is None or valid.isempty:
        return False
    return (valid.lower is None or valid.lower <= at) and (valid.upper is None or at < valid.upper)


def is_excluded(actor: Actor, exclusions: Iterable[Exclusion], subject: UUID) -> bool:
    """A conflict of interest names the actor, or an organisation of any of their posts: they read nothing of it,
    not even through a post elsewhere."""
    return any(
        one.subject_id == subject
        and one.ended_at is None
        and (one.account_id == actor.id or one.organisation_id in actor.organisation_ids)
        for one in exclusions
    )


def can(
    actor: Actor,
    grants: Iterable[Grant],
    exclusions: Iterable[Exclusion] = (),
    *,
    subject: UUID,
    kind: str,
    compartment: str,
    level: str,
    at: datetime,
) -> bool:
    """A grant of one of the actor's desks, that the actor's role at that very desk can bear; a conflict undoes it."""
    if not actor.is_active or is_excluded(actor, exclusions, subject):
        return False
    return any(
        grant.subject_id == subject
        and grant.compartment == compartment
        and (grant.level == Level.WRITE or level == Level.READ)
        and is_active(grant, at)
        and any(bears(role, kind, compartment, level) for role in actor.roles_at(grant.desk_id))
        for grant in grants
    )


def in_emergency(
    actor: Actor, grants: Iterable[Grant], exclusions: Iterable[Exclusion] = (), *, subject: UUID, at: datetime
) -> bool:
    """Whether the actor, in person, opened this file in an emergency that still lasts; a conflict undoes it."""
    own = [grant for grant in grants if grant.reason == Reason.BREAK_GLASS and grant.given_by == actor.id]
    case, part = SubjectKind.CASE, EMERGENCY
    return can(actor, own, exclusions, subject=subject, kind=case, compartment=part, level=Level.READ, at=at)
