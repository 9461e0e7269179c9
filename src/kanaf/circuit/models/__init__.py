"""Protocol versions, what they make everybody owe, who is on duty, and what silence told."""

from kanaf.circuit.models.alerts import Alert, Shift
from kanaf.circuit.models.protocols import FollowedProtocol, Obligation, ProtocolVersion, Review, Signature

__all__ = ["Alert", "FollowedProtocol", "Obligation", "ProtocolVersion", "Review", "Shift", "Signature"]
