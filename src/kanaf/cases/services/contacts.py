"""Contacts with the child and the family: what was seen, and when the next one is due."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import ContactKind
from kanaf.cases.events import work as events
from kanaf.cases.models import Contact
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.events import EventKind
from kanaf.foundation.ids import new_id
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal


@transaction.atomic
def record_contact(
    *,
    actor: Actor,
    case: UUID,
    kind: str,
    when: datetime,
    child_seen: bool,
    child_alone: bool,
    note: str,
    compartment: str,
    at: datetime,
    contact_id: UUID | None = None,
) -> Contact:
    """Record what happened; what comes next counts from there. Raises ``PermissionDenied``."""
    file = work.allowed(actor, case, policies.can_read)
    _check_kind(actor, file, kind, compartment)
    contact = Contact.objects.create(
        id=contact_id or new_id(),
        case=file.case,
        compartment=compartment,
        kind=kind,
        at=when,
        child_seen=child_seen,
        child_alone=child_alone,
        note=note,
        desk_id=desk_of(actor, file, at),
        written_by=actor.known_id,
        written_at=at,
    )
    _journal(events.CONTACT_RECORDED, actor, file, contact, at)
    return contact


def _check_kind(actor: Actor, file: OpenFile, kind: str, compartment: str) -> None:
    """A closed file takes the contact promised after closing, and nothing else."""
    if kind == ContactKind.POST_CLOSURE:
        may = policies.can_contact_after_closing(actor, file) and compartment == Compartment.SOCIAL
    else:
        may = compartment in work.WRITABLE and policies.can_write_in(actor, file, compartment)
    if not may:
        raise PermissionDenied


def _journal(kind: EventKind, actor: Actor, file: OpenFile, contact: Contact, at: datetime) -> None:
    """The next contact counts from the newest that the desk in charge had."""
    later = Contact.objects.filter(case=file.case, at__gt=contact.at).exclude(kind=ContactKind.POST_CLOSURE)
    journal.write(
        kind,
        actor=actor,
        subject=contact,
        at=at,
        file=file.case.id,
        compartment=contact.compartment,
        contact=contact.kind,
        child_seen=contact.child_seen,
        happened_at=contact.at.isoformat(),
        by_lead=policies.can_follow(actor, file),
        is_newest=not later.exists(),
    )


@transaction.atomic
def change_contact(
    *,
    actor: Actor,
    case: UUID,
    contact: UUID,
    kind: str,
    when: datetime,
    child_seen: bool,
    child_alone: bool,
    note: str,
    seen: str | None,
    at: datetime,
) -> Contact:
    """Correct what was recorded; its part of the file stays. Raises ``StaleVersion``."""
    file = work.allowed(actor, case, policies.can_read)
    record = work.get_contact(file, contact)
    if not policies.can_write_in(actor, file, record.compartment) or record.desk_id not in actor.desk_ids:
        raise PermissionDenied
    if (kind == ContactKind.POST_CLOSURE) != (record.kind == ContactKind.POST_CLOSURE):
        raise PermissionDenied
    versions.check(record, seen)
    record.kind, record.at, record.note = kind, when, note
    record.child_seen, record.child_alone = child_seen, child_alone
    record.save(update_fields=["kind", "at", "note", "child_seen", "child_alone", "version"])
    _journal(events.CONTACT_CHANGED, actor, file, record, at)
    return record


def desk_of(actor: Actor, file: OpenFile, at: datetime) -> UUID:
    """The desk in whose name the actor works on this file: the lead if it is theirs."""
    if file.case.lead_desk_id in actor.desk_ids:
        return file.case.lead_desk_id
    granted = grants.desks_with_access([file.case.id], at).get(file.case.id, set())
    if mine := sorted(granted & actor.desk_ids):
        return mine[0]
    raise PermissionDenied
