"""What time does to files."""

from datetime import datetime

from kanaf.cases.services import consent_clock


def watch_consents(now: datetime) -> int:
    """Answers that come to their end; how many."""
    return consent_clock.watch(now)
