"""Keyed traces by which one alleged author named in several files may be noticed: no plaintext, no list, no search.

Numbers leave one trace each. A name leaves one for every two of its words, as heard in either script, with the year
of birth: two people share one when they have two words and a year in common. Purposes of their own keep these traces
from being joined to those that searches use.
"""

from collections.abc import Iterable
from itertools import combinations, product

from kanaf.foundation.vault import blind
from kanaf.persons import names
from kanaf.persons.services import Facts

PURPOSE = "persons.author"
FULL_NAME = 2


def traces(facts: Facts) -> list[bytes]:
    """Everything that the numbers, the names and the year of birth of one person leave."""
    found = {f"n:{scheme}:{value}" for scheme, value in facts.all_numbers.items()}
    for year in _years(facts):
        for name in facts.names:
            found.update(f"y:{year}:{pair}" for pair in _pairs(name))
    return sorted(blind.index(PURPOSE, one) for one in found)


def _years(facts: Facts) -> Iterable[int]:
    """An age that was guessed may be one year off."""
    if not facts.born_on:
        return ()
    year = facts.born_on.year
    return (year - 1, year, year + 1) if facts.is_birth_estimated else (year,)


def _pairs(name: str) -> set[str]:
    words = [word.skeletons for word in names.prepare(name) if not word.is_initial]
    if len(words) < FULL_NAME:
        return set()
    return {"+".join(sorted(both)) for one, other in combinations(words, FULL_NAME) for both in product(one, other)}
