"""What changes in the circuit: versions of protocols, and the version that a file follows."""

from kanaf.circuit.services.versions import adopt

__all__ = ["adopt"]
