"""Brothers and sisters: whoever shares parents and has another given name is a relative, and not the same child.

The rule reads the likenesses that the scorer reads (``features.NAMED``); it weighs nothing and learns nothing, so
that a person can check it:

1. the given names are known on both sides, one is not like the other, and neither stands in the field of the family;
2. two of family name, father's name and mother's name are alike, a parent's among them, and no more than one is not;
3. the scorer does not think it possible that the two are one child.

Twins are born on the same day; since a birth date is all that a scorer could hold against one child, of twins whose
given names have nothing in common it may think it likely, but not sure.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching.features import NAMED
from kanaf.persons.matching.strength import POSSIBLE

OTHER_BELOW = 0.68
"""Given names less alike than that are two names."""
NOTHING_IN_COMMON = 0.4
SURE = 0.8
"""Below, of two records with everything in common but the given name, as many are of twins as of one child."""
SAME_FROM = 0.7
"""Names of parents and families from which they are the same, however they are spelt."""
LEAST_SHARED = 2
MOST_UNLIKE = 1
PARENTS = ("father", "mother")
SWAPPED = ("given_as_family", "family_as_given")


class Kin(StrEnum):
    SIBLING = "sibling"
    TWIN = "twin"


def kin(row: npt.NDArray[np.float32], probability: float = 0.0) -> Kin | None:
    """How somebody is related to the one asked for, by their features and the probability that they are the same."""
    values = dict(zip(NAMED, row.tolist(), strict=True))
    are_twins = values["same_day"] == 1
    limit = SURE if are_twins and _alike(values, "given") < NOTHING_IN_COMMON else POSSIBLE
    if probability >= limit or not _has_another_given_name(values) or not _shares_parents(values):
        return None
    return Kin.TWIN if are_twins else Kin.SIBLING


def _has_another_given_name(values: Mapping[str, float]) -> bool:
    alike = _alike(values, "given")
    return alike < OTHER_BELOW and not any(values[name] >= OTHER_BELOW for name in SWAPPED)


def _shares_parents(values: Mapping[str, float]) -> bool:
    known = {kind: _alike(values, kind) for kind in ("family", *PARENTS)}
    same = [kind for kind, alike in known.items() if alike >= SAME_FROM]
    unlike = [kind for kind, alike in known.items() if alike < SAME_FROM]
    return len(same) >= LEAST_SHARED and any(kind in PARENTS for kind in same) and len(unlike) <= MOST_UNLIKE


def _alike(values: Mapping[str, float], kind: str) -> float:
    """Not a number where the name is unknown on one side; such a name is neither the same nor another."""
    return max(values[f"{kind}_asked"], values[f"{kind}_kept"])
