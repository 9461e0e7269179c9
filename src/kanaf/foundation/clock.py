"""The one place that reads the clock; domain code receives the time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)
