"""May this actor read or write this person, given grants and links? Pure; its twins are a queryset and a row rule."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.grants import policies as grants
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.models import Grant, SubjectLink

FILES = (SubjectKind.CASE, SubjectKind.REPORT)


def can_open_person(
    actor: Actor, held: Iterable[Grant], links: Iterable[SubjectLink], *, person: UUID, level: str, at: datetime
) -> bool:
    """Whoever may open the identity part of a file or report that the person is in, as far as that link goes."""
    held = list(held)
    return any(
        link.subject_id == person
        and link.compartment == Compartment.IDENTITY
        and link.ended_at is None
        and (level == Level.READ or link.level == Level.WRITE)
        and any(_opens(actor, held, link.through_id, kind, level, at) for kind in FILES)
        for link in links
    )


def _opens(actor: Actor, held: list[Grant], file: UUID, kind: SubjectKind, level: str, at: datetime) -> bool:
    of_kind = [grant for grant in held if grant.subject.kind == kind]
    return grants.can(actor, of_kind, subject=file, kind=kind, compartment=Compartment.IDENTITY, level=level, at=at)
