"""Who follows the file at the desk that leads it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.events import work as events
from kanaf.cases.models import Case
from kanaf.foundation import versions
from kanaf.grants import access as grants
from kanaf.grants.enums import SubjectKind
from kanaf.grants.powers import bears
from kanaf.journal import services as journal


class CannotFollow(Exception):
    """This person holds, at the leading desk, no role that follows files."""


@transaction.atomic
def assign_worker(*, actor: Actor, case: UUID, worker: UUID, seen: str | None, at: datetime) -> Case:
    """Say who follows the file: a supervisor or coordinator, or the one who hands it over."""
    record = work.locked(actor, case, policies.can_assign).case
    roles = actor_of(worker, at).roles_at(record.lead_desk_id)
    follows = any(bears(role, SubjectKind.CASE, "core", "write") for role in roles)
    if not follows or worker in grants.people_apart(case, at):
        raise CannotFollow
    versions.check(record, seen)
    before, record.worker = record.worker, worker
    record.save(update_fields=["worker", "version"])
    journal.write(
        events.WORKER_ASSIGNED,
        actor=actor,
        subject=record,
        at=at,
        file=record.id,
        before=before and str(before),
        after=str(worker),
    )
    return record
