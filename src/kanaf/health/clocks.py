"""The medical limits of a file: what runs, until when, what passed and what was answered; pure.

Each incident starts its own limits, from the safe side of what is known of its moment. An answer is good for every
incident before it: what was given on Tuesday protects from Monday, never from Wednesday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kanaf.health.enums import LimitKey

SOON = timedelta(hours=24)


class State(StrEnum):
    RUNNING = "running"
    PASSED = "passed"
    TOO_LATE_ALREADY = "too_late_already"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Start:
    """From when one incident counts, by when it was surely over, and when we learnt of it."""

    at: datetime
    over_at: datetime
    known_at: datetime


def start_of(at: datetime, latest: datetime, known_at: datetime) -> Start:
    """An act of an unknown hour: its limits run from the first minute it may have been, and an answer counts from the
    last; it had happened when it was written down."""
    return Start(at, max(at, min(latest, known_at)), known_at)


@dataclass(frozen=True)
class Answer:
    """A limit answered at a moment; ``outcome`` is empty for whoever may not know more than that."""

    key: str
    at: datetime
    outcome: str = ""


@dataclass(frozen=True)
class Limit:
    """One limit as it stands: the most pressing incident speaks for the others."""

    key: LimitKey
    start: datetime
    until: datetime
    state: State
    answer: Answer | None = None

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def is_passed(self) -> bool:
        """Whether it passed while we knew of the incident and nobody answered."""
        return self.state == State.PASSED

    @property
    def is_open(self) -> bool:
        """Whether somebody must still say something about it."""
        return self.state != State.ANSWERED


def standing(
    starts: Sequence[Start], delays: Mapping[LimitKey, timedelta], answers: Iterable[Answer], now: datetime
) -> list[Limit]:
    """One line for each limit, what runs first, the nearest end before the others."""
    given = list(answers)
    found = [_one(key, starts, delay, given, now) for key, delay in delays.items()] if starts else []
    return sorted(found, key=lambda limit: (not limit.is_running, not limit.is_open, limit.until))


def _one(key: LimitKey, starts: Sequence[Start], delay: timedelta, answers: list[Answer], now: datetime) -> Limit:
    ours = [answer for answer in answers if answer.key == key and answer.at <= now]
    last = max((answer.at for answer in ours), default=None)
    waiting = [start for start in starts if last is None or start.over_at > last]
    if not waiting:
        newest = max(starts, key=lambda start: start.at)
        return Limit(key, newest.at, newest.at + delay, State.ANSWERED, max(ours, key=lambda answer: answer.at))
    running = [start for start in waiting if start.at + delay >= now]
    if running:
        first = min(running, key=lambda start: start.at)
        return Limit(key, first.at, first.at + delay, State.RUNNING)
    newest = max(waiting, key=lambda start: start.at)
    known = newest.known_at <= newest.at + delay
    return Limit(key, newest.at, newest.at + delay, State.PASSED if known else State.TOO_LATE_ALREADY)


def nearest(limits: Iterable[Limit]) -> Limit | None:
    """The limit that ends first among those that run."""
    return min((limit for limit in limits if limit.is_running), key=lambda limit: limit.until, default=None)
