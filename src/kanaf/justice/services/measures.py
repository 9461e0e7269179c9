"""Measures: ordered, executed, looked at again, ended; and stays in centres."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases.access import people
from kanaf.cases.policies import OpenFile
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.justice import days, events, policies
from kanaf.justice.access import folder
from kanaf.justice.access.limits import window
from kanaf.justice.enums import EndReason, MeasureStatus, ReviewOutcome, StayStatus, Until
from kanaf.justice.models import Measure, Review, Stay
from kanaf.justice.services.procedures import AlreadyClosed
from kanaf.justice.services.working import acting_desk, opened, tell
from kanaf.territory import access as territory
from kanaf.territory.enums import AgeKey


class BeyondMajority(Exception):
    """The day named is the eighteenth birthday or later: « until majority » says it without telling the birth date.

    ``named`` says which one: ``ends_on`` or ``review_on``.
    """

    def __init__(self, named: str) -> None:
        super().__init__(named)
        self.named = named


class AlreadyEnded(Exception):
    """The measure has ended."""


class OutOfOrder(Exception):
    """This does not come next."""


@transaction.atomic
def order_measure(
    *,
    actor: Actor,
    case: UUID,
    procedure: UUID,
    kind: str,
    ordered_on: date,
    desk_owing: UUID,
    until: str,
    ends_on: date | None,
    review_on: date | None,
    reasons: str,
    at: datetime,
) -> Measure:
    """Write down what the judge ordered, of a desk that may open the file.

    Raises ``AlreadyClosed``, ``BeyondMajority``, and ``PermissionDenied`` for another desk.
    """
    file = opened(actor, case, policies.can_record)
    of = folder.get_procedure(file, procedure)
    if not of.is_open:
        raise AlreadyClosed
    if desk_owing not in {grant.desk_id for grant in folder.held(case, at)}:
        raise PermissionDenied
    end = ends_on if until == Until.DATE else None
    _within_minority(file, ends_on=end, review_on=review_on)
    record = Measure.objects.create(
        id=new_id(),
        case=file.case,
        procedure=of,
        kind=kind,
        ordered_on=ordered_on,
        desk_owing_id=desk_owing,
        until=until,
        ends_on=end,
        review_on=review_on,
        reasons=reasons or None,
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.MEASURE_ORDERED, actor, record, at, desk=acting_desk(actor, file, at), measure_kind=kind, until=until,
        ends_at=territory.evening(end).isoformat() if end else "", desk_owing=str(desk_owing),
        counted_from=territory.evening(ordered_on).isoformat(), procedure=str(of.id), **_days(review_on, end),
    )  # fmt: skip
    return record


def _within_minority(file: OpenFile, **named: date | None) -> None:
    """No measure for a child goes beyond majority, and no day that is a birthday is written in clear."""
    setting = next((limit for limit in territory.age_limits() if limit.key == AgeKey.MAJORITY), None)
    main = people.main_party(file)
    majority = window(file.case, main.person if main else None, setting.years) if setting else None
    for name, day in named.items():
        if majority and day and day >= majority.last:
            raise BeyondMajority(name)


def _days(review_on: date | None, ends_on: date | None) -> dict[str, str]:
    """When it is looked at again and from when that is prepared; by when something is to be decided at the latest."""
    notice = timedelta(days=territory.delay("measure_review").hours // days.HOURS)
    told = {
        "review_at": review_on,
        "review_from": review_on - notice if review_on else None,
        "due_at": min((day for day in (review_on, ends_on) if day), default=None),
    }
    return {name: territory.evening(day).isoformat() if day else "" for name, day in told.items()}


def _in_course(file: OpenFile, measure: UUID, seen: str | None) -> Measure:
    record = folder.get_measure(file, measure)
    if not record.is_in_course:
        raise AlreadyEnded
    versions.check(record, seen)
    return record


@transaction.atomic
def execute_measure(
    *, actor: Actor, case: UUID, measure: UUID, on: date, how: str, seen: str | None, at: datetime
) -> Measure:
    """It is carried out since that day. Raises ``AlreadyEnded``, ``OutOfOrder``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_record)
    record = _in_course(file, measure, seen)
    if record.status != MeasureStatus.ORDERED:
        raise OutOfOrder
    record.status, record.executed_on, record.execution = MeasureStatus.IN_FORCE, on, how or None
    record.save(update_fields=["status", "executed_on", "execution", "version"])
    tell(events.MEASURE_EXECUTED, actor, record, at, desk=acting_desk(actor, file, at), measure_kind=record.kind)
    return record


