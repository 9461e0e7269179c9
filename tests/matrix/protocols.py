"""The protocols of the matrix: one in force after another, and one at each step of its preparation."""

from typing import Any

from kanaf.circuit import services
from kanaf.circuit.enums import VersionStatus
from kanaf.circuit.models import ProtocolVersion
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from tests.circuit.protocols import SMALL

NEWER = SMALL.replace("delays: {high: 24 h, medium: 72 h, low: 7 d}", "delays: {high: 12 h, medium: 48 h, low: 7 d}", 1)


def in_force(text: str = SMALL) -> ProtocolVersion:
    """What the files that are opened from now on follow."""
    return services.adopt(actor=SystemActor.OPERATOR.value, text=text, at=clock.now())


def prepared(older: ProtocolVersion, member: Any) -> dict[str, Any]:
    """A newer version in force, and drafts of other dispositifs of the same place, written by nobody here."""
    newer = in_force(NEWER)
    steps = {
        "version_draft": VersionStatus.DRAFT,
        "version_review": VersionStatus.REVIEW,
        "version_approved": VersionStatus.APPROVED,
    }
    return {
        "version_id": newer.id,
        "other_id": older.id,
        **{name: _at(status, member, older).id for name, status in steps.items()},
    }


def _at(status: VersionStatus, member: Any, older: ProtocolVersion) -> ProtocolVersion:
    writer = new_id()
    return ProtocolVersion.objects.create(
        dispositif=f"small_{status}", number=1, status=status, country="MA", places=["01.511"], digest="d",
        text=SMALL.replace("protocol: small", f"protocol: small_{status}").replace("01.511", "01.571"), written_by=writer,
        written_at=clock.now(), writers=[writer], members=[member], based_on=older,
    )  # fmt: skip
