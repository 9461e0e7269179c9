"""Whom silence tells: a pure question."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from kanaf.circuit.enums import Rung
from kanaf.foundation.registry import Registry

Standing = Mapping[str, Sequence[UUID]]
"""The people who stand on each rung of a desk now."""

chairs: Registry[Callable[[UUID], Sequence[UUID]]] = Registry("escalation recipients")
"""From a desk to those who chair the committee of its place; filled by the area of the committees."""


def climb(tell: str, standing: Standing) -> tuple[Rung, list[UUID]]:
    """The first rung, from the one that is told upwards, on which somebody stands; below it when there is none above.

    Nobody at all only where a desk has no member left: the answer is then empty.
    """
    rungs = list(Rung)
    start = rungs.index(Rung(tell))
    for rung in [*rungs[start:], *reversed(rungs[:start])]:
        if people := standing.get(rung):
            return rung, sorted(set(people))
    return Rung.ANYBODY, []
