"""Names of people in any script: folded to words, heard in one alphabet, compared from 0 to 1.

``prepare`` makes the words of a name; ``likeness`` compares two words and ``likenesses`` one with a ``Table`` of
many; ``alike`` compares whole names. ``traces`` are the keyed hashes by which names are found in the database.
"""

from kanaf.persons.names.alignment import Table, likeness, likenesses
from kanaf.persons.names.comparing import alike
from kanaf.persons.names.prepared import Word, also, prepare

__all__ = ["Table", "Word", "alike", "also", "likeness", "likenesses", "prepare"]
