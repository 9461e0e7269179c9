"""What was done, found and answered, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.health import events, policies
from kanaf.health.access import folder
from kanaf.health.enums import FollowUpStatus, RequestStatus, VisitStatus
from kanaf.health.models import Examination, Findings, FollowUp, LimitAnswer, Request
from kanaf.health.services.working import NoLongerWaits, acting_desk, opened, tell, to_record
from kanaf.territory import access as territory

AFTER_PEP = (("hiv_serology", "serology_first"), ("hiv_serology", "serology_second"))
"""What is proposed after an examination, and the delay of the country that says when."""


class AlreadyTold(Exception):
    """Somebody said it meanwhile."""


class NotYet(Exception):
    """What has not happened yet is not written down."""


@dataclass(frozen=True)
class Done:
    """An examination as it was: what the child said yes and no to, what was given, what answers which limit."""

    when: datetime
    said: Mapping[str, str] = field(default_factory=dict)
    care: Sequence[str] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    samples_taken: bool = False
    custody: str = ""
    findings: str = ""
    certificate_wanted: bool = True


@transaction.atomic
def record_examination(
    *, actor: Actor, case: UUID, request: UUID, done: Done, seen: str | None, at: datetime
) -> Examination:
    """Say that it was done. Raises ``NoLongerWaits``, ``NotYet``, ``StaleVersion``, ``PermissionDenied``."""
    file = opened(actor, case, policies.can_arrange)
    record = to_record(actor, file, request)
    if not record.waits:
        raise NoLongerWaits
    if done.when > at:
        raise NotYet
    versions.check(record, seen)
    desk = acting_desk(actor, file, at)
    examination = Examination.objects.create(
        id=new_id(),
        case=file.case,
        request=record,
        desk_id=desk,
        at=done.when,
        care=sorted(done.care),
        said=dict(done.said),
        samples_taken=done.samples_taken,
        custody=done.custody or None,
        certificate_wanted=done.certificate_wanted,
        written_by=actor.known_id,
        written_at=at,
    )
    _close(record)
    tell(
        events.EXAMINED, actor, examination, at, desk=desk, request=str(record.id), examination=record.kind,
        certificate_wanted=done.certificate_wanted,
    )  # fmt: skip
    for limit, outcome in done.limits.items():
        _answer(actor, file, record, limit, outcome, done.when, at)
    if done.findings and policies.can_read_findings(actor, file):
        _find(actor, file, record, done.findings, at)
    return examination


def _close(record: Request) -> None:
    visit = folder.visit_to_come(record)
    if visit:
        visit.status = VisitStatus.CAME
        visit.save(update_fields=["status"])
    record.status = RequestStatus.DONE
    record.save(update_fields=["status", "version"])


@transaction.atomic
def answer_limits(
    *, actor: Actor, case: UUID, request: UUID, limits: Mapping[str, str], when: datetime, at: datetime
) -> list[LimitAnswer]:
    """What was given, or why it was not, apart from an examination. Raises ``NotYet``, ``PermissionDenied``."""
    file = opened(actor, case, policies.can_arrange)
    record = to_record(actor, file, request)
    if when > at:
        raise NotYet
    return [_answer(actor, file, record, limit, outcome, when, at) for limit, outcome in limits.items()]


def _answer(
    actor: Actor, file: OpenFile, request: Request, limit: str, outcome: str, when: datetime, at: datetime
) -> LimitAnswer:
    record = LimitAnswer.objects.create(
        id=new_id(), case=file.case, request=request, limit=limit, outcome=outcome, at=when, written_by=actor.known_id,
        written_at=at,
    )  # fmt: skip
    tell(events.LIMIT_ANSWERED, actor, record, at, desk=acting_desk(actor, file, at), limit=limit, outcome=outcome)
    return record


@transaction.atomic
def write_findings(*, actor: Actor, case: UUID, request: UUID, findings: str, at: datetime) -> Findings:
    """Findings added afterwards: a result, an opinion."""
    file = opened(actor, case, policies.can_care)
    return _find(actor, file, folder.get_request(file, request), findings, at)


def _find(actor: Actor, file: OpenFile, request: Request, text: str, at: datetime) -> Findings:
    record = Findings.objects.create(
        id=new_id(), case=file.case, request=request, text=text, written_by=actor.known_id, written_at=at
    )
    tell(events.FINDINGS_WRITTEN, actor, record, at, desk=acting_desk(actor, file, at), request=str(request.id))
    return record


def proposed(on: date) -> list[tuple[str, date]]:
    """The dates of follow-up that the settings propose after an examination."""
    return [(kind, on + timedelta(hours=territory.delay(key).hours)) for kind, key in AFTER_PEP]


@transaction.atomic
def plan_follow_ups(
    *, actor: Actor, case: UUID, request: UUID, planned: Sequence[tuple[str, date]], at: datetime
) -> list[FollowUp]:
    """Dates on which the child is seen again."""
    file = opened(actor, case, policies.can_arrange)
    record = folder.get_request(file, request)
    return [_plan(actor, file, record, kind, on, at) for kind, on in planned]


def _plan(actor: Actor, file: OpenFile, request: Request, kind: str, on: date, at: datetime) -> FollowUp:
    record = FollowUp.objects.create(
        id=new_id(), case=file.case, request=request, kind=kind, due_on=on, written_by=actor.known_id, written_at=at
    )
    tell(
        events.FOLLOW_UP_PLANNED, actor, record, at, desk=acting_desk(actor, file, at), request=str(request.id),
        follow_up=kind, due_at=territory.evening(on).isoformat(),
    )  # fmt: skip
    return record


@transaction.atomic
def change_follow_up(
    *, actor: Actor, case: UUID, follow_up: UUID, status: str, due_on: date | None, seen: str | None, at: datetime
) -> FollowUp:
    """Moved to another day, or said what came of it. Raises ``AlreadyTold``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_arrange)
    record = folder.get_follow_up(file, follow_up)
    if record.status != FollowUpStatus.PLANNED:
        raise AlreadyTold
    versions.check(record, seen)
    desk = acting_desk(actor, file, at)
    common = {"request": str(record.request_id), "follow_up": record.kind}
    if status == FollowUpStatus.PLANNED:
        record.due_on = due_on or record.due_on
        record.save(update_fields=["due_on", "version"])
        due_at = territory.evening(record.due_on).isoformat()
        tell(events.FOLLOW_UP_MOVED, actor, record, at, desk=desk, due_at=due_at, **common)
        return record
    record.status, record.told_at = status, at
    record.save(update_fields=["status", "told_at", "version"])
    tell(events.FOLLOW_UP_TOLD, actor, record, at, desk=desk, outcome=status, **common)
    return record
