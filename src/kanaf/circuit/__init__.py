"""The circuit: protocol versions, what they make everybody owe, clocks and escalation."""
