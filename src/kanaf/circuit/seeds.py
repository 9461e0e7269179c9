"""The protocol that an installation begins with, for everywhere that has none of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps

from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.reading import digest, read
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor

SHIPPED = Path(__file__).parent / "protocols"
STANDARD = "standard"


def plant(get_model: Callable[[str, str], Any] = apps.get_model) -> None:
    """Put the ordinary pathway in force where no version of it was ever written; an edit is never undone."""
    versions = get_model("circuit", "ProtocolVersion").objects
    if versions.filter(dispositif=STANDARD).exists():
        return
    text = (SHIPPED / f"{STANDARD}.yaml").read_text(encoding="utf-8")
    protocol, now, operator = read(text), clock.now(), SystemActor.OPERATOR.value
    versions.create(
        dispositif=STANDARD, number=1, status=VersionStatus.PUBLISHED, country=protocol.country, places=[], text=text,
        digest=digest(protocol), written_by=operator, written_at=now, published_by=operator, published_at=now,
    )  # fmt: skip
