"""Documents: checked, stripped and sealed before anybody may find them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import documents, policies
from kanaf.cases.access import work
from kanaf.cases.events import work as events
from kanaf.cases.models import Attachment
from kanaf.cases.services.contacts import desk_of
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import files
from kanaf.journal import services as journal


@transaction.atomic
def add_attachment(
    *,
    actor: Actor,
    case: UUID,
    compartment: str,
    title: str,
    content: bytes,
    at: datetime,
    attachment_id: UUID | None = None,
) -> Attachment:
    """Keep a document in a part of the file. Raises ``PermissionDenied``, ``documents.Refused``."""
    file = work.allowed(actor, case, policies.can_read)
    if compartment not in work.DOCUMENT_PARTS or not policies.can_write_in(actor, file, compartment):
        raise PermissionDenied
    clean = documents.clean(content)
    attachment = Attachment.objects.create(
        id=attachment_id or new_id(),
        case=file.case,
        compartment=compartment,
        title=title,
        stored=files.store(file.case.id, clean.content),
        media_type=clean.media_type,
        size=len(clean.content),
        desk_id=desk_of(actor, file, at),
        added_by=actor.known_id,
        added_at=at,
    )
    journal.write(
        events.ATTACHMENT_ADDED,
        actor=actor,
        subject=attachment,
        at=at,
        file=file.case.id,
        compartment=compartment,
        desk=attachment.desk_id,
        media_type=clean.media_type,
        size=attachment.size,
    )
    return attachment


def note_taking_out(attachment: Attachment) -> None:
    """Journal that a document leaves; called by the page that hands it over."""
    journal.note_read(
        events.ATTACHMENT_READ,
        subject=attachment,
        file=attachment.case_id,
        compartment=attachment.compartment,
        media_type=attachment.media_type,
    )


def content_of(attachment: Attachment) -> bytes:
    """The document itself, opened with the file's key."""
    return files.load(attachment.case_id, attachment.stored)
