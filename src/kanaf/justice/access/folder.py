"""The judicial part of one file, each question one query; sealed words open when they are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases import access as cases
from kanaf.cases.access import people
from kanaf.cases.enums import Approval, Profile
from kanaf.cases.policies import OpenFile
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Grant
from kanaf.journal.models import Entry
from kanaf.justice.access.limits import Limit, limits
from kanaf.justice.enums import PROCEDURE_OF, Choice, MeasureStatus, ProcedureKind, SheetKind, SheetStatus
from kanaf.justice.models import (
    Hearing,
    Measure,
    Minutes,
    Procedure,
    ReportDecision,
    Requisition,
    Review,
    Sheet,
    Stay,
    Step,
)
from kanaf.justice.policies import can_answer, can_read_decision, can_read_sheet
from kanaf.territory.enums import AgeKey

Record = TypeVar("Record")


@dataclass(frozen=True)
class Heard:
    """How often the child had to tell it, by whom: numbers only, counted over parts that the reader may not open."""

    contacts: int
    hearings: int
    minutes: int
    examinations: int

    @property
    def total(self) -> int:
        return self.contacts + self.hearings + self.minutes + self.examinations


@dataclass
class Docket:
    """One procedure with everything that happened in it, in the order of its days."""

    procedure: Procedure
    requisitions: list[Requisition] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    minutes: list[Minutes] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


@dataclass(frozen=True)
class Folder:
    """Everything the judicial page of a file shows."""

    decision: ReportDecision | None
    sheets: Sequence[Sheet]
    dockets: Sequence[Docket]
    reviews: dict[UUID, list[Review]]
    stays: Sequence[Stay]
    heard: Heard
    limits: Sequence[Limit]


def folder_of(actor: Actor, file: OpenFile, day: date) -> Folder:
    """The judicial part as this reader may see it."""
    dockets = _dockets(file)
    reviews: dict[UUID, list[Review]] = {}
    for review in Review.objects.filter(case=file.case).order_by("-on"):
        reviews.setdefault(review.measure_id, []).append(review)
    sheets = Sheet.objects.filter(case=file.case).select_related("desk_from", "desk_to", "procedure")
    return Folder(
        decision=latest_decision(file) if can_read_decision(actor, file) else None,
        sheets=[sheet for sheet in sheets.order_by("-written_at") if can_read_sheet(actor, sheet)],
        dockets=dockets,
        reviews=reviews,
        stays=list(Stay.objects.filter(case=file.case).select_related("desk", "measure").order_by("-admitted_on")),
        heard=times_heard(file.case.id),
        limits=limits_of(file, dockets, day),
    )


def _dockets(file: OpenFile) -> list[Docket]:
    procedures = Procedure.objects.filter(case=file.case).select_related("court").order_by("-opened_on")
    found = {procedure.id: Docket(procedure) for procedure in procedures}
    parts: tuple[tuple[str, Any], ...] = (
        ("requisitions", Requisition.objects.select_related("desk_from", "desk_to").order_by("due_at")),
        ("hearings", Hearing.objects.select_related("desk").order_by("at")),
        ("steps", Step.objects.order_by("on", "written_at")),
        ("minutes", Minutes.objects.select_related("desk").order_by("drawn_on")),
        ("measures", Measure.objects.select_related("desk_owing").order_by("-ordered_on")),
    )
    for name, rows in parts if found else ():
        for row in rows.filter(case=file.case):
            getattr(found[row.procedure_id], name).append(row)
    return list(found.values())


def limits_of(file: OpenFile, dockets: Sequence[Docket], day: date) -> list[Limit]:
    """The ages at which something of this file ends; nothing while no procedure is open."""
    open_ones = [docket for docket in dockets if docket.procedure.is_open]
    wanted = {AgeKey.MAJORITY.value} if open_ones else set()
    if any(docket.procedure.kind == ProcedureKind.DIFFICULT for docket in open_ones):
        wanted.add(AgeKey.DIFFICULT.value)
    if not wanted:
        return []
    main = people.main_party(file)
    return limits(file.case, main.person if main else None, day, wanted=wanted)


def usual_procedure(file: OpenFile) -> ProcedureKind:
    """The kind of procedure that the file's profile calls for: a proposal, never an answer."""
    return PROCEDURE_OF.get(Profile(file.case.profile), ProcedureKind.VICTIM)


