"""How sure one may be of a directory entry, from the day somebody last checked it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FULL = 100
FRESH_DAYS = 182
STALE_DAYS = 365
MONTH_DAYS = 30


@dataclass(frozen=True)
class Freshness:
    """A score from 100 (checked today) to 0 (a year or more, or never), and its words."""

    score: int
    state: str
    phrase: str


def freshness(last_verified_on: date | None, today: date) -> Freshness:
    """Falls in a straight line over a year; a day in the future counts as today."""
    if last_verified_on is None:
        return Freshness(0, "never", _("never verified"))
    days = max(0, (today - last_verified_on).days)
    score = max(0, round(FULL * (STALE_DAYS - days) / STALE_DAYS))
    return Freshness(score, _state(days), _phrase(days))


def _state(days: int) -> str:
    if days <= FRESH_DAYS:
        return "fresh"
    return "ageing" if days < STALE_DAYS else "stale"


def _phrase(days: int) -> str:
    if days == 0:
        return _("verified today")
    if days < MONTH_DAYS:
        return ngettext("verified %(count)d day ago", "verified %(count)d days ago", days) % {"count": days}
    if days < STALE_DAYS:
        months = days // MONTH_DAYS
        return ngettext("verified %(count)d month ago", "verified %(count)d months ago", months) % {"count": months}
    years = days // STALE_DAYS
    return ngettext("verified %(count)d year ago", "verified %(count)d years ago", years) % {"count": years}
