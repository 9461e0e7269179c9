"""What people and the clock do to the circuit."""

from kanaf.circuit.services.duty import plan_shift, remove_shift
from kanaf.circuit.services.escalation import read_alert
from kanaf.circuit.services.versions import adopt

__all__ = ["adopt", "plan_shift", "read_alert", "remove_shift"]
