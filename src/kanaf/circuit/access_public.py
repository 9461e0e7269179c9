"""The door to the circuits that everybody may read: versions in force, never a draft."""

from functools import lru_cache

from django.http import Http404

from kanaf.circuit.editions import Edition, Number
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import ProtocolVersion
from kanaf.circuit.protocol import Protocol
from kanaf.circuit.reading import read
from kanaf.foundation import clock
from kanaf.foundation.words import local
from kanaf.territory import access as territory


def list_editions() -> list[Edition]:
    """Every circuit in force, by its name."""
    versions = ProtocolVersion.objects.filter(status=VersionStatus.PUBLISHED).order_by("dispositif")
    return [edition_of(version) for version in versions]


def get_edition(dispositif: str) -> Edition:
    """The circuit of a dispositif as it is in force; else 404."""
    version = ProtocolVersion.objects.filter(dispositif=dispositif, status=VersionStatus.PUBLISHED).first()
    if version is None:
        raise Http404
    return edition_of(version)


def edition_of(version: ProtocolVersion) -> Edition:
    """What goes on paper of any version: one that is not published is marked as a draft. No rule is asked here."""
    lines = (line for line in territory.helplines(version.country) if line.is_danger_now)
    return Edition(
        protocol=_protocol(version.text),
        number=version.number,
        digest=version.digest,
        numbers=tuple(Number(line.number, line.label) for line in lines),
        as_of=local(version.published_at or clock.now()).date(),
        in_force_since=local(version.published_at).date() if version.published_at else None,
    )


@lru_cache(maxsize=32)
def _protocol(text: str) -> Protocol:
    return read(text)
