"""The forms of the mapping."""
