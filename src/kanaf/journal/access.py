"""Reading the journal: the database shows each reader only what they may read."""

from collections.abc import Iterable
from uuid import UUID

from kanaf.journal.models import Entry


def entries_of(file: UUID, *, without: Iterable[str] = (), most: int = 60) -> list[Entry]:
    """What happened in a file or a report, newest first."""
    return list(Entry.objects.filter(file=file).exclude(kind__in=list(without)).order_by("-at", "-id")[:most])
