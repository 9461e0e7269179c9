"""The door of the drafts."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise

from kanaf.actors import policies
from kanaf.actors.actor import Actor
from kanaf.actors.editing import Editable, Value, fields_of, values_of
from kanaf.actors.enums import DraftStatus, DraftTarget
from kanaf.actors.models import DirectoryDraft, Organisation, Service

Target = Service | Organisation


@dataclass(frozen=True)
class ChangeRow:
    """One proposed value beside the present one."""

    field: Editable
    before: Value
    after: Value
    is_stale: bool

    @property
    def label(self) -> str | Promise:
        return self.field.full_label

    @property
    def is_addition(self) -> bool:
        return self.before in (None, "", [])

    @property
    def before_text(self) -> str:
        return self.field.text(self.before)

    @property
    def after_text(self) -> str:
        return self.field.text(self.after)


@dataclass(frozen=True)
class DraftView:
    """A draft with what it is about, ready to be read."""

    draft: DirectoryDraft
    target: Target
    rows: list[ChangeRow]

    @property
    def is_stale(self) -> bool:
        """The entry changed since the draft was written."""
        return any(row.is_stale for row in self.rows)


def target_of(target_type: str, target_id: UUID) -> Target:
    """The entry a draft is about; a new service is about its organisation."""
    found: Target | None
    if target_type == DraftTarget.SERVICE:
        related = ("names", "languages", "accessibility", "phones", "organisation__names")
        found = Service.objects.select_related("organisation").prefetch_related(*related).filter(pk=target_id).first()
    else:
        found = Organisation.objects.prefetch_related("names", "phones").filter(pk=target_id).first()
    if found is None:
        raise Http404
    return found


def list_drafts(actor: Actor, *, waiting: bool = True) -> QuerySet[DirectoryDraft]:
    """One's own drafts, and all of them for the directory editors."""
    drafts = DirectoryDraft.objects.readable_by(actor).select_related("author", "decided_by")
    if waiting:
        return drafts.filter(status=DraftStatus.PROPOSED)
    return drafts.exclude(status=DraftStatus.PROPOSED).order_by("-decided_at")


def targets_of(drafts: list[DirectoryDraft]) -> dict[UUID, Target]:
    """What a list of drafts is about, in two queries and their names."""
    ids = [draft.target_id for draft in drafts]
    services = Service.objects.filter(pk__in=ids).prefetch_related("names")
    organisations = Organisation.objects.filter(pk__in=ids).prefetch_related("names")
    return {**{s.pk: s for s in services}, **{o.pk: o for o in organisations}}


def get_draft(
    actor: Actor, draft_id: UUID, *, to: Callable[[Actor, DirectoryDraft], bool] = policies.can_read_draft
) -> DirectoryDraft:
    drafts = DirectoryDraft.objects.readable_by(actor).select_related("author", "decided_by")
    draft = drafts.filter(pk=draft_id).first()
    if draft is None or not to(actor, draft):
        raise Http404
    return draft


def show_draft(actor: Actor, draft_id: UUID) -> DraftView:
    """The draft beside the entry as it stands today."""
    draft = get_draft(actor, draft_id)
    target = target_of(draft.target_type, draft.target_id)
    return DraftView(draft, target, _rows(draft, target))


def _rows(draft: DirectoryDraft, target: Target) -> list[ChangeRow]:
    now = values_of(draft.target_type, target)
    waiting = draft.status == DraftStatus.PROPOSED
    return [
        ChangeRow(field, before, after, is_stale=waiting and now[key] != before)
        for key, field in fields_of(draft.target_type).items()
        if key in draft.changes
        for before, after in [draft.changes[key]]
    ]
