"""What the services of justice share: the file, opened again under the policy, and the desk one acts for."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import models

from kanaf.actors.actor import Actor
from kanaf.cases.access import work
from kanaf.cases.access.files import Policy
from kanaf.cases.policies import OpenFile
from kanaf.cases.services.contacts import desk_of
from kanaf.foundation.events import EventKind
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory

END_OF_DAY = time(18, 0)
"""What is due on a day is due when desks close."""


def opened(actor: Actor, case: UUID, policy: Policy) -> OpenFile:
    """The file held until the end of the transaction. Raises ``PermissionDenied``."""
    return work.locked(actor, case, policy)


def evening(day: date) -> datetime:
    """The moment at which desks close that day, in the clock of the country."""
    return datetime.combine(day, END_OF_DAY, tzinfo=territory.working_calendar().zone)


def acting_desk(actor: Actor, file: OpenFile, at: datetime) -> UUID:
    """The desk in whose name the actor works on this file."""
    return desk_of(actor, file, at)


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
