"""What the desk in charge decides about a report: open a file, join one it follows, or nothing more, seen by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.enums import Decision, Profile, ReportStatus, Risk, Urgency
from kanaf.cases.events import reports as events
from kanaf.cases.models import Case, Report, ReportAddition, Triage
from kanaf.cases.policies import OpenFile, OpenReport
from kanaf.cases.services.opening import open_case
from kanaf.cases.services.reports.doors import ask
from kanaf.cases.services.reports.passing import AlreadyDecided
from kanaf.foundation import versions
from kanaf.journal import services as journal
from kanaf.territory.models import Place

MOST_CHILDREN = 12


class PlaceUnknown(Exception):
    """Neither the report nor its desk says in which place the file would be."""


class NothingToConfirm(Exception):
    """No decision waits for a second person."""


@dataclass(frozen=True)
class Screening:
    """The short screening: codes only; what is written in words is sealed."""

    urgency: Urgency
    concerns: Sequence[str] = ()
    remark: str = ""


@transaction.atomic
def open_files(
    *,
    actor: Actor,
    file: OpenReport,
    seen_version: str | None,
    screening: Screening,
    profile: Profile,
    children: int,
    at: datetime,
) -> list[Case]:
    """One file for each child. Raises ``AlreadyDecided``, ``PlaceUnknown``, ``StaleVersion``."""
    report = _undecided(actor, file, seen_version)
    place = _place_of(report)
    opened = [
        open_case(
            actor=actor, desk=report.desk, place=place, risk=Risk(screening.urgency.value), profile=profile, at=at,
            report=report.id, is_demo=report.is_demo,
        )
        for _child in range(max(1, min(children, MOST_CHILDREN)))
    ]  # fmt: skip
    _decide(actor, report, screening, Decision.OPEN, at, case=opened[0].id)
    _settle(report, at)
    return opened


@transaction.atomic
def join_file(
    *, actor: Actor, file: OpenReport, seen_version: str | None, screening: Screening, case: OpenFile, at: datetime
) -> None:
    """The child is already followed: the report joins the file. Raises ``AlreadyDecided``, ``StaleVersion``."""
    if not policies.can_follow(actor, case):
        raise PermissionDenied
    report = _undecided(actor, file, seen_version)
    _decide(actor, report, screening, Decision.JOIN, at, case=case.case.id)
    journal.write(
        events.REPORT_JOINED, actor=actor, subject=case.case, at=at, file=case.case.id, desk=report.desk_id,
        report=str(report.id),
    )  # fmt: skip
    _settle(report, at)


@transaction.atomic
def propose_no_action(
    *, actor: Actor, file: OpenReport, seen_version: str | None, screening: Screening, reason: str, at: datetime
) -> None:
    """Nothing more to do, says one person; it holds once a second one agrees, and the clock runs until then.

    Raises ``AlreadyDecided``, ``StaleVersion``.
    """
    report = _undecided(actor, file, seen_version)
    _decide(actor, report, screening, Decision.NO_ACTION, at, reason=reason)


@transaction.atomic
def confirm(*, actor: Actor, file: OpenReport, at: datetime) -> None:
    """The second pair of eyes agrees. Raises ``NothingToConfirm``."""
    report, triage = _waiting(actor, file)
    triage.confirmed_by, triage.confirmed_at = actor.id, at
    triage.version += 1
    triage.save(update_fields=["confirmed_by", "confirmed_at", "version"])
    journal.write(events.TRIAGE_CONFIRMED, actor=actor, subject=report, at=at, file=report.id, desk=report.desk_id)
    _settle(report, at)


@transaction.atomic
def send_back(*, actor: Actor, file: OpenReport, remark: str, at: datetime) -> None:
    """The second pair of eyes does not agree: the report waits again, with the reason. Raises ``NothingToConfirm``."""
    report, _triage = _waiting(actor, file)
    ReportAddition.objects.create(report=report, text=remark, at=at)
    journal.write(
        events.TRIAGE_SENT_BACK, actor=actor, subject=report, at=at, file=report.id, desk=report.desk_id,
        sealed={"remark": remark},
    )  # fmt: skip
    ask("kanaf_withdraw_triage", report.id)


def _undecided(actor: Actor, file: OpenReport, seen_version: str | None) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(pk=file.report.pk)
    if not policies.can_triage(actor, OpenReport(report, file.parts)):
        raise PermissionDenied
    if report.status != ReportStatus.RECEIVED or Triage.objects.filter(report=report).exists():
        raise AlreadyDecided
    versions.check(report, seen_version)
    report.save(update_fields=["version"])
    return report


def _waiting(actor: Actor, file: OpenReport) -> tuple[Report, Triage]:
    report = Report.objects.select_for_update(of=("self",)).get(pk=file.report.pk)
    triage = Triage.objects.filter(report=report, decision=Decision.NO_ACTION, confirmed_by=None).first()
    if triage is None:
        raise NothingToConfirm
    if not policies.can_confirm_triage(actor, OpenReport(report, file.parts), decided_by=triage.decided_by):
        raise PermissionDenied
    return report, triage


def _place_of(report: Report) -> Place:
    place = report.place or report.desk.place or report.desk.covers.first()
    if place is None:
        raise PlaceUnknown
    return place


def _decide(
    actor: Actor,
    report: Report,
    screening: Screening,
    decision: Decision,
    at: datetime,
    *,
    reason: str = "",
    case: UUID | None = None,
) -> None:
    Triage.objects.create(
        report=report, urgency=screening.urgency, decision=decision, reason=reason, case=case,
        concerns=list(screening.concerns), remark=screening.remark or None, decided_by=actor.known_id, decided_at=at,
    )  # fmt: skip
    journal.write(
        events.REPORT_TRIAGED, actor=actor, subject=report, at=at, file=report.id, desk=report.desk_id,
        urgency=screening.urgency.value, decision=decision.value, reason=reason, file_opened=case and str(case),
        concerns=list(screening.concerns),
    )  # fmt: skip


def _settle(report: Report, at: datetime) -> None:
    """The decision holds: the desk that only wrote the report down reads it no more."""
    report.status = ReportStatus.TRIAGED
    report.read_at = report.read_at or at
    report.save(update_fields=["status", "read_at"])
    ask("kanaf_end_intake", report.id)
