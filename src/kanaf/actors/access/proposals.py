"""The door of the drafts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kanaf.actors import policies
from kanaf.actors.access.entries import Line, names_in, target_of
from kanaf.actors.actor import Actor
from kanaf.actors.editing import Editable, Value, Words, fields_of
from kanaf.actors.enums import DraftStatus
from kanaf.actors.models import Agreement, Desk, DirectoryDraft, Organisation, Service, Site
from kanaf.actors.policies import Entry
from kanaf.actors.tables import current, table_of


@dataclass(frozen=True)
class ChangeRow:
    """One proposed value beside the present one, in words."""

    label: Words
    column: str
    before_text: str
    after_text: str
    is_stale: bool


@dataclass(frozen=True)
class DraftView:
    """A draft with what it is about, ready to be read."""

    draft: DirectoryDraft
    target: Entry
    rows: list[ChangeRow]

    @property
    def is_stale(self) -> bool:
        """The entry changed since the draft was written."""
        return any(row.is_stale for row in self.rows)


def list_drafts(actor: Actor, *, waiting: bool = True) -> QuerySet[DirectoryDraft]:
    """One's own drafts, and all of them for the directory editors."""
    drafts = DirectoryDraft.objects.readable_by(actor).select_related("author", "decided_by")
    if waiting:
        return drafts.filter(status=DraftStatus.PROPOSED)
    return drafts.exclude(status=DraftStatus.PROPOSED).order_by("-decided_at")


def targets_of(drafts: list[DirectoryDraft]) -> dict[UUID, Entry]:
    """What a list of drafts is about: one query for each kind of entry, and their names."""
    ids = [draft.target_id for draft in drafts]
    found: dict[UUID, Entry] = {}
    named: tuple[Any, ...] = (Service, Organisation, Site)
    for model in named:
        found.update({entry.pk: entry for entry in model.objects.filter(pk__in=ids).prefetch_related("names")})
    return found | Desk.objects.in_bulk(ids) | Agreement.objects.in_bulk(ids)


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


def _rows(draft: DirectoryDraft, target: Entry) -> list[ChangeRow]:
    now = current(draft.target_type, target, draft.changes)
    waiting = draft.status == DraftStatus.PROPOSED
    fields = fields_of(draft.target_type)
    order = {key: number for number, key in enumerate(fields)}
    return [
        _field_row(fields[key], before, after, is_stale=waiting and now[key] != before)
        if key in fields
        else _table_row(draft.target_type, key, before, after, is_stale=waiting and now[key] != before)
        for key, (before, after) in sorted(draft.changes.items(), key=lambda row: (order.get(row[0], len(order)), row))
    ]


def _field_row(field: Editable, before: Value, after: Value, *, is_stale: bool) -> ChangeRow:
    names = names_in([field], [{field.key: before}, {field.key: after}])
    said = ["" if value in (None, "", []) else field.text(value, names) for value in (before, after)]
    return ChangeRow(field.full_label, field.column, said[0], said[1], is_stale)


def _table_row(target_type: str, key: str, before: Any, after: Any, *, is_stale: bool) -> ChangeRow:
    """A row before and after, one column a line; a row that is added or removed stands on one side only."""
    table = table_of(target_type, key)
    names = names_in(table.columns, [row for row in (before, after) if row])
    said = [Line.of(table, None, row, names).whole if row else "" for row in (before, after)]
    return ChangeRow(table.label, "", said[0], said[1], is_stale)
