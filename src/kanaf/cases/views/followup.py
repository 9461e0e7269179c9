"""Pages of contacts, notes and documents."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.actor import Actor, ActorRequest
from kanaf.cases import access, documents, policies
from kanaf.cases.access import work
from kanaf.cases.enums import ContactKind
from kanaf.cases.forms.answers import yes_no
from kanaf.cases.forms.followup import AttachmentForm, ChangeContactForm, ChangeNoteForm, ContactForm, NoteForm
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import attachments, contacts, notes
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock, pages
from kanaf.foundation.pages import form_for
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.enums import Compartment

ROOM_FOR_THE_REST = 64 * 1024
"""What a form weighs beside the document it carries."""


def can_record(actor: Actor, file: OpenFile) -> bool:
    """Whoever may write somewhere in the open file, or owes the contact after closing."""
    writes = file.case.is_open and bool(work.writable_parts(file))
    return actor.is_active and (writes or policies.can_contact_after_closing(actor, file))


def can_add(actor: Actor, file: OpenFile) -> bool:
    """Whoever may write somewhere in the open file."""
    return actor.is_active and file.case.is_open and bool(work.writable_parts(file, work.DOCUMENT_PARTS))


@require_http_methods(["GET", "POST"])
def record_contact(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Record a contact; the next one counts from it."""
    file = access.get_case(request.actor, case_id, to=can_record)
    form = form_for(
        request,
        ContactForm,
        draft=f"cases:record_contact:{case_id}",
        kinds=_kinds(file),
        parts=_parts(file),
        initial={"when": clock.now()},
    )
    if form.is_valid():
        contacts.record_contact(actor=request.actor, case=case_id, at=clock.now(), **form.cleaned_data)
        return done(request, file, _("The contact is recorded."))
    return draw(request, "cases/tasks/contact.html", file, form, title=_("Record a contact"))


def _kinds(file: OpenFile) -> list[str]:
    """After closing, the contact that was promised; before, all the others."""
    if not file.case.is_open:
        return [ContactKind.POST_CLOSURE]
    return [kind for kind in ContactKind.values if kind != ContactKind.POST_CLOSURE]


def _parts(file: OpenFile) -> list[str]:
    return work.writable_parts(file) if file.case.is_open else [Compartment.SOCIAL]


@require_http_methods(["GET", "POST"])
def edit_contact(request: ActorRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """Correct a contact of one's own desk."""
    file = access.get_case(request.actor, case_id, to=can_record)
    record = work.get_contact(file, contact_id)
    _only_own_desk(request.actor, file, record)
    form = form_for(
        request,
        ChangeContactForm,
        draft=f"cases:edit_contact:{contact_id}",
        kinds=_kinds(file),
        parts=[],
        version=record.version,
        initial=_contact_values(record),
    )
    if form.is_valid():
        try:
            contacts.change_contact(
                actor=request.actor,
                case=case_id,
                contact=contact_id,
                seen=form.seen_version,
                at=clock.now(),
                **form.cleaned_data,
            )
        except StaleVersion as stale:
            current: Any = stale.current
            return pages.stale(request, form, _contact_values(record), current.version)
        return done(request, file, _("The contact is corrected."))
    access.note_reading(file, [record.compartment])
    return draw(request, "cases/tasks/contact.html", file, form, title=_("Correct a contact"))


def _only_own_desk(actor: Actor, file: OpenFile, record: Any) -> None:
    may = policies.can_write_in(actor, file, record.compartment)
    if not may or record.desk_id not in actor.desk_ids:
        raise Http404


def _contact_values(record: Any) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "when": record.at,
        "child_seen": yes_no(record.child_seen),
        "child_alone": yes_no(record.child_alone),
        "note": record.note or "",
    }


@require_http_methods(["GET", "POST"])
def add_note(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Write a note in one of the parts open to the writer."""
    file = access.get_case(request.actor, case_id, to=_can_note)
    form = form_for(request, NoteForm, draft=f"cases:add_note:{case_id}", parts=work.writable_parts(file))
    if form.is_valid():
        notes.add_note(actor=request.actor, case=case_id, at=clock.now(), **form.cleaned_data)
        return done(request, file, _("The note is in the file."))
    return draw(request, "cases/tasks/note.html", file, form, title=_("Write a note"))


def _can_note(actor: Actor, file: OpenFile) -> bool:
    return actor.is_active and file.case.is_open and bool(work.writable_parts(file))


@require_http_methods(["GET", "POST"])
def edit_note(request: ActorRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Correct a note of one's own desk."""
    file = access.get_case(request.actor, case_id, to=_can_note)
    record = work.get_note(file, note_id)
    _only_own_desk(request.actor, file, record)
    form = form_for(
        request,
        ChangeNoteForm,
        draft=f"cases:edit_note:{note_id}",
        version=record.version,
        initial={"text": record.text or ""},
    )
    if form.is_valid():
        try:
            notes.change_note(
                actor=request.actor,
                case=case_id,
                note=note_id,
                seen=form.seen_version,
                at=clock.now(),
                **form.cleaned_data,
            )
        except StaleVersion as stale:
            return pages.stale(request, form, {"text": record.text}, stale.current.version)
        return done(request, file, _("The note is corrected."))
    access.note_reading(file, [record.compartment])
    return draw(request, "cases/tasks/note.html", file, form, title=_("Correct a note"))


@require_safe
def list_attachments(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The documents of the parts that are open to the reader."""
    file = access.get_case(request.actor, case_id)
    records = work.attachments(file)
    access.note_reading(file, {record.compartment for record in records})
    may_add = can_add(request.actor, file)
    return draw(request, "cases/tasks/attachments.html", file, records=records, can_add=may_add)


@require_http_methods(["GET", "POST"])
def add_attachment(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Add a document; what it tells of its maker is removed before it is kept."""
    file = access.get_case(request.actor, case_id, to=can_add)
    weight = int(request.META.get("CONTENT_LENGTH") or 0)
    form = form_for(
        request,
        AttachmentForm,
        draft=f"cases:add_attachment:{case_id}",
        parts=work.writable_parts(file, work.DOCUMENT_PARTS),
        is_too_large=weight > documents.LARGEST + ROOM_FOR_THE_REST,
    )
    if form.is_valid() and (answer := _attach(request, file, form)):
        return answer
    return draw(request, "cases/tasks/attachment.html", file, form)


def _attach(request: ActorRequest, file: OpenFile, form: AttachmentForm) -> HttpResponse | None:
    """The answer once kept; ``None`` when the document itself is refused."""
    given = form.cleaned_data
    try:
        attachments.add_attachment(
            actor=request.actor,
            case=file.case.id,
            compartment=given["compartment"],
            title=given["title"],
            content=given["document"].read(),
            at=clock.now(),
        )
    except documents.Refused as refused:
        form.add_error("document", str(refused.sentence))
        return None
    return done(request, file, _("The document is in the file."))


@require_safe
def download_attachment(request: ActorRequest, case_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Hand a document over, to be kept and never run; the journal says so."""
    file = access.get_case(request.actor, case_id)
    record = work.get_attachment(file, attachment_id)
    attachments.note_taking_out(record)
    response = HttpResponse(attachments.content_of(record), content_type=record.media_type)
    name = f"{file.case.code}-{record.id.hex[:6]}.{documents.extension_of(record.media_type)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
