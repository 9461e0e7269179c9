"""Reading the journal: the database shows each reader only what they may read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db.models import Subquery

from kanaf.journal.models import Entry

NOTHING: Mapping[str, Subquery] = MappingProxyType({})


def entries_of(
    file: UUID, *, without: Iterable[str] = (), most: int = 60, also: Mapping[str, Subquery] = NOTHING
) -> list[Entry]:
    """What happened in a file or a report, newest first; ``also`` what an area above knows of each entry."""
    told = Entry.objects.filter(file=file).exclude(kind__in=list(without)).annotate(**also)
    return list(told.order_by("-at", "-id")[:most])
