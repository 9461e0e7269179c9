"""What time does to files."""

from datetime import datetime

from kanaf.cases.services import authors


def compare_authors(now: datetime) -> int:
    """Alleged authors who were written down are compared; how many alerts were raised or grew."""
    return authors.look(now)
