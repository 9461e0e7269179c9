"""Limits in words: until when, counted from what, what is still possible once they passed, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kanaf.health.clocks import Limit, State
from kanaf.health.enums import LimitKey, LimitOutcome
from kanaf.territory import access as territory

AFTER = "medical_after_limit"
"""The codelist of what is still possible once a limit has passed."""


@dataclass(frozen=True)
class Line:
    """One limit, ready for a page."""

    key: str
    name: str
    until: datetime
    start: datetime
    is_running: bool
    is_passed: bool
    was_over: bool
    answered: str
    after: str


def lines(limits: Iterable[Limit]) -> list[Line]:
    """Each limit with its words, in their order."""
    return [_line(limit) for limit in limits]


def _line(limit: Limit) -> Line:
    is_over = limit.state in {State.PASSED, State.TOO_LATE_ALREADY}
    return Line(
        key=limit.key.value,
        name=str(LimitKey(limit.key).label),
        until=limit.until,
        start=limit.start,
        is_running=limit.is_running,
        is_passed=limit.is_passed,
        was_over=limit.state == State.TOO_LATE_ALREADY,
        answered=_answered(limit),
        after=territory.label_of(AFTER, limit.key.value) if is_over else "",
    )


def _answered(limit: Limit) -> str:
    """How it was answered, or only that it was, for whoever may not know more."""
    if limit.answer is None:
        return ""
    return str(LimitOutcome(limit.answer.outcome).label) if limit.answer.outcome else _("seen to by a doctor")