@transaction.atomic
def review_measure(
    *,
    actor: Actor,
    case: UUID,
    measure: UUID,
    on: date,
    outcome: str,
    next_on: date | None,
    child_heard: bool,
    note: str,
    seen: str | None,
    at: datetime,
) -> Review:
    """The judge looked at it again: maintained until the next time, changed, or lifted.

    Raises ``AlreadyEnded``, ``BeyondMajority``, ``StaleVersion``.
    """
    file = opened(actor, case, policies.can_record)
    record = _in_course(file, measure, seen)
    is_over = outcome == ReviewOutcome.LIFTED
    next_on = None if is_over else next_on
    _within_minority(file, review_on=next_on)
    review = Review.objects.create(
        id=new_id(),
        case=file.case,
        measure=record,
        on=on,
        outcome=outcome,
        next_on=next_on,
        child_heard=child_heard,
        note=note or None,
        written_by=actor.known_id,
        written_at=at,
    )
    record.review_on = next_on
    record.save(update_fields=["review_on", "version"])
    tell(
        events.MEASURE_REVIEWED, actor, record, at, desk=acting_desk(actor, file, at), measure_kind=record.kind,
        outcome=outcome, desk_owing=str(record.desk_owing_id), child_heard=child_heard,
        **_days(next_on, None if is_over else record.ends_on),
    )  # fmt: skip
    if is_over:
        _end(actor, file, record, on=on, reason=EndReason.LIFTED, at=at)
    return review


@transaction.atomic
def end_measure(
    *, actor: Actor, case: UUID, measure: UUID, on: date, reason: str, seen: str | None, at: datetime
) -> Measure:
    """It is over. Raises ``AlreadyEnded``, ``StaleVersion``."""
    file = opened(actor, case, policies.can_record)
    record = _in_course(file, measure, seen)
    _end(actor, file, record, on=on, reason=reason, at=at)
    return record


def _end(actor: Actor, file: OpenFile, record: Measure, *, on: date, reason: str, at: datetime) -> None:
    record.status, record.ended_on, record.end_reason = MeasureStatus.ENDED, on, reason
    record.save(update_fields=["status", "ended_on", "end_reason", "version"])
    tell(
        events.MEASURE_ENDED, actor, record, at, desk=acting_desk(actor, file, at), measure_kind=record.kind,
        reason=str(reason),
    )  # fmt: skip


@transaction.atomic
def admit(*, actor: Actor, case: UUID, measure: UUID, on: date, at: datetime) -> Stay:
    """The child is in the centre that carries the measure out. Raises ``OutOfOrder`` while another stay lasts."""
    file = opened(actor, case, policies.can_house)
    of = folder.get_measure(file, measure)
    if not of.is_in_course:
        raise AlreadyEnded
    if Stay.objects.filter(case=file.case).exclude(status=StayStatus.DISCHARGED).exists():
        raise OutOfOrder
    record = Stay.objects.create(
        id=new_id(),
        case=file.case,
        measure=of,
        desk_id=of.desk_owing_id,
        admitted_on=on,
        written_by=actor.known_id,
        written_at=at,
    )
    tell(
        events.STAY_BEGAN, actor, record, at, desk=acting_desk(actor, file, at), desk_centre=str(record.desk_id),
        measure=str(of.id),
    )  # fmt: skip
    return record


NEXT: dict[str, tuple[str, ...]] = {
    StayStatus.ADMITTED: (StayStatus.OBSERVED, StayStatus.DISCHARGED),
    StayStatus.OBSERVED: (StayStatus.PROPOSED, StayStatus.DISCHARGED),
    StayStatus.PROPOSED: (StayStatus.DISCHARGED,),
    StayStatus.DISCHARGED: (),
}
"""What may follow in a stay: observation, then an orientation, then leaving; a child may leave at any time."""


@transaction.atomic
def follow_stay(
    *,
    actor: Actor,
    case: UUID,
    stay: UUID,
    status: str,
    on: date,
    orientation: str,
    text: str,
    seen: str | None,
    at: datetime,
) -> Stay:
    """Observation begins, an orientation is proposed to the judge, or the child leaves. Raises ``OutOfOrder``."""
    file = opened(actor, case, policies.can_house)
    record = folder.get_stay(file, stay)
    versions.check(record, seen)
    if status not in NEXT[record.status]:
        raise OutOfOrder
    for name, value in _stage(status, on, orientation, text).items():
        setattr(record, name, value)
    record.status = status
    record.save()
    tell(
        events.STAY_FOLLOWED, actor, record, at, desk=acting_desk(actor, file, at), stay_status=status,
        orientation=orientation, desk_centre=str(record.desk_id),
    )  # fmt: skip
    return record


def _stage(status: str, on: date, orientation: str, text: str) -> dict[str, Any]:
    if status == StayStatus.OBSERVED:
        return {"observed_from": on, "observation": text or None}
    if status == StayStatus.PROPOSED:
        return {"proposed_on": on, "orientation": orientation, "proposal": text or None}
    return {"discharged_on": on, "discharged_to": orientation}
