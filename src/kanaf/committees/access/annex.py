"""The restricted annex: code, stage, what blocks; for those bound by professional secrecy."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.models import Case
from kanaf.committees.access.meetings import OpenMeeting
from kanaf.committees.events import ANNEX_READ
from kanaf.committees.models import AnnexItem
from kanaf.committees.policies import can_read_annex
from kanaf.foundation import clock, readonly
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal
from kanaf.territory import access as territory


@dataclass(frozen=True)
class Line:
    """One file before the committee: everything that anybody there may see of it."""

    item: AnnexItem
    code: str
    stage: str
    blocker: str
    outcome: str


def _items(opened: OpenMeeting) -> QuerySet[AnnexItem]:
    return AnnexItem.objects.filter(meeting=opened.meeting).select_related("committee", "desk")


def annex_of(actor: Actor, opened: OpenMeeting) -> Sequence[Line]:
    """The files of this meeting; 404 for whoever is not bound. The reading is journaled."""
    if not can_read_annex(actor, opened.file):
        raise Http404
    keys.preload([opened.file.committee.annex])
    lines = [_line(item) for item in _items(opened)]
    with readonly.writing_allowed("a read of the restricted annex is journaled"):
        journal.write(ANNEX_READ, subject=opened.meeting, at=clock.now(), committee=str(opened.file.committee.id))
    return lines


def _line(item: AnnexItem) -> Line:
    return Line(
        item=item,
        code=str(item.code or ""),
        stage=item.get_stage_display(),
        blocker=territory.label_of("committee_blocker", item.blocker),
        outcome=territory.label_of("committee_outcome", item.outcome) if item.outcome else "",
    )


def get_annex_item(actor: Actor, opened: OpenMeeting, item_id: UUID) -> AnnexItem:
    item = _items(opened).filter(pk=item_id).first() if can_read_annex(actor, opened.file) else None
    if item is None:
        raise Http404
    return item


def readable_file(actor: Actor, code: str) -> Case | None:
    """The open file of that code, if the actor reads it: a code nobody knows and a hidden one look the same."""
    readable = Case.objects.readable_by(actor, clock.now())
    return readable.filter(code=code.strip().upper(), status="open").first()
