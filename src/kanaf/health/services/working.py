"""What the services of health share: the file, opened again under the policy, and the desk one acts for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models

from kanaf.actors.actor import Actor
from kanaf.cases.access import work
from kanaf.cases.access.files import Policy
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.events import EventKind
from kanaf.grants.enums import Compartment, Level
from kanaf.health.access import folder
from kanaf.health.models import Request
from kanaf.health.policies import can_record
from kanaf.journal import services as journal


class NoLongerWaits(Exception):
    """The request was answered or taken back meanwhile."""


def opened(actor: Actor, case: UUID, policy: Policy) -> OpenFile:
    """The file held until the end of the transaction. Raises ``PermissionDenied``."""
    return work.locked(actor, case, policy)


def waiting(file: OpenFile, request: UUID, seen: str | None) -> Request:
    """A request that still waits, as the person saw it. Raises ``NoLongerWaits``, ``StaleVersion``."""
    record = folder.get_request(file, request)
    if not record.waits:
        raise NoLongerWaits
    versions.check(record, seen)
    return record


def to_record(actor: Actor, file: OpenFile, request: UUID) -> Request:
    """A request about which the actor may say what was done. Raises ``PermissionDenied``."""
    record = folder.get_request(file, request)
    if not can_record(actor, file, record):
        raise PermissionDenied
    return record


def acting_desk(actor: Actor, file: OpenFile, at: datetime) -> UUID:
    """The desk in whose name the actor writes in the medical part: the lead if it is theirs."""
    if file.case.lead_desk_id in actor.desk_ids:
        return file.case.lead_desk_id
    written = {
        grant.desk_id
        for grant in folder.granted(file.case.id, at)
        if not grant.is_offer and grant.compartment == Compartment.MEDICAL and grant.level == Level.WRITE
    }
    if mine := sorted(written & actor.desk_ids):
        return mine[0]
    raise PermissionDenied


def tell(
    kind: EventKind, actor: Actor, record: models.Model, at: datetime, *, desk: UUID | None = None, **kept: Any
) -> None:
    """Journal it, in the medical part of its file."""
    journal.write(
        kind,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,  # type: ignore[attr-defined]
        compartment=Compartment.MEDICAL,
        desk=desk,
        **kept,
    )
