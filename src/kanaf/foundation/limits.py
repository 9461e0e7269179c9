"""How often one source may try one thing. The source is kept as a blind index that changes every day."""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
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
    return blind.index("source", f"{now:%Y-%m-%d} {address_of(request)}")


def address_of(request: HttpRequest) -> str:
    """Who knocked: behind proxies of ours, the last address that none of them has.

    Whatever stands further left in the header was written by the caller, and is not believed.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not _is_ours(address) or _ip(hop) is None:
            break
        address = str(_ip(hop))
    return address


def _is_ours(address: str) -> bool:
    ip = _ip(address)
    return ip is not None and any(ip in network for network in settings.TRUSTED_PROXIES)


def _ip(text: str) -> IPv4Address | IPv6Address | None:
    """An address in its one form: IPv4 written as IPv6 is IPv4."""
    try:
        ip = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


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
