"""Something more about a report, told later with the code. What was told before is never shown again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases import policies, waiting
from kanaf.cases.enums import Urgency
from kanaf.cases.events import reports as events
from kanaf.cases.models import ReportAddition
from kanaf.cases.policies import OpenReport
from kanaf.cases.services.reports import codes
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.fields import SealedField
from kanaf.foundation.vault.keyring import ring
from kanaf.journal import services as journal


@dataclass(frozen=True)
class Added:
    """Proof that the addition arrived."""

    read_before: datetime


def state_by_code(code: str) -> str | None:
    """``received`` or ``read``; ``None`` for a code that is unknown or has expired."""
    with acting_as(SystemActor.PUBLIC.value), connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_report_state(%s)", [codes.blind_of(codes.REPORT, code)])
        found: str | None = cursor.fetchone()[0]
        return found


@transaction.atomic
def add_to_report(*, code: str, addition: UUID, text: str, at: datetime) -> Added | None:
    """Seal the words under the report's own key; ``None`` for a code that opens nothing."""
    with acting_as(SystemActor.PUBLIC.value), connection.cursor() as cursor:
        blind = codes.blind_of(codes.REPORT, code)
        cursor.execute("SELECT subject, ring_key, wrapped FROM kanaf_report_key(%s)", [blind])
        row = cursor.fetchone()
        if row is None:
            return None
        report, ring_key, wrapped = row
        keys.remember(report, ring().unwrap(ring_key, bytes(wrapped), report.bytes))
        field = ReportAddition._meta.get_field("text")
        assert isinstance(field, SealedField)  # noqa: S101 - for the type checker
        cursor.execute(
            "SELECT desk, decided FROM kanaf_add_to_report(%s, %s, %s, %s)",
            [blind, addition, field.seal(report, text), at],
        )
        desk, decided = cursor.fetchone()
        journal.write(
            events.REPORT_ADDED_TO, actor=SystemActor.PUBLIC.value, subject=("cases.report", report), at=at,
            file=report, after_decision=decided,
        )  # fmt: skip
        return Added(waiting.promised("report_read", at, risk=Urgency.MEDIUM, desk=Desk.objects.get(pk=desk)))


@transaction.atomic
def mark_additions_read(*, actor: Actor, file: OpenReport, at: datetime) -> None:
    """The desk has read what came after its decision: nothing waits any more."""
    if not policies.can_triage(actor, file):
        raise PermissionDenied
    report = file.report
    journal.write(events.ADDITIONS_READ, actor=actor, subject=report, at=at, file=report.id, desk=report.desk_id)
