"""What assessment, plan and closing have in common: written by one, decided by another."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import Approval
from kanaf.cases.models import Assessment, Closure, Plan
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions


class WaitsForApproval(Exception):
    """It was sent for approval already: nobody changes it before the answer."""


class AlreadyDecided(Exception):
    """Somebody approved it or sent it back meanwhile."""


class Written(Protocol):
    """A text that one person writes and another decides on."""

    status: str
    version: int
    approved_by: UUID | None
    approved_at: datetime | None
    remark: str | None


def check_decision(actor: Actor, file: OpenFile, record: Assessment | Plan | Closure) -> None:
    """Refuse a decision on what is not waiting, or by somebody whose hand is in it."""
    if record.status != Approval.SUBMITTED:
        raise AlreadyDecided
    if not policies.can_decide(actor, file, writers=work.hands_in(record)):
        raise PermissionDenied


def decide(record: Written, actor: Actor, *, approve: bool, remark: str, seen: str | None, at: datetime) -> None:
    """Set the decision on the record in hand; a text that changed meanwhile is not decided on."""
    versions.check(record, seen)
    record.remark = remark or None
    record.status = Approval.APPROVED if approve else Approval.RETURNED
    if approve:
        record.approved_by, record.approved_at = actor.known_id, at


DECISION_FIELDS = ["status", "approved_by", "approved_at", "remark", "version"]
