"""The medical part of one file, each question one query; sealed words open when they are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind
from kanaf.actors.models import Desk
from kanaf.actors.naming import desk_name
from kanaf.cases import access as cases
from kanaf.cases.policies import OpenFile
from kanaf.grants.enums import Compartment
from kanaf.grants.models import Grant
from kanaf.health.access.limits import limits_of
from kanaf.health.clocks import Limit
from kanaf.health.enums import WAITING, FollowUpStatus, VisitStatus
from kanaf.health.models import Certificate, Copy, Examination, Findings, FollowUp, LimitAnswer, Request, Visit
from kanaf.health.policies import can_read_findings
from kanaf.health.tariff import Trouble, trouble_of

Record = TypeVar("Record")


@dataclass
class Told:
    """A certificate, to whom it was handed, and what is wrong with who paid for it."""

    certificate: Certificate
    trouble: Trouble | None
    copies: list[Copy] = field(default_factory=list)


@dataclass
class Course:
    """One request with everything that came of it, in the order of its days."""

    request: Request
    visits: list[Visit] = field(default_factory=list)
    examination: Examination | None = None
    findings: list[Findings] = field(default_factory=list)
    answers: list[LimitAnswer] = field(default_factory=list)
    certificates: list[Told] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)

    @property
    def next_visit(self) -> Visit | None:
        return next((visit for visit in self.visits if visit.status == VisitStatus.SET), None)

    @property
    def wants_certificate(self) -> bool:
        """Whether it was examined, and its certificate is not there yet."""
        return bool(self.examination and self.examination.certificate_wanted and not self.certificates)


@dataclass(frozen=True)
class Folder:
    """Everything the medical page of a file shows."""

    limits: Sequence[Limit]
    courses: Sequence[Course]

    @property
    def waits(self) -> bool:
        return any(course.request.waits for course in self.courses)


def folder_of(actor: Actor, file: OpenFile, now: datetime) -> Folder:
    """The medical part as this reader may see it: findings only for those who write in it."""
    requests = Request.objects.filter(case=file.case).select_related("desk_from", "desk_to").order_by("-written_at")
    courses = {request.id: Course(request) for request in requests}
    if courses:
        _fill(courses, file)
        if can_read_findings(actor, file):
            for found in Findings.objects.filter(case=file.case).order_by("written_at"):
                courses[found.request_id].findings.append(found)
    return Folder(limits_of(file.case, now), list(courses.values()))


def _fill(courses: dict[UUID, Course], file: OpenFile) -> None:
    for visit in Visit.objects.filter(case=file.case).order_by("at"):
        courses[visit.request_id].visits.append(visit)
    for done in Examination.objects.filter(case=file.case).select_related("desk"):
        courses[done.request_id].examination = done
    for answer in LimitAnswer.objects.filter(case=file.case).order_by("at", "written_at"):
        courses[answer.request_id].answers.append(answer)
    for follow_up in FollowUp.objects.filter(case=file.case).order_by("due_on"):
        courses[follow_up.request_id].follow_ups.append(follow_up)
    for told in register_of(file):
        courses[told.certificate.request_id].certificates.append(told)


def register_of(file: OpenFile) -> list[Told]:
    """The certificates of a file with their copies, the oldest first."""
    certificates = Certificate.objects.filter(case=file.case).select_related("request").order_by("issued_on")
    found = {
        one.id: Told(one, trouble_of(one, file.case, on_requisition=one.request.requisition is not None))
        for one in certificates
    }
    for copy in Copy.objects.filter(case=file.case).order_by("on") if found else ():
        found[copy.certificate_id].copies.append(copy)
    return list(found.values())


def get_request(file: OpenFile, request_id: UUID) -> Request:
    found = Request.objects.filter(case=file.case, id=request_id).select_related("desk_from", "desk_to")
    return _found(found.first())


def get_visit(file: OpenFile, visit_id: UUID) -> Visit:
    return _found(Visit.objects.filter(case=file.case, id=visit_id).select_related("request").first())


def get_certificate(file: OpenFile, certificate_id: UUID) -> Certificate:
    return _found(Certificate.objects.filter(case=file.case, id=certificate_id).select_related("request").first())


def get_follow_up(file: OpenFile, follow_up_id: UUID) -> FollowUp:
    return _found(FollowUp.objects.filter(case=file.case, id=follow_up_id).select_related("request").first())


def visit_to_come(request: Request) -> Visit | None:
    return Visit.objects.filter(request=request, status=VisitStatus.SET).first()


def granted(case: UUID, at: datetime) -> list[Grant]:
    """What desks hold on a file or were offered, and has not ended."""
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=at)
    return list(Grant.objects.filter(lasting, subject_id=case).exclude(valid__isempty=True))


def hospitals_of(file: OpenFile, at: datetime) -> list[tuple[str, str]]:
    """The hospital desks to which this file was referred: those that can be asked for an examination."""
    asked = {grant.desk_id for grant in granted(file.case.id, at) if grant.compartment == Compartment.MEDICAL}
    desks = Desk.objects.filter(id__in=asked, is_active=True, kind=DeskKind.HOSPITAL_UNIT)
    return sorted(((str(desk.id), desk_name(desk)) for desk in desks), key=lambda pair: pair[1])


def note_reading(file: OpenFile) -> None:
    """Journal that the medical part was shown."""
    cases.note_reading(file, [Compartment.MEDICAL])


def still_open(case: UUID) -> list[str]:
    """What holds a file open: an examination that waits, a date of follow-up to come."""
    found = []
    if Request.objects.filter(case_id=case, status__in=WAITING).exists():
        found.append(_("A medical examination was asked for, and is not done."))
    if FollowUp.objects.filter(case_id=case, status=FollowUpStatus.PLANNED).exists():
        found.append(_("A medical follow-up is still to come."))
    return found


def _found(record: Record | None) -> Record:
    if record is None:
        raise Http404
    return record
