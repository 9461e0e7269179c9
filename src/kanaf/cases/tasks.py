"""What time does to files."""

from datetime import datetime

from kanaf.cases.services import authors, consent_clock


def watch_consents(now: datetime) -> int:
    """Answers that come to their end; how many."""
    return consent_clock.watch(now)


def compare_authors(now: datetime) -> int:
    """Alleged authors who were written down are compared; how many alerts were raised or grew."""
    return authors.look(now)
