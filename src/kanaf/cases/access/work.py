"""What the work on a file has left in it, each question one query at most; sealed words open when they are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F, Value
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.access.files import Policy, open_file
from kanaf.cases.enums import ActionStatus, Approval, Risk
from kanaf.cases.models import (
    Assessment,
    Attachment,
    Case,
    Closure,
    Contact,
    Note,
    Plan,
    PlanAction,
    PlanGoal,
    Reopening,
    SafetyPlan,
)
from kanaf.cases.policies import OpenFile
from kanaf.grants.enums import Compartment
from kanaf.journal.models import Entry

Record = TypeVar("Record")
IN_PEN = (Approval.DRAFT, Approval.RETURNED)
SOCIAL = Compartment.SOCIAL
WRITABLE = (SOCIAL, Compartment.PSYCHOLOGICAL, Compartment.MEDICAL, Compartment.JUDICIAL)
"""Where words may be written: the core is read by every desk of the file, identities have their own pages."""
DOCUMENT_PARTS = (*WRITABLE, Compartment.IDENTITY)
"""A birth record or a school card is a document of the identity part."""


@dataclass(frozen=True)
class Goal:
    """A goal of a plan with what is done for it."""

    goal: PlanGoal
    actions: Sequence[PlanAction]


def allowed(actor: Actor, case_id: UUID, policy: Policy) -> OpenFile:
    """The file, for a service that asks its policy again. Raises ``PermissionDenied``."""
    file = open_file(actor, case_id)
    if file is None or not policy(actor, file):
        raise PermissionDenied
    return file


def locked(actor: Actor, case_id: UUID, policy: Policy) -> OpenFile:
    """The same, with the file held until the end of the transaction: two people decide one after the other."""
    Case.objects.select_for_update(of=("self",)).filter(id=case_id).first()
    return allowed(actor, case_id, policy)


def writable_parts(file: OpenFile, among: Collection[str] = WRITABLE) -> list[str]:
    """The parts in which the reader of this file may write."""
    return [part for part in among if file.writes(part)]


def current_safety(file: OpenFile) -> SafetyPlan | None:
    """The newest safety plan: it heads the file."""
    return SafetyPlan.objects.filter(case=file.case).order_by("-written_at").first() if file.reads(SOCIAL) else None


def latest_assessment(file: OpenFile) -> Assessment | None:
    return Assessment.objects.filter(case=file.case).order_by("-written_at").first() if file.reads(SOCIAL) else None


def approved_assessment(file: OpenFile) -> Assessment | None:
    """What holds today, while a newer one may be in writing."""
    if not file.reads(SOCIAL):
        return None
    approved = Assessment.objects.filter(case=file.case, status=Approval.APPROVED)
    return approved.order_by("-approved_at").first()


def latest_plan(file: OpenFile) -> Plan | None:
    return Plan.objects.filter(case=file.case).order_by("-written_at").first() if file.reads(SOCIAL) else None


def approved_plan(file: OpenFile) -> Plan | None:
    """The plan that is being carried out, while a newer one may be in writing."""
    if not file.reads(SOCIAL):
        return None
    return Plan.objects.filter(case=file.case, status=Approval.APPROVED).order_by("-approved_at").first()


def goals_of(plan: Plan) -> list[Goal]:
    """The goals of a plan in their order, each with its actions by date."""
    by_goal: dict[UUID, list[PlanAction]] = {}
    actions = PlanAction.objects.filter(goal__plan=plan).select_related("desk").order_by("due_on", "id")
    for action in actions:
        by_goal.setdefault(action.goal_id, []).append(action)
    goals = PlanGoal.objects.filter(plan=plan).order_by("order", "id")
    return [Goal(goal, by_goal.get(goal.id, [])) for goal in goals]


def open_actions(file: OpenFile) -> list[PlanAction]:
    """What the approved plan still waits for."""
    if not file.reads(SOCIAL):
        return []
    waiting = PlanAction.objects.filter(
        case=file.case, status=ActionStatus.PLANNED, goal__plan__status=Approval.APPROVED
    )
    return list(waiting.select_related("desk", "goal").order_by("due_on"))


def contacts(file: OpenFile) -> list[Contact]:
    """In the parts that are open to the reader, the newest first."""
    found = Contact.objects.filter(case=file.case, compartment__in=list(file.parts))
    return list(found.select_related("desk").order_by("-at"))


def notes(file: OpenFile) -> list[Note]:
    found = Note.objects.filter(case=file.case, compartment__in=list(file.parts))
    return list(found.select_related("desk").order_by("-written_at"))


def contacts_and_notes(file: OpenFile) -> tuple[list[Contact], list[Note]]:
    """Both lists for the page of the file, in one question; their words stay sealed until they are shown."""
    parts = {"case": file.case, "compartment__in": list(file.parts)}
    columns = ("what", "id", "compartment", "desk_id", "when", "words", "kind_", "seen")
    met = Contact.objects.filter(**parts).annotate(
        what=Value("contact"), when=F("at"), words=F("note"), kind_=F("kind"), seen=F("child_seen")
    )
    said = Note.objects.filter(**parts).annotate(
        what=Value("note"), when=F("written_at"), words=F("text"), kind_=Value(""), seen=Value(value=False)
    )
    both = met.values_list(*columns).union(said.values_list(*columns), all=True).order_by("-when")
    contacts: list[Contact] = []
    notes: list[Note] = []
    for what, id_, part, desk, when, words, kind, seen in both:
        shared = {"id": id_, "case": file.case, "compartment": part, "desk_id": desk}
        if what == "contact":
            contacts.append(Contact(**shared, at=when, note=words, kind=kind, child_seen=seen))
        else:
            notes.append(Note(**shared, written_at=when, text=words))
    return contacts, notes


def attachments(file: OpenFile) -> list[Attachment]:
    found = Attachment.objects.filter(case=file.case, compartment__in=list(file.parts))
    return list(found.select_related("desk").order_by("-added_at"))


@dataclass(frozen=True)
class Standing:
    """Where the newest assessment, plan or request to close stands, without a word of what it says."""

    id: UUID
    status: str
    written_by: UUID
    risk: str

    @property
    def status_text(self) -> str:
        return str(Approval(self.status).label)

    @property
    def risk_text(self) -> str:
        return str(Risk(self.risk).label)


def standings(file: OpenFile) -> dict[str, Standing]:
    """By name of the record, in one query for all three; empty for whom the social part is closed."""
    if not file.reads(SOCIAL):
        return {}
    columns = ("what", "id", "status", "written_by", "risk_")
    newest = [
        model.objects.filter(case=file.case)
        .annotate(what=Value(what), risk_=risk)
        .order_by("-written_at")
        .values_list(*columns)[:1]
        for what, model, risk in _STANDING
    ]
    return {what: Standing(*columns) for what, *columns in newest[0].union(*newest[1:], all=True)}


_STANDING: tuple[tuple[str, type[Assessment | Plan | Closure], Value | F], ...] = (
    ("assessment", Assessment, F("risk")),
    ("plan", Plan, Value("")),
    ("closure", Closure, Value("")),
)


def closure_in_course(file: OpenFile) -> Closure | None:
    """The request to close that waits for a decision."""
    if not file.reads(SOCIAL):
        return None
    return Closure.objects.filter(case=file.case, status=Approval.SUBMITTED).first()


def latest_closure(file: OpenFile) -> Closure | None:
    return Closure.objects.filter(case=file.case).order_by("-written_at").first() if file.reads(SOCIAL) else None


def get_assessment(file: OpenFile, assessment_id: UUID) -> Assessment:
    return _found(Assessment.objects.filter(case=file.case, id=assessment_id).first())


def get_plan(file: OpenFile, plan_id: UUID) -> Plan:
    return _found(Plan.objects.filter(case=file.case, id=plan_id).first())


def get_action(file: OpenFile, action_id: UUID) -> PlanAction:
    """An action of the plan that is being carried out."""
    approved = PlanAction.objects.filter(case=file.case, id=action_id, goal__plan__status=Approval.APPROVED)
    return _found(approved.select_related("desk", "goal").first())


def get_closure(file: OpenFile, closure_id: UUID) -> Closure:
    return _found(Closure.objects.filter(case=file.case, id=closure_id).first())


def get_contact(file: OpenFile, contact_id: UUID) -> Contact:
    return _found(Contact.objects.filter(case=file.case, id=contact_id, compartment__in=list(file.parts)).first())


def get_note(file: OpenFile, note_id: UUID) -> Note:
    return _found(Note.objects.filter(case=file.case, id=note_id, compartment__in=list(file.parts)).first())


def get_attachment(file: OpenFile, attachment_id: UUID) -> Attachment:
    """A document in a part that is open to the reader."""
    parts = list(file.parts)
    return _found(Attachment.objects.filter(case=file.case, id=attachment_id, compartment__in=parts).first())


def began_at(case: Case) -> datetime:
    """When the file opened, or opened again: from there the first steps are due once more."""
    again = Reopening.objects.filter(case=case).order_by("-reopened_at").values_list("reopened_at", flat=True).first()
    return again or case.opened_at


def needs_initial_assessment(case: Case) -> bool:
    """Whether no quick assessment was approved since the file opened, or opened again."""
    since = began_at(case)
    return not Assessment.objects.filter(case=case, status=Approval.APPROVED, approved_at__gte=since).exists()


def hands_in(subject: Assessment | Plan | Closure) -> set[UUID]:
    """Everybody who ever wrote a version of it: none of them approves it."""
    wrote = Entry.objects.filter(subject=subject.id, kind__endswith="_written").values_list("actor", flat=True)
    return {*wrote, subject.written_by}


def mark_of(record: Assessment | Plan | None) -> str:
    """What a form carries to say which version of which text it shows, or that there was none yet."""
    return f"{record.id.hex}:{record.version}" if record else "none"


def _found(record: Record | None) -> Record:
    if record is None:
        raise Http404
    return record
