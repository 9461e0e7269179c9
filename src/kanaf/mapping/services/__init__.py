"""Every change of the mapping: one verb each."""
