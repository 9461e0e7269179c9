"""How often one source may try one thing. The source is kept as a blind index that changes every day."""

from datetime import datetime, timedelta

from django.db.models import F
from django.http import HttpRequest

from kanaf.foundation.models import Attempt
from kanaf.foundation.vault import blind


def source_of(request: HttpRequest, now: datetime) -> bytes:
    """The caller's address of today, unreadable."""
    return blind.index("source", f"{now:%Y-%m-%d} {request.META.get('REMOTE_ADDR', '')}")


def allow(action: str, source: bytes, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count one attempt; true while there were at most ``most`` in the current window."""
    span = int(within.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // span * span, tz=now.tzinfo)
    Attempt.objects.bulk_create([Attempt(source=source, action=action, window=window, count=0)], ignore_conflicts=True)
    mine = Attempt.objects.filter(source=source, action=action, window=window)
    mine.update(count=F("count") + 1)
    return mine.values_list("count", flat=True)[0] <= most


def forget(before: datetime) -> int:
    """Drop the counts of windows that are over."""
    return Attempt.objects.filter(window__lt=before).delete()[0]
