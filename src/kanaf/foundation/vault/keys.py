"""Data keys: one per person, case or report. Destroying it erases what it sealed and leaves the statistics."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kanaf.foundation import context
from kanaf.foundation.models import DataKey
from kanaf.foundation.vault.keyring import KEY_BYTES, ring


class KeyDestroyed(Exception):
    """The data key was destroyed on purpose, or the actor may not have it: the value cannot be read."""


def _cache() -> dict[UUID, bytes | None]:
    return context.request_cache("data keys")


def make(subject: UUID) -> tuple[bytes, str, bytes]:
    """A fresh data key: ``(key, ring key name, wrapped key)``; for doors that store it themselves."""
    key = secrets.token_bytes(KEY_BYTES)
    name, wrapped = ring().wrap(key, subject.bytes)
    return key, name, wrapped


def remember(subject: UUID, key: bytes) -> None:
    """Keep a key that was just made for the rest of this context."""
    _cache()[subject] = key


def create(subject: UUID, kind: str) -> DataKey:
    """Make and store the data key of a subject."""
    key, name, wrapped = make(subject)
    record = DataKey.objects.create(subject=subject, kind=kind, ring_key=name, wrapped=wrapped)
    remember(subject, key)
    return record


def preload(subjects: Iterable[UUID]) -> None:
    """Fetch the keys of many subjects in one query."""
    cache = _cache()
    missing = {subject for subject in subjects if subject not in cache}
    if not missing:
        return
    for record in DataKey.objects.filter(subject__in=missing, destroyed_at=None):
        cache[record.subject] = ring().unwrap(record.ring_key, bytes(record.wrapped or b""), record.subject.bytes)
    for subject in missing - cache.keys():
        cache[subject] = None


def get(subject: UUID) -> bytes:
    """The data key of one subject; raises ``KeyDestroyed``."""
    cache = _cache()
    if subject in cache:
        key = cache[subject]
    else:
        record = DataKey.objects.filter(subject=subject, destroyed_at=None).first()
        key = ring().unwrap(record.ring_key, bytes(record.wrapped or b""), subject.bytes) if record else None
        cache[subject] = key
    if key is None:
        raise KeyDestroyed(subject)
    return key


def opens(subject: UUID) -> bool:
    """Whether the actor has the key of a subject: it was neither destroyed nor is it kept from them."""
    preload([subject])
    return _cache()[subject] is not None


def destroy(subject: UUID, at: datetime) -> None:
    """Erase for good: the wrapped key is overwritten in its row."""
    DataKey.objects.filter(subject=subject).update(wrapped=None, destroyed_at=at)
    _cache()[subject] = None


def rewrap(batch: int = 500) -> int:
    """Wrap every data key under the ring's current key; how many were done. Safe to stop and start again."""
    current = ring()
    done = 0
    while True:
        records = list(DataKey.objects.filter(destroyed_at=None).exclude(ring_key=current.current)[:batch])
        for record in records:
            about = record.subject.bytes
            key = current.unwrap(record.ring_key, bytes(record.wrapped or b""), about)
            record.ring_key, record.wrapped = current.wrap(key, about)
        if not records:
            return done
        DataKey.objects.bulk_update(records, ["ring_key", "wrapped"])
        done += len(records)
