"""How often one source may try one thing. The source is kept as a blind index that changes every day."""

from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest

from kanaf.foundation.models import Attempt
from kanaf.foundation.vault import blind

COUNT = """
    INSERT INTO foundation_attempt AS a (source, action, "window", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (source, action, "window") DO UPDATE SET count = a.count + 1
    RETURNING a.count
"""
"""One statement: two requests of one moment both count."""


def source_of(request: HttpRequest, now: datetime) -> bytes:
    """The caller's address of today, unreadable."""
    return blind.index("source", f"{now:%Y-%m-%d} {request.META.get('REMOTE_ADDR', '')}")


def allow(action: str, source: bytes, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count one attempt; true while there were at most ``most`` in the current window."""
    span = int(within.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // span * span, tz=now.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [source, action, window])
        count: int = cursor.fetchone()[0]
    return count <= most


def forget(before: datetime) -> int:
    """Drop the counts of windows that are over."""
    return Attempt.objects.filter(window__lt=before).delete()[0]
