"""Seals that expire: drafts, sessions, mails, idempotency answers and job arguments.

Each purpose and day has a key of its own; when the key is destroyed, everything under it is noise,
in the live database and in every backup made before.
"""

import secrets
import time
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import transaction

from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.models import EphemeralKey
from kanaf.foundation.vault.keyring import KEY_BYTES, decrypt, encrypt, ring

ID_BYTES = 16
HELD_SECONDS = 60
"""How long a process may hold an opened key: the most that a destroyed key survives in memory."""

MOST_HELD = 500
_held: dict[UUID, tuple[float, bytes]] = {}
_todays: dict[tuple[str, int, date], UUID] = {}


def _hold(key_id: UUID, key: bytes) -> bytes:
    if len(_held) > MOST_HELD:
        _held.clear()
    _held[key_id] = (time.monotonic() + HELD_SECONDS, key)
    return key


def _held_key(key_id: UUID | None) -> bytes | None:
    until, key = _held.get(key_id, (0.0, b"")) if key_id else (0.0, b"")
    return key if until > time.monotonic() else None


def _key_for(purpose: str, days: int, now: datetime) -> tuple[UUID, bytes]:
    today = now.date()
    known = _todays.get((purpose, days, today))
    if known and (key := _held_key(known)):
        return known, key
    record = EphemeralKey.objects.filter(purpose=purpose, days=days, made_on=today).first()
    if record is None:
        record = _make(purpose, days, now)
    key = ring().unwrap(record.ring_key, bytes(record.wrapped), record.id.bytes)
    found = record.id  # remembered once committed: a key that is rolled back must never be used again
    transaction.on_commit(lambda: _todays.__setitem__((purpose, days, today), found))
    return record.id, _hold(record.id, key)


def _make(purpose: str, days: int, now: datetime) -> EphemeralKey:
    """One key a day and purpose, even when two processes ask at once."""
    key_id = new_id()
    name, wrapped = ring().wrap(secrets.token_bytes(KEY_BYTES), key_id.bytes)
    EphemeralKey.objects.bulk_create(
        [
            EphemeralKey(
                id=key_id,
                purpose=purpose,
                days=days,
                made_on=now.date(),
                ring_key=name,
                wrapped=wrapped,
                expires_at=now + timedelta(days=days + 1),
            )
        ],
        ignore_conflicts=True,
    )
    return EphemeralKey.objects.get(purpose=purpose, days=days, made_on=now.date())


def seal(purpose: str, data: bytes, *, days: int) -> bytes:
    """Seal bytes for at least ``days`` days and at most one more."""
    key_id, key = _key_for(purpose, days, clock.now())
    return key_id.bytes + encrypt(key, data, purpose.encode())


def open_sealed(purpose: str, data: bytes) -> bytes | None:
    """The bytes, or ``None`` once their key expired or if anything was altered."""
    key_id = UUID(bytes=bytes(data[:ID_BYTES]))
    key = _held_key(key_id)
    if key is None:
        record = EphemeralKey.objects.filter(id=key_id, expires_at__gt=clock.now()).first()
        if record is None:
            return None
        key = _hold(key_id, ring().unwrap(record.ring_key, bytes(record.wrapped), key_id.bytes))
    try:
        return decrypt(key, bytes(data[ID_BYTES:]), purpose.encode())
    except InvalidTag:
        return None


def expire(now: datetime) -> int:
    """Destroy the keys whose time is over; how many were destroyed."""
    return EphemeralKey.objects.filter(expires_at__lte=now).delete()[0]


def rewrap() -> int:
    """Wrap the living keys under the ring's current key; how many were done."""
    current = ring()
    records = list(EphemeralKey.objects.exclude(ring_key=current.current))
    for record in records:
        key = current.unwrap(record.ring_key, bytes(record.wrapped), record.id.bytes)
        record.ring_key, record.wrapped = current.wrap(key, record.id.bytes)
    EphemeralKey.objects.bulk_update(records, ["ring_key", "wrapped"])
    return len(records)
