"""Writing the journal: in the same transaction as the change, or not at all."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, models
from django.http import HttpRequest

from kanaf.foundation import clock, context, readonly
from kanaf.foundation.events import EventKind
from kanaf.foundation.registry import Registry
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.keyring import encrypt
from kanaf.journal.events import ACCESS_REFUSED

ABOUT = b"journal_entry.sealed"


class HasId(Protocol):
    """Anything that acts: an actor with its id."""

    @property
    def id(self) -> UUID | None: ...


Subject = models.Model | tuple[str, UUID]


@dataclass(frozen=True)
class Written:
    """An entry as projections see it, in the same transaction."""

    kind: str
    subject_type: str
    subject: UUID
    file: UUID | None
    at: datetime
    actor: UUID
    desk: UUID | None
    kept: dict[str, Any]


projections: Registry[Callable[[Written], None]] = Registry("projections")
"""Called inside ``write``; each writes only its own tables."""


class NotInATransaction(Exception):
    """The journal is written with the change it tells of, or neither is."""


INSERT = """
    INSERT INTO journal_entry
        (xid, at, actor, desk, kind, subject_type, subject, file, compartment, kept, sealed)
    VALUES (pg_current_xact_id(), %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
"""


def write(
    kind: EventKind,
    /,
    *,
    actor: HasId | UUID | None = None,
    subject: Subject,
    at: datetime,
    file: UUID | None = None,
    compartment: str = "core",
    desk: UUID | None = None,
    sealed: dict[str, Any] | None = None,
    **kept: Any,
) -> None:
    """Add one entry. ``kept`` must be declared by the kind; ``sealed`` goes under the file's data key.

    Raises ``NotInATransaction``, and ``ValueError`` for a value that the kind does not keep.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction(kind.name)
    if unknown := kept.keys() - kind.keeps:
        raise ValueError(f"{kind.name} does not keep {sorted(unknown)}: declare it, or seal it")
    written = _written(kind, actor, subject, at, file, desk, kept)
    raw = json.dumps(written.kept, default=str)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                written.at,
                written.actor,
                written.desk,
                written.kind,
                written.subject_type,
                written.subject,
                written.file,
                compartment,
                raw,
                _seal(written.file, sealed),
            ],
        )
    for project in projections:
        project(written)


def _written(
    kind: EventKind,
    actor: HasId | UUID | None,
    subject: Subject,
    at: datetime,
    file: UUID | None,
    desk: UUID | None,
    kept: dict[str, Any],
) -> Written:
    who = actor if isinstance(actor, UUID) else getattr(actor, "id", None)
    who = who or context.current_actor_id()
    if who is None:
        raise ValueError(f"{kind.name}: somebody did it, and the journal must say who")
    subject_type, subject_id = subject if isinstance(subject, tuple) else (subject._meta.label_lower, subject.pk)
    return Written(kind.name, subject_type, subject_id, file, at, who, desk, kept)


def _seal(file: UUID | None, values: dict[str, Any] | None) -> bytes | None:
    if not values:
        return None
    if file is None:
        raise ValueError("sealed values need a file, whose key erases them")
    return encrypt(keys.get(file), json.dumps(values, default=str).encode(), ABOUT + file.bytes)


def note_read(
    kind: EventKind, *, subject: Subject, file: UUID, compartment: str, desk: UUID | None = None, **kept: Any
) -> None:
    """Journal that a sealed part was read: the one write that a GET may make."""
    with readonly.writing_allowed("a read of a sealed compartment is journaled"):
        write(kind, subject=subject, at=clock.now(), file=file, compartment=compartment, desk=desk, **kept)


@dataclass(frozen=True)
class Refusal:
    """A refusal that a page answers in words: set as ``request.kanaf_refused``, it is written after the page."""

    note: Callable[[], None]


def note_refusal(request: HttpRequest) -> None:
    """Journal that somebody asked for what is not theirs; the address is not kept, only the route."""
    refused = getattr(request, "kanaf_refused", None)
    if isinstance(refused, Refusal):
        refused.note()
        return
    match = request.resolver_match
    subject = next((v for v in (match.kwargs if match else {}).values() if isinstance(v, UUID)), None)
    if match and subject:
        write(ACCESS_REFUSED, subject=("route", subject), at=clock.now(), route=match.view_name)
