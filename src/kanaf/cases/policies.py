"""Who may do what with a file in hand. The parts that are open come from the one table of grants."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.cases.models import Case, Complaint, Report
from kanaf.grants import policies as granted
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.models import Grant
from kanaf.grants.powers import bears

APPROVERS = (Role.SUPERVISOR, Role.DESK_COORDINATOR)


@dataclass(frozen=True)
class OpenFile:
    """A file and the parts of it that are open to the actor: ``{compartment: "read" | "write"}``."""

    case: Case
    parts: Mapping[str, str]

    def reads(self, compartment: str) -> bool:
        return compartment in self.parts

    def writes(self, compartment: str) -> bool:
        return self.parts.get(compartment) == Level.WRITE


@dataclass(frozen=True)
class OpenReport:
    """A report and the parts of it that are open to the actor."""

    report: Report
    parts: Mapping[str, str]

    def reads(self, compartment: str) -> bool:
        return compartment in self.parts

    def writes(self, compartment: str) -> bool:
        return self.parts.get(compartment) == Level.WRITE


@dataclass(frozen=True)
class OpenComplaint:
    """A complaint and the parts of it that are open to the actor."""

    complaint: Complaint
    parts: Mapping[str, str]

    def reads(self, compartment: str) -> bool:
        return compartment in self.parts

    def writes(self, compartment: str) -> bool:
        return self.parts.get(compartment) == Level.WRITE


def can_read(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the core."""
    return actor.is_active and file.reads(Compartment.CORE)


def can_follow(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in the core of an open file: the leading desk's file workers."""
    return actor.is_active and file.case.is_open and file.writes(Compartment.CORE)


def can_work_socially(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in the social part of an open file."""
    return actor.is_active and file.case.is_open and file.writes(Compartment.SOCIAL)


def can_read_safety(actor: Actor, grants: Iterable[Grant], *, case: UUID, at: datetime) -> bool:
    """Whoever reads the social part, and whoever opened the file in an emergency; ``SafetyPlan`` has the SQL twin."""
    held = list(grants)
    by_right = granted.can(
        actor, held, subject=case, kind=SubjectKind.CASE, compartment=Compartment.SOCIAL, level=Level.READ, at=at
    )
    return by_right or granted.in_emergency(actor, held, subject=case, at=at)


def can_identify(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes identities of an open file."""
    return actor.is_active and file.case.is_open and file.writes(Compartment.IDENTITY)


def can_approve(actor: Actor, file: OpenFile, *, written_by: UUID) -> bool:
    """A supervisor or coordinator of the leading desk, other than the person who wrote it: four eyes."""
    if not can_follow(actor, file) or actor.id == written_by:
        return False
    return not actor.roles_at(file.case.lead_desk_id).isdisjoint(APPROVERS)


def can_read_report(actor: Actor, file: OpenReport) -> bool:
    """Whoever may open the core of a report; ``Report.objects.readable_by`` is its SQL twin."""
    return actor.is_active and file.reads(Compartment.CORE)


def can_triage(actor: Actor, file: OpenReport) -> bool:
    """Whoever opens files at the desk in charge; the desk that only wrote the report down does not."""
    if not actor.is_active or not file.writes(Compartment.CORE):
        return False
    return any(bears(role, SubjectKind.CASE, "core", "write") for role in actor.roles_at(file.report.desk_id))


def can_confirm_triage(actor: Actor, file: OpenReport, *, decided_by: UUID) -> bool:
    """A second pair of eyes at the same desk: never the person who decided."""
    return can_triage(actor, file) and actor.id != decided_by


def can_record_at(actor: Actor, desk: UUID) -> bool:
    """Whoever works with files may write a report down, whatever the desk."""
    return actor.is_active and any(bears(role, SubjectKind.REPORT, "core", "write") for role in actor.roles_at(desk))


def can_read_complaint(actor: Actor, file: OpenComplaint) -> bool:
    """Whoever may open the core of a complaint: the desk that handles it, and no other."""
    return actor.is_active and file.reads(Compartment.CORE)


def can_answer_complaint(actor: Actor, file: OpenComplaint) -> bool:
    """A supervisor or coordinator of the desk that handles it, while no answer was given."""
    if not actor.is_active or not file.writes(Compartment.SOCIAL) or file.complaint.answered_at:
        return False
    return not actor.roles_at(file.complaint.handled_by_id).isdisjoint(APPROVERS)


def can_assess(actor: Actor, file: OpenFile) -> bool:
    """Whoever follows the file and writes in its social part: the leading desk's file workers."""
    return can_follow(actor, file) and file.writes(Compartment.SOCIAL)


def can_write_in(actor: Actor, file: OpenFile, compartment: str) -> bool:
    """Whoever writes in that part of an open file."""
    return actor.is_active and file.case.is_open and file.writes(compartment)


def can_decide(actor: Actor, file: OpenFile, *, writers: Collection[UUID]) -> bool:
    """A supervisor or coordinator of the leading desk whose hand is in no version of it: four eyes."""
    return actor.id not in writers and all(can_approve(actor, file, written_by=writer) for writer in writers)


def can_approve_some(actor: Actor, file: OpenFile) -> bool:
    """A supervisor or coordinator of the leading desk; what they wrote themselves is for somebody else."""
    return can_follow(actor, file) and not actor.roles_at(file.case.lead_desk_id).isdisjoint(APPROVERS)


def can_assign(actor: Actor, file: OpenFile) -> bool:
    """A supervisor or coordinator of the leading desk, or the one who follows the file and hands it over."""
    return can_approve_some(actor, file) or (can_follow(actor, file) and actor.id == file.case.worker)


def can_reopen(actor: Actor, file: OpenFile) -> bool:
    """Whoever writes in the core of a closed file."""
    return actor.is_active and not file.case.is_open and file.writes(Compartment.CORE)


def can_contact_after_closing(actor: Actor, file: OpenFile) -> bool:
    """The contact promised after closing is the one thing that is still written in a closed file."""
    return can_reopen(actor, file) and file.writes(Compartment.SOCIAL)
