"""Pages of the circuit."""
