"""When a mail may ring: the quiet hours of the night, and the hour of the daily digest."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.conf import settings


@dataclass(frozen=True)
class Quiet:
    """The hours of the night in which only a high risk rings, and the hour of the daily digest."""

    since: int
    until: int
    digest: int


def hours() -> Quiet:
    """As the instance sets them."""
    return Quiet(settings.QUIET_FROM, settings.QUIET_UNTIL, settings.DIGEST_AT)


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
