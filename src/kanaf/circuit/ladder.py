"""Whom silence tells, and when it may ring: two pure questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from kanaf.circuit.enums import Rung
from kanaf.foundation.registry import Registry

Standing = Mapping[str, Sequence[UUID]]
"""The people who stand on each rung of a desk now."""

chairs: Registry[Callable[[UUID], Sequence[UUID]]] = Registry("escalation recipients")
"""From a desk to those who chair the committee of its place; filled by the area of the committees."""


@dataclass(frozen=True)
class Quiet:
    """The hours of the night in which only a high risk rings, and the hour of the daily digest."""

    since: int
    until: int
    digest: int


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


def mail_moment(at: datetime, *, is_high: bool, is_reminder: bool, quiet: Quiet, zone: tzinfo) -> datetime:
    """When a mail may go: at once for a high risk, in the digest for a reminder, else after the quiet hours."""
    if is_high:
        return at
    here = at.astimezone(zone)
    if is_reminder:
        return _next(here, quiet.digest)
    return _next(here, quiet.until) if _is_quiet(here.hour, quiet) else at


def _is_quiet(hour: int, quiet: Quiet) -> bool:
    if quiet.since <= quiet.until:
        return quiet.since <= hour < quiet.until
    return hour >= quiet.since or hour < quiet.until


def _next(here: datetime, hour: int) -> datetime:
    """The next time that clocks show this hour."""
    day = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return day if day > here else (day + timedelta(days=1))
