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
from kanaf.cases.services import deadlines, rhythm
from kanaf.foundation import versions
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
    """Record what happened; the file counts its next contact from there. Raises ``PermissionDenied``."""
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
    journal.write(
        events.CONTACT_RECORDED,
        actor=actor,
        subject=contact,
        at=at,
        file=file.case.id,
        compartment=compartment,
        contact=kind,
        child_seen=child_seen,
    )
    if policies.can_follow(actor, file):
        _count_from(actor, file, contact, at)
    elif kind == ContactKind.POST_CLOSURE:
        deadlines.meet(actor=actor, file=file.case.id, key="post_closure_contact", at=at)
    return contact


def _check_kind(actor: Actor, file: OpenFile, kind: str, compartment: str) -> None:
    """A closed file takes the contact promised after closing, and nothing else."""
    if kind == ContactKind.POST_CLOSURE:
        may = policies.can_contact_after_closing(actor, file) and compartment == Compartment.SOCIAL
    else:
        may = compartment in work.WRITABLE and policies.can_write_in(actor, file, compartment)
    if not may:
        raise PermissionDenied


def _count_from(actor: Actor, file: OpenFile, contact: Contact, at: datetime) -> None:
    """The child was reached: the first contact is met, and the next one counts from the newest."""
    case = file.case
    if contact.kind == ContactKind.FIRST_CONTACT or contact.child_seen:
        deadlines.meet(actor=actor, file=case.id, key=rhythm.FIRST_CONTACT, at=at)
    if Contact.objects.filter(case=case, at__gt=contact.at).exclude(kind=ContactKind.POST_CLOSURE).exists():
        return
    deadlines.meet(actor=actor, file=case.id, key=rhythm.FOLLOW_UP, at=at)
    rhythm.owe(actor=actor, case=case, key=rhythm.FOLLOW_UP, at=at, start=contact.at)


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
    journal.write(
        events.CONTACT_CHANGED,
        actor=actor,
        subject=record,
        at=at,
        file=file.case.id,
        compartment=record.compartment,
        contact=kind,
        child_seen=child_seen,
    )
    if policies.can_follow(actor, file) and kind != ContactKind.POST_CLOSURE:
        _count_from(actor, file, record, at)
    return record


def desk_of(actor: Actor, file: OpenFile, at: datetime) -> UUID:
    """The desk in whose name the actor works on this file: the lead if it is theirs."""
    if file.case.lead_desk_id in actor.desk_ids:
        return file.case.lead_desk_id
    granted = grants.desks_with_access([file.case.id], at).get(file.case.id, set())
    if mine := sorted(granted & actor.desk_ids):
        return mine[0]
    raise PermissionDenied
