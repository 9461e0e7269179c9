"""What a court asks of a doctor, and that it was answered: told by one area, taken up by another beside it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.foundation.registry import Registry


class MedicalRequisition(Protocol):
    """A court asked a desk for an examination; in the same transaction."""

    def __call__(
        self,
        *,
        actor: Actor,
        case: UUID,
        requisition: UUID,
        desk_from: UUID,
        desk_to: UUID,
        kind: str,
        due_at: datetime,
        at: datetime,
    ) -> None: ...


class RequisitionMet(Protocol):
    """The certificate that a requisition asked for was handed to the court; in the same transaction."""

    def __call__(self, *, actor: Actor, case: UUID, requisition: UUID, at: datetime) -> None: ...


medical_requisitions: Registry[MedicalRequisition] = Registry("medical requisitions")
requisitions_met: Registry[RequisitionMet] = Registry("requisitions met")
