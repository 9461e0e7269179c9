"""Every change of a report or a file: one verb each."""
