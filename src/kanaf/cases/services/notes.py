"""Notes, each in one part of the file."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.events import work as events
from kanaf.cases.models import Note
from kanaf.cases.services.contacts import desk_of
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.journal import services as journal


@transaction.atomic
def add_note(
    *, actor: Actor, case: UUID, compartment: str, text: str, at: datetime, note_id: UUID | None = None
) -> Note:
    """Write a note in a part of the file. Raises ``PermissionDenied``."""
    file = work.allowed(actor, case, policies.can_read)
    if compartment not in work.WRITABLE or not policies.can_write_in(actor, file, compartment):
        raise PermissionDenied
    note = Note.objects.create(
        id=note_id or new_id(),
        case=file.case,
        compartment=compartment,
        text=text,
        desk_id=desk_of(actor, file, at),
        written_by=actor.known_id,
        written_at=at,
    )
    journal.write(
        events.NOTE_ADDED,
        actor=actor,
        subject=note,
        at=at,
        file=file.case.id,
        compartment=compartment,
        desk=note.desk_id,
    )
    return note


@transaction.atomic
def change_note(*, actor: Actor, case: UUID, note: UUID, text: str, seen: str | None, at: datetime) -> Note:
    """Correct a note of one's own desk. Raises ``PermissionDenied``, ``StaleVersion``."""
    file = work.allowed(actor, case, policies.can_read)
    record = work.get_note(file, note)
    if not policies.can_write_in(actor, file, record.compartment) or record.desk_id not in actor.desk_ids:
        raise PermissionDenied
    versions.check(record, seen)
    record.text = text
    record.save(update_fields=["text", "version"])
    journal.write(
        events.NOTE_CHANGED,
        actor=actor,
        subject=record,
        at=at,
        file=file.case.id,
        compartment=record.compartment,
        desk=record.desk_id,
    )
    return record
