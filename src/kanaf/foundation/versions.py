"""Two people edit the same thing: neither loses what they typed."""

from typing import Protocol


class Versioned(Protocol):
    """A record with a version that grows at each edit."""

    version: int


class StaleVersion(Exception):
    """Somebody changed the record after the person opened its form; the page shows both versions."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(current.version)
        self.current = current


def check(record: Versioned, seen: str | int | None) -> None:
    """Refuse an edit made on an older version, and count this one. A form without a version is stale too."""
    if str(record.version) != str(seen):
        raise StaleVersion(record)
    record.version += 1