def times_heard(case: UUID) -> Heard:
    """What the database counts for whoever may open the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT contacts, hearings, minutes, examinations FROM kanaf_times_heard(%s)", [case])
        row = cursor.fetchone()
    return Heard(*(row or (0, 0, 0, 0)))


def latest_decision(file: OpenFile) -> ReportDecision | None:
    """The newest decision to report, in whatever state."""
    return ReportDecision.objects.filter(case=file.case).select_related("safety").order_by("-written_at").first()


def standing_decision(file: OpenFile) -> ReportDecision | None:
    """The decision on which a report may leave: approved, or urgent, which waits for nobody."""
    may = Q(status=Approval.APPROVED) | (Q(is_urgent=True) & ~Q(status=Approval.DRAFT))
    found = ReportDecision.objects.filter(may, case=file.case).order_by("-written_at").first()
    return found if found and found.choice == Choice.REPORT else None


def hands_in(decision: ReportDecision) -> set[UUID]:
    """Everybody who ever wrote a version of it: none of them approves it."""
    wrote = Entry.objects.filter(subject=decision.id, kind__endswith="_written").values_list("actor", flat=True)
    return {*wrote, decision.written_by}


def draft_of(file: OpenFile, kind: SheetKind) -> Sheet | None:
    return Sheet.objects.filter(case=file.case, kind=kind, status=SheetStatus.DRAFT).first()


def get_sheet(actor: Actor, file: OpenFile, sheet_id: UUID) -> Sheet:
    sheets = Sheet.objects.filter(case=file.case, id=sheet_id)
    sheet = _found(sheets.select_related("desk_from", "desk_to", "procedure", "decision").first())
    if not can_read_sheet(actor, sheet):
        raise Http404
    return sheet


def get_decision(file: OpenFile, decision_id: UUID) -> ReportDecision:
    found = ReportDecision.objects.filter(case=file.case, id=decision_id).select_related("safety")
    return _found(found.first())


def get_procedure(file: OpenFile, procedure_id: UUID) -> Procedure:
    return _found(Procedure.objects.filter(case=file.case, id=procedure_id).select_related("court").first())


def get_hearing(file: OpenFile, hearing_id: UUID) -> Hearing:
    return _found(Hearing.objects.filter(case=file.case, id=hearing_id).select_related("desk", "procedure").first())


def get_requisition(file: OpenFile, requisition_id: UUID) -> Requisition:
    rows = Requisition.objects.filter(case=file.case, id=requisition_id)
    return _found(rows.select_related("desk_from", "desk_to", "procedure").first())


def get_requisition_to_answer(actor: Actor, file: OpenFile, requisition_id: UUID) -> Requisition:
    """One that waits for an answer of a desk of the actor; 404 for any other."""
    found = get_requisition(file, requisition_id)
    if not can_answer(actor, found):
        raise Http404
    return found


def get_measure(file: OpenFile, measure_id: UUID) -> Measure:
    rows = Measure.objects.filter(case=file.case, id=measure_id)
    return _found(rows.select_related("procedure__court", "desk_owing").first())


def get_stay(file: OpenFile, stay_id: UUID) -> Stay:
    return _found(Stay.objects.filter(case=file.case, id=stay_id).select_related("desk", "measure").first())


def asked_inquiry(file: OpenFile) -> Requisition | None:
    """The social inquiry that a court waits for, the one due first."""
    waiting = Requisition.objects.filter(case=file.case, kind="social_inquiry", answered_at=None)
    return waiting.select_related("desk_from").order_by("due_at").first()


def held(case: UUID, at: datetime) -> list[Grant]:
    """The grants on a file that have not ended; offers not taken hold nothing."""
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=at)
    return list(Grant.objects.filter(lasting, subject_id=case, is_offer=False).exclude(valid__isempty=True))


def desks_of_file(file: OpenFile, at: datetime) -> list[tuple[str, str]]:
    """The desks that may open this file today: those of which something can be asked."""
    granted = {grant.desk_id for grant in held(file.case.id, at)}
    desks = Desk.objects.filter(id__in=granted, is_active=True)
    return sorted(((str(desk.id), desk_name(desk)) for desk in desks), key=lambda pair: pair[1])


def courts_for(file: OpenFile, kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Active desks of these kinds, those in charge of the child's place first, then in the order of the kinds."""
    lineage = set(file.case.place.lineage)
    desks = Desk.objects.filter(is_active=True, kind__in=kinds).exclude(id__in=grants.closed_desks(file.case.id))
    desks = desks.prefetch_related("covers")
    near = {desk.id: any(place.id in lineage for place in desk.covers.all()) for desk in desks}
    ranked = sorted(desks, key=lambda desk: (not near[desk.id], kinds.index(desk.kind), desk_name(desk)))
    return [(str(desk.id), desk_name(desk)) for desk in ranked]


def note_reading(file: OpenFile) -> None:
    """Journal that the judicial part was shown, and identities with it where an age was worked out."""
    cases.note_reading(file, [Compartment.JUDICIAL])


def still_open(case: UUID) -> list[str]:
    """What holds a file open: a report nobody acknowledged, a measure in course."""
    found = []
    if Sheet.objects.filter(case_id=case, status=SheetStatus.SENT).exists():
        found.append(_("The receipt of a sheet sent to justice is not acknowledged."))
    if Measure.objects.filter(case_id=case).exclude(status=MeasureStatus.ENDED).exists():
        found.append(_("A measure of the judge is in course."))
    return found


def _found(record: Record | None) -> Record:
    if record is None:
        raise Http404
    return record
