"""A report that belongs to another desk goes there, with its clock still running."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases import policies
from kanaf.cases.enums import ReportStatus
from kanaf.cases.events import reports as events
from kanaf.cases.models import Report
from kanaf.cases.policies import OpenReport
from kanaf.cases.services.reports.doors import ask
from kanaf.foundation import versions
from kanaf.journal import services as journal


class AlreadyDecided(Exception):
    """The report was triaged meanwhile."""


@transaction.atomic
def pass_report(*, actor: Actor, file: OpenReport, desk: Desk, seen_version: str | None, at: datetime) -> None:
    """Hand a report that nobody decided about to the desk it belongs to; the first desk reads it until triage.

    Raises ``AlreadyDecided``, ``StaleVersion``.
    """
    report = Report.objects.select_for_update(of=("self",)).get(pk=file.report.pk)
    if not policies.can_triage(actor, OpenReport(report, file.parts)):
        raise PermissionDenied
    if report.status != ReportStatus.RECEIVED:
        raise AlreadyDecided
    versions.check(report, seen_version)
    journal.write(
        events.REPORT_PASSED, actor=actor, subject=report, at=at, file=report.id, desk=report.desk_id,
        desk_from=str(report.desk_id), desk_to=str(desk.id),
    )  # fmt: skip
    ask("kanaf_pass_report", report.id, desk.id)
