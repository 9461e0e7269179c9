"""Names of people in any script: folded to words, heard in one alphabet, compared from 0 to 1.

``prepare`` makes the words of a name; ``likeness`` compares two words and ``likenesses`` one with a ``Table`` of
many, ``beginnings`` with how they begin; ``alike`` compares whole names.
"""

from kanaf.persons.names.alignment import Table, beginnings, likeness, likenesses
from kanaf.persons.names.comparing import alike, together, without_particle
from kanaf.persons.names.prepared import Word, also, prepare, unfinished

__all__ = [
    "Table",
    "Word",
    "alike",
    "also",
    "beginnings",
    "likeness",
    "likenesses",
    "prepare",
    "together",
    "unfinished",
    "without_particle",
]
