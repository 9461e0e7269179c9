"""How a concern raised in any area becomes a report: the one handler."""

from kanaf.cases.services.reports import receive_concern
from kanaf.foundation.concerns import Concern, Receipt, handled_by


@handled_by
def receive(concern: Concern) -> Receipt:
    """The area that raised it learns that it arrived, and nothing else."""
    received = receive_concern(concern=concern, at=concern.at)
    return Receipt(reference=received.report, read_before=received.read_before)
