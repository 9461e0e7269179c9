"""Values as PostgreSQL's binary COPY takes them: a million files are written again without a date spelled out.

https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from struct import Struct
from uuid import UUID

NULL = b"\xff\xff\xff\xff"
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_SIZE, _COUNT = Struct("!i"), Struct("!h")
_SMALL, _INTEGER, _MOMENT = Struct("!ih"), Struct("!ii"), Struct("!iq")
_BOOLEAN = {False: b"\0\0\0\1\0", True: b"\0\0\0\1\1"}
_FROM_1970_TO_2000 = 946_684_800
_MICRO = 1_000_000
_TIMESTAMPTZ = 1184


def stream(rows: Iterable[bytes]) -> bytes:
    """A whole COPY."""
    return b"".join((_SIGNATURE, *rows, _END))


def row(*values: bytes) -> bytes:
    return _COUNT.pack(len(values)) + b"".join(values)


@lru_cache(maxsize=4096)
def text(value: str) -> bytes:
    raw = value.encode()
    return _SIZE.pack(len(raw)) + raw


@lru_cache(maxsize=4096)
def uuid(value: UUID | str) -> bytes:
    return _SIZE.pack(16) + (value if isinstance(value, UUID) else UUID(value)).bytes


def small(value: int) -> bytes:
    return _SMALL.pack(2, value)


def integer(value: int) -> bytes:
    return _INTEGER.pack(4, value)


def boolean(value: bool) -> bytes:  # noqa: FBT001 - it is the value
    return _BOOLEAN[value]


def moment(seconds: int) -> bytes:
    """A moment with its zone, from whole seconds since 1970."""
    return _MOMENT.pack(8, _microseconds(seconds))


def moments(seconds: Sequence[int]) -> bytes:
    """An array of moments."""
    if not seconds:
        return _array(0).pack(12, 0, 0, _TIMESTAMPTZ)
    flat = [part for one in seconds for part in (8, _microseconds(one))]
    return _array(len(seconds)).pack(20 + 12 * len(seconds), 1, 0, _TIMESTAMPTZ, len(seconds), 1, *flat)


def _microseconds(seconds: int) -> int:
    return (seconds - _FROM_1970_TO_2000) * _MICRO


@lru_cache(maxsize=64)
def _array(length: int) -> Struct:
    """The size, then the number of dimensions, whether nulls are there, the type; the length and the lower bound."""
    return Struct("!iiii" + "ii" * (length > 0) + "iq" * length)
