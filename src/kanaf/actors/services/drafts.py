"""Changes of the directory: proposed by one, decided by another."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kanaf.actors import access, policies
from kanaf.actors.actor import Actor
from kanaf.actors.editing import Value, changed
from kanaf.actors.enums import DraftStatus
from kanaf.actors.events import CHANGE_APPROVED, CHANGE_PROPOSED, CHANGE_REFUSED
from kanaf.actors.models import DirectoryDraft
from kanaf.actors.services.applying import apply
from kanaf.actors.tables import current, seal_of
from kanaf.journal import services as journal


class NothingChanged(Exception):
    """The proposal says what the directory says already."""


class DraftAlreadyDecided(Exception):
    """Somebody else decided in the meantime."""


class StaleDraft(Exception):
    """The entry changed since the draft was written; approving would undo that."""


class Unwritable(Exception):
    """The directory could not hold what is proposed: it says so already, or two answers contradict each other."""


class SeenChanged(Exception):
    """Somebody changed the entry after the person opened its form."""

    def __init__(self, now: Mapping[str, Value]) -> None:
        super().__init__()
        self.now = now


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    target_type: str,
    target_id: UUID,
    values: Mapping[str, Value],
    note: str,
    at: datetime,
    seen: str | None = None,
) -> DirectoryDraft:
    """Keep what differs from the entry; ``seen`` seals what the author was looking at.

    Raises ``NothingChanged``, ``SeenChanged`` or ``Unwritable``.
    """
    target = access.target_of(target_type, target_id)
    if not policies.can_propose_about(actor, target):
        raise PermissionDenied
    now = current(target_type, target, values)
    if seen is not None and seen != seal_of(now):
        raise SeenChanged(now)
    changes = changed(now, values)
    if not changes:
        raise NothingChanged
    _try(target_type, target_id, {key: after for key, (_before, after) in changes.items()})
    draft = DirectoryDraft.objects.create(
        target_type=target_type,
        target_id=target_id,
        changes=changes,
        note=note,
        author_id=actor.known_id,
        proposed_at=at,
    )
    journal.write(CHANGE_PROPOSED, actor=actor, subject=draft, at=at, target=str(target_id))
    return draft


@transaction.atomic
def approve_change(*, actor: Actor, draft: DirectoryDraft, at: datetime, renamed: bool = False) -> DirectoryDraft:
    """Write the draft in the directory; ``renamed`` keeps an organisation's former name with its last day.

    Raises ``DraftAlreadyDecided`` or ``StaleDraft``.
    """
    draft = _lock(actor, draft)
    target = access.target_of(draft.target_type, draft.target_id)
    now = current(draft.target_type, target, draft.changes)
    if any(now[key] != before for key, (before, _after) in draft.changes.items()):
        raise StaleDraft
    wanted = {key: after for key, (_before, after) in draft.changes.items()}
    try:
        apply(draft.target_type, target, wanted, renamed_on=timezone.localdate(at) if renamed else None)
    except ValidationError:
        raise StaleDraft from None
    return _decide(actor, draft, DraftStatus.APPROVED, at)


@transaction.atomic
def refuse_change(*, actor: Actor, draft: DirectoryDraft, reason: str, at: datetime) -> DirectoryDraft:
    """Say no, with words for the author; raises ``DraftAlreadyDecided``."""
    draft = _lock(actor, draft)
    draft.reason = reason
    return _decide(actor, draft, DraftStatus.REFUSED, at)


def _try(target_type: str, target_id: UUID, values: Mapping[str, Value]) -> None:
    """Write it and take it back at once: what cannot be written is refused while its author is there."""
    try:
        with transaction.atomic():
            apply(target_type, access.target_of(target_type, target_id), values)
            transaction.set_rollback(True)
    except ValidationError:
        raise Unwritable from None


def _lock(actor: Actor, draft: DirectoryDraft) -> DirectoryDraft:
    draft = DirectoryDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.status != DraftStatus.PROPOSED:
        raise DraftAlreadyDecided
    if not policies.can_decide_draft(actor, draft):
        raise PermissionDenied
    return draft


def _decide(actor: Actor, draft: DirectoryDraft, status: DraftStatus, at: datetime) -> DirectoryDraft:
    draft.status, draft.decided_by_id, draft.decided_at = status, actor.id, at
    draft.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    kind = CHANGE_APPROVED if status == DraftStatus.APPROVED else CHANGE_REFUSED
    journal.write(kind, actor=actor, subject=draft, at=at, target=str(draft.target_id))
    return draft
