"""Giving, offering, taking and ending access. The runtime roles cannot write grants: narrow functions do,
each of which asks again whether the current actor may."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InternalError, ProgrammingError, connection, transaction

from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.grants import events
from kanaf.grants.enums import Level, Reason, SubjectKind
from kanaf.journal import services as journal
from kanaf.journal.services import HasId


def _ask(function: str, *arguments: str | bool | datetime | UUID | None) -> object:
    """Call a narrow function; its refusal is a ``PermissionDenied``."""
    places = ", ".join(["%s"] * len(arguments))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}({places})", list(arguments))
            return cursor.fetchone()[0]
    except (InternalError, ProgrammingError) as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise


@transaction.atomic
def open_subject(*, actor: HasId, subject: UUID, kind: SubjectKind, desk: UUID, reason: Reason, at: datetime) -> None:
    """A new report or file, with its data key, opened whole to the desk that starts it (the actor's own)."""
    _ask("kanaf_open_subject", subject, kind.value, desk, reason.value)
    keys.create(subject, kind.value)
    journal.write(
        events.ACCESS_GRANTED,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        desk=desk,
        desk_to=str(desk),
        compartments=["all"],
        level=Level.WRITE.value,
        reason=reason.value,
    )


@transaction.atomic
def open_person(*, actor: HasId, person: UUID, through: UUID, at: datetime) -> None:
    """A new person with a data key, reachable by whoever may open the identity compartment of the file."""
    link_person(actor=actor, person=person, through=through, at=at)
    keys.create(person, SubjectKind.PERSON.value)


@transaction.atomic
def link_person(*, actor: HasId, person: UUID, through: UUID, at: datetime) -> None:
    """A person already known to the actor joins another file."""
    _ask("kanaf_link", person, through, "identity")
    journal.write(
        events.PERSON_LINKED,
        actor=actor,
        subject=("grants.subject", person),
        at=at,
        file=through,
        compartment="identity",
    )


@transaction.atomic
def grant(
    *,
    actor: HasId,
    subject: UUID,
    desk: UUID,
    compartments: Sequence[str],
    level: str,
    reason: Reason,
    basis: UUID | None,
    until: datetime | None,
    at: datetime,
) -> None:
    """Open compartments to a desk at once. The actor's desk must lead, or hold what it opens."""
    _give(subject, desk, compartments, level, reason, basis, until, offer=False)
    journal.write(
        events.ACCESS_GRANTED,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        desk_to=str(desk),
        compartments=list(compartments),
        level=level,
        reason=reason.value,
        until=until and until.isoformat(),
    )


@transaction.atomic
def offer(
    *,
    actor: HasId,
    subject: UUID,
    desk: UUID,
    compartments: Sequence[str],
    level: str,
    reason: Reason,
    basis: UUID,
    until: datetime | None,
    at: datetime,
) -> None:
    """Prepare an access that begins only when the other desk takes it (see ``take``)."""
    _give(subject, desk, compartments, level, reason, basis, until, offer=True)
    journal.write(
        events.ACCESS_OFFERED,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        desk_to=str(desk),
        compartments=list(compartments),
        level=level,
        reason=reason.value,
        until=until and until.isoformat(),
    )


def _give(
    subject: UUID,
    desk: UUID,
    compartments: Sequence[str],
    level: str,
    reason: Reason,
    basis: UUID | None,
    until: datetime | None,
    *,
    offer: bool,
) -> None:
    for compartment in compartments:
        _ask("kanaf_give", new_id(), subject, desk, compartment, level, reason.value, basis, until, offer)


@transaction.atomic
def take(*, actor: HasId, subject: UUID, basis: UUID, at: datetime) -> None:
    """The receiving desk accepts: what was offered to it under this basis begins now."""
    _ask("kanaf_take", subject, basis)
    journal.write(
        events.ACCESS_TAKEN,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        basis=str(basis),
    )


@transaction.atomic
def end(*, actor: HasId, subject: UUID, basis: UUID, desk: UUID, reason: str, at: datetime) -> None:
    """End what one desk held under one basis: by the lead, or by that desk itself."""
    note_end(actor=actor, subject=subject, basis=basis, desk=desk, reason=reason, at=at)
    _ask("kanaf_end", subject, basis, desk)


@transaction.atomic
def note_end(*, actor: HasId, subject: UUID, basis: UUID, desk: UUID, reason: str, at: datetime) -> None:
    """Journal what a narrow function of an area above has just ended."""
    journal.write(
        events.ACCESS_ENDED,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        desk_to=str(desk),
        basis=str(basis),
        reason=reason,
    )


@transaction.atomic
def move_lead(*, actor: HasId, subject: UUID, basis: UUID, summary_until: datetime | None, at: datetime) -> None:
    """The desk that was offered the whole file takes it: it leads from now, the old one keeps a summary."""
    moved = _ask("kanaf_move_lead", subject, basis, summary_until)
    old, _, new = str(moved).partition(">")
    note_lead_moved(actor=actor, subject=subject, desk_from=UUID(old), desk_to=UUID(new), at=at)


@transaction.atomic
def note_lead_moved(*, actor: HasId, subject: UUID, desk_from: UUID, desk_to: UUID, at: datetime) -> None:
    """Journal a lead that passes: with the hand-over, or just before a conflict of interest closes the file."""
    journal.write(
        events.LEAD_MOVED,
        actor=actor,
        subject=("grants.subject", subject),
        at=at,
        file=subject,
        desk_from=str(desk_from),
        desk_to=str(desk_to),
    )
