"""Where the file stands in the six official steps."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import Stage
from kanaf.cases.events import work as events
from kanaf.cases.models import Case
from kanaf.foundation import versions
from kanaf.journal import services as journal


@transaction.atomic
def move_stage(*, actor: Actor, case: UUID, stage: Stage, seen: str | None, at: datetime) -> Case:
    """Move the file to a step, forward or back. Raises ``PermissionDenied``, ``StaleVersion``."""
    record = work.locked(actor, case, policies.can_follow).case
    if record.stage == stage:
        return record
    versions.check(record, seen)
    before, record.stage = record.stage, stage
    record.save(update_fields=["stage", "version"])
    journal.write(
        events.STAGE_MOVED, actor=actor, subject=record, at=at, file=record.id, before=before, after=stage.value
    )
    return record
