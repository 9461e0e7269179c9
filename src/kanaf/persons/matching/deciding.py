"""Between two people who may both be the one meant: the one thing to ask, on which they differ most.

Only what nobody said yet is asked, and only what is known of both: the question says that they differ, never how.
"""

from collections.abc import Callable
from math import log
from typing import TYPE_CHECKING, Any

from kanaf.persons import names
from kanaf.persons.matching import births
from kanaf.persons.matching.index import around

if TYPE_CHECKING:
    from kanaf.persons.models import Person

ASKED = {"mother_name": 1.0, "born_on": 0.95, "father_name": 0.9, "sex": 0.6, "commune": 0.6, "phone": 0.4}
"""What may be asked, and how surely people know it."""
CLOSE = log(9)
"""Nats between the odds of two people who are close: the first is at most nine times as likely as the second."""
LEAST_APART = 0.35
"""How far apart two people must be in one thing for it to decide."""
SURELY = 1e-6
NEIGHBOUR = 0.6
"""Another commune of the same province; people move, and say the name of the next one."""


def are_close(first: float, second: float) -> bool:
    """Whether two probabilities leave it open which of the two is meant."""
    return abs(_odds(first) - _odds(second)) <= CLOSE


def _odds(probability: float) -> float:
    within = min(max(probability, SURELY), 1 - SURELY)
    return log(within / (1 - within))


def field_that_decides(one: "Person", other: "Person", said: Callable[[str], Any]) -> str:
    """The field to ask for, empty when none would decide; ``said`` gives what is known already of whom one seeks.

    What families know best comes first where two fields are as telling.
    """
    apart = {name: weight * _apart(name, one, other) for name, weight in ASKED.items() if not said(name)}
    best = max(apart, key=lambda name: apart[name], default="")
    return best if best and apart[best] >= LEAST_APART else ""


def _apart(name: str, one: "Person", other: "Person") -> float:
    """From 0 to 1; 0 when it is not known of both."""
    if name == "born_on":
        return _births_apart(one, other)
    mine, its = str(getattr(one, name) or ""), str(getattr(other, name) or "")
    if not mine or not its or mine == its or "u" in {mine, its}:
        return 0.0
    if name in {"mother_name", "father_name"}:
        return 1 - names.alike(names.prepare(mine), names.prepare(its))
    return NEIGHBOUR if name == "commune" and around(mine)[-1] == around(its)[-1] else 1.0


def _births_apart(one: "Person", other: "Person") -> float:
    mine, its = (births.of(p.born_on, p.born_said or "", is_estimate=p.is_birth_estimated) for p in (one, other))
    if not mine.precision or not its.precision:
        return 0.0
    return float(mine.last < its.first or its.last < mine.first)
