"""A file leaves the version that it began under: seen beforehand, reasoned and journaled."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.access import work
from kanaf.cases.policies import OpenFile
from kanaf.circuit import access_protocols as access
from kanaf.circuit import events, policies, projections
from kanaf.circuit.enums import MoveReason
from kanaf.circuit.machines import machine_of
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.moving import Row, Shift, Turn, mark_of, shifts
from kanaf.journal import services as journal


class PreviewChanged(Exception):
    """Something happened to the file, or to the protocols, since the preview was shown."""


class NothingToFollow(Exception):
    """The file follows what is in force already, or follows nothing."""


@dataclass(frozen=True)
class Preview:
    """Both versions, what is owed under the newer one, and what that changes."""

    old: ProtocolVersion
    new: ProtocolVersion
    rows: list[dict[str, Any]]
    shifts: list[Shift]
    mark: str

    @property
    def waiting(self) -> list[Shift]:
        """What changes of what is still owed."""
        return [one for one in self.shifts if one.is_open]

    @property
    def past(self) -> list[Shift]:
        """What would have been counted otherwise, and is over."""
        return [one for one in self.shifts if not one.is_open]


def preview_of(file: OpenFile) -> Preview:
    """What moving the file would change, by the pure function; nothing is written. Raises ``NothingToFollow``."""
    followed = access.followed(file.case.id)
    new = access.newer_version(file.case.id, file.case.lead_desk_id)
    state = _state(file.case.id)
    if followed is None or new is None or state is None:
        raise NothingToFollow
    happened = [projections.event_of(row) for row in state["events"] or []]
    before: list[Row] = [*projections.rows_of(machine_of(followed.protocol_id), happened)]
    after = projections.rows_of(machine_of(new.id), happened)
    mark = mark_of(before, after, str(followed.protocol_id), str(new.id))
    told = [one for one in shifts(before, after) if _is_known(file, one)]
    return Preview(followed.protocol, new, after, told, mark)


def _is_known(file: OpenFile, shift: Shift) -> bool:
    """Whether the reader may know of it: what is owed in justice and medicine is of that part."""
    return all(file.reads(str(row["compartment"])) for row in (shift.before, shift.after) if row is not None)


def _state(file: UUID) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_file_state(%s, %s)", [file, list(projections.QUIET)])
        found = cursor.fetchone()[0]
    return json.loads(found) if found else None


@transaction.atomic
def move_file(*, actor: Actor, case: UUID, reason: MoveReason, why: str, seen: str | None, at: datetime) -> Preview:
    """Follow the version in force at the leading desk from now on: what the preview said, and nothing else.

    ``why`` is sealed under the file's key. Raises ``PermissionDenied``, ``NothingToFollow`` and ``PreviewChanged``.
    """
    file = work.locked(actor, case, policies.can_move)
    preview = preview_of(file)
    if preview.mark != seen:
        raise PreviewChanged
    turns = Counter(one.turn for one in preview.shifts)
    journal.write(
        events.FILE_MOVED, actor=actor, subject=file.case, at=at, file=case, desk=file.case.lead_desk_id,
        sealed={"why": why}, version_from=str(preview.old.id), version_to=str(preview.new.id), reason=reason.value,
        appear=turns[Turn.APPEARS], disappear=turns[Turn.DISAPPEARS], differ=turns[Turn.DIFFERS],
    )  # fmt: skip
    _follow(case, preview, reason, at)
    return preview


def _follow(case: UUID, preview: Preview, reason: MoveReason, at: datetime) -> None:
    values: list[Any] = [case, preview.new.id, reason.value, json.dumps(preview.rows), at]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_follow_protocol(%s, %s, %s, %s, %s)", values)
