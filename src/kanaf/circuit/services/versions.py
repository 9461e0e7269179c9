"""Versions put in force by the installation itself: those that come with Kanaf."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kanaf.circuit import events, reading
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import ProtocolVersion
from kanaf.journal import services as journal


@transaction.atomic
def adopt(*, actor: UUID, text: str, at: datetime, is_demo: bool = False) -> ProtocolVersion:
    """Put a text in force for its dispositif, as an installation does with the protocols that it ships.

    The same text twice changes nothing. Raises ``reading.Refused``.
    """
    protocol = reading.read(text)
    digest = reading.digest(protocol)
    in_force = ProtocolVersion.objects.filter(dispositif=protocol.key, status=VersionStatus.PUBLISHED).first()
    if in_force and in_force.digest == digest:
        return in_force
    ProtocolVersion.objects.filter(dispositif=protocol.key, status=VersionStatus.PUBLISHED).update(
        status=VersionStatus.SUPERSEDED
    )
    version = ProtocolVersion.objects.create(
        dispositif=protocol.key, number=next_number(protocol.key), status=VersionStatus.PUBLISHED,
        country=protocol.country, places=list(protocol.places), text=text, digest=digest, written_by=actor,
        written_at=at, writers=[actor], published_by=actor, published_at=at, is_demo=is_demo,
    )  # fmt: skip
    journal.write(
        events.PROTOCOL_PUBLISHED, actor=actor, subject=version, at=at, dispositif=protocol.key, number=version.number,
        digest=digest,
    )  # fmt: skip
    return version


def next_number(dispositif: str) -> int:
    """The number after the last, whatever became of it."""
    last = ProtocolVersion.objects.filter(dispositif=dispositif).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
