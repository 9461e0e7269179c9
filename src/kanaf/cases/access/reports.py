"""The doors to reports: one, the list, what waits on them, and the files they became."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case as When
from django.db.models import QuerySet, Value
from django.db.models import When as If
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk
from kanaf.cases import waiting
from kanaf.cases.enums import ReportStatus
from kanaf.cases.events.files import CASE_OPENED
from kanaf.cases.events.reports import REPORT_READ
from kanaf.cases.models import Case, Report, ReportAddition, ReportContact, ReportStatement, Triage
from kanaf.cases.policies import OpenFile, OpenReport, can_read_report, can_record_at
from kanaf.cases.waiting import Waiting
from kanaf.foundation import clock, readonly
from kanaf.foundation.vault import keys
from kanaf.grants import access as grants
from kanaf.journal import services as journal
from kanaf.journal.models import Entry

Policy = Callable[[Actor, OpenReport], bool]


@dataclass(frozen=True)
class Opened:
    """What a report says, in the parts that are open."""

    statement: ReportStatement | None
    contact: ReportContact | None
    additions: Sequence[ReportAddition]
    triage: Triage | None


def open_report(actor: Actor, report_id: UUID) -> OpenReport | None:
    """The report with its open parts, or ``None``."""
    found = Report.objects.readable_by(actor, clock.now()).select_related("desk", "place").filter(id=report_id).first()
    return OpenReport(found, grants.compartments_open(report_id)) if found else None


def get_report(actor: Actor, report_id: UUID, *, to: Policy = can_read_report) -> OpenReport:
    """The report, if the actor may do ``to`` with it; else 404."""
    file = open_report(actor, report_id)
    if file is None or not to(actor, file):
        raise Http404
    return file


def read_report(file: OpenReport) -> Opened:
    """Open what the report says, and journal that it was read."""
    report = file.report
    keys.preload([report.id])
    opened = Opened(
        ReportStatement.objects.filter(report=report).first() if file.reads("social") else None,
        ReportContact.objects.filter(report=report).first() if file.reads("identity") else None,
        list(ReportAddition.objects.filter(report=report).order_by("at")) if file.reads("social") else [],
        Triage.objects.filter(report=report).first(),
    )
    _note_reading(file)
    return opened


def _note_reading(file: OpenReport) -> None:
    """The first reading at the desk in charge is what « lu » means to the person who reported: a named exemption."""
    report = file.report
    shown = sorted({"identity", "social"}.intersection(file.parts))
    journal.note_read(
        REPORT_READ,
        subject=report,
        file=report.id,
        compartment="core",
        desk=report.desk_id,
        compartments=shown,
    )
    if report.read_at is None and file.writes("core"):
        with readonly.writing_allowed("the first reading of a report is what its receipt promised"):
            Report.objects.filter(pk=report.pk, read_at=None).update(read_at=clock.now())


def list_reports(actor: Actor, status: ReportStatus) -> QuerySet[Report]:
    """The reports the actor may read: those that wait, danger first then oldest; or those decided, newest first."""
    found = Report.objects.readable_by(actor, clock.now()).select_related("desk", "place__parent", "triage")
    found = found.filter(status=status)
    if status == ReportStatus.TRIAGED:
        return found.order_by("-received_at", "id")
    urgent = When(If(is_danger_now=True, then=Value(0)), default=Value(1))
    return found.order_by(urgent, "received_at", "id")


def waiting_on(subjects: Iterable[UUID]) -> dict[UUID, Waiting]:
    """For each report or complaint, the first thing that is due on it."""
    return {one.file: one for one in reversed(waiting.on(*subjects))}


def additions_wait(file: OpenReport) -> bool:
    """Whether something came after the decision and nobody has said it was read."""
    return any(one.rule == "report_read" for one in waiting.on(file.report.id))


def files_opened(actor: Actor, triage: Triage) -> list[Case]:
    """The files that came of a report, as far as the actor may read them; the journal knows which."""
    opened = Entry.objects.filter(
        actor=triage.decided_by,
        at=triage.decided_at,
        kind=CASE_OPENED.name,
        kept__report=str(triage.report_id),
    )
    ids = {*opened.values_list("subject", flat=True), *([triage.case] if triage.case else [])}
    return list(Case.objects.readable_by(actor, clock.now()).filter(id__in=ids).order_by("code"))


def file_of_code(actor: Actor, code: str) -> OpenFile | None:
    """A file among those the actor may read, by its exact code: no list to browse."""
    found = (
        Case.objects.readable_by(actor, clock.now())
        .select_related("lead_desk", "place")
        .filter(code=code.strip().upper())
        .first()
    )
    return OpenFile(found, grants.compartments_open(found.id)) if found else None


def recording_desks(actor: Actor) -> list[Desk]:
    """The desks at which the actor may write a report down; 404 when there is none."""
    ids = [desk for desk in actor.desk_ids if can_record_at(actor, desk)]
    desks = list(Desk.objects.filter(id__in=ids, is_active=True).select_related("place").order_by("name", "id"))
    if not desks:
        raise Http404
    return desks


def name_of(account: UUID | None) -> str:
    """How a colleague is called, on pages where the journal already says who."""
    found = Account.objects.filter(pk=account).first() if account else None
    return found.name if found else ""
