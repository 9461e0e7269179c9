"""What the services of justice share: the file, opened again under the policy, and the desk one acts for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models

from kanaf.actors.actor import Actor
from kanaf.cases.access import work
from kanaf.cases.access.files import Policy
from kanaf.cases.policies import OpenFile
from kanaf.foundation.events import EventKind
from kanaf.grants.enums import Compartment, Level
from kanaf.journal import services as journal
from kanaf.justice.access.folder import held


def opened(actor: Actor, case: UUID, policy: Policy) -> OpenFile:
    """The file held until the end of the transaction. Raises ``PermissionDenied``."""
    return work.locked(actor, case, policy)


def acting_desk(actor: Actor, file: OpenFile, at: datetime) -> UUID:
    """The desk in whose name the actor writes in the judicial part: the lead if it is theirs."""
    if file.case.lead_desk_id in actor.desk_ids:
        return file.case.lead_desk_id
    written = {
        grant.desk_id
        for grant in held(file.case.id, at)
        if grant.compartment == Compartment.JUDICIAL and grant.level == Level.WRITE
    }
    if mine := sorted(written & actor.desk_ids):
        return mine[0]
    raise PermissionDenied


def tell(
    kind: EventKind, actor: Actor, record: models.Model, at: datetime, *, desk: UUID | None = None, **kept: Any
) -> None:
    """Journal it, in the judicial part of its file."""
    journal.write(
        kind,
        actor=actor,
        subject=record,
        at=at,
        file=record.case_id,  # type: ignore[attr-defined]
        compartment=Compartment.JUDICIAL,
        desk=desk,
        **kept,
    )
