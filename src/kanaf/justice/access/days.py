"""The day of a court desk: what waits for its hand, who comes when, and what falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.models import Case
from kanaf.foundation.vault import keys
from kanaf.justice.access.limits import Limit, of_cases
from kanaf.justice.enums import HearingStatus, MeasureStatus, ProcedureKind, SheetStatus, StepKind
from kanaf.justice.models import Hearing, Measure, Procedure, Requisition, Sheet, Step
from kanaf.justice.policies import can_see_day, reads_at
from kanaf.territory import access as territory
from kanaf.territory.enums import AgeKey

SOON = timedelta(days=30)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Near:
    """An age limit that comes near in one file."""

    case: Case
    limit: Limit


@dataclass(frozen=True)
class DayPage:
    """Everything the day of a desk shows, the most pressing first."""

    desk: Desk
    day: date
    today: date
    to_acknowledge: Sequence[Sheet]
    hearings: Sequence[Hearing]
    next_day: date | None
    requisitions: Sequence[Requisition]
    to_review: Sequence[Measure]
    to_execute: Sequence[Measure]
    kafala: Sequence[Step]
    near: Sequence[Near]

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)


def my_courts(actor: Actor) -> list[Desk]:
    """The court desks where the actor reads judicial parts, by name."""
    found = actors.desks_by_id(desk for desk in actor.desk_ids if reads_at(actor, desk))
    return sorted((desk for desk in found.values() if can_see_day(actor, desk)), key=lambda desk: desk.name)


def get_court(actor: Actor, slug: str) -> Desk:
    """One of them, by its slug; 404 for every other desk."""
    found = next((desk for desk in my_courts(actor) if desk.slug == slug), None)
    if found is None:
        raise Http404
    return found


def day_page(actor: Actor, desk: Desk, day: date, now: datetime) -> DayPage:
    """Gather the day; every row through the twin, so that what the desk may not open is not there."""
    ours = Q(desk=desk) | Q(procedure__court=desk)
    hearings = Hearing.objects.readable_by(actor, now).filter(ours).select_related("case", "procedure", "desk")
    zone = territory.working_calendar().zone
    begins = datetime.combine(day, time.min, tzinfo=zone)
    of_day = hearings.filter(at__gte=begins, at__lt=datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone))
    later = hearings.filter(at__gte=datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone))
    coming = later.filter(status=HearingStatus.SET).order_by("at").first()
    sheets = Sheet.objects.readable_by(actor, now).filter(desk_to=desk, status=SheetStatus.SENT)
    asked = Requisition.objects.readable_by(actor, now).filter(
        Q(desk_to=desk) | Q(desk_from=desk), answered_at=None, procedure__closed_on=None
    )
    measures = (
        Measure.objects.readable_by(actor, now).filter(procedure__court=desk).select_related("case", "desk_owing")
    )
    today = territory.today()
    page = DayPage(
        desk=desk,
        day=day,
        today=today,
        to_acknowledge=list(sheets.select_related("case", "desk_from").order_by("-is_urgent", "sent_at")[:MOST_SHOWN]),
        hearings=list(of_day.exclude(status=HearingStatus.MOVED).order_by("at")[:MOST_SHOWN]),
        next_day=coming.at.astimezone(zone).date() if coming else None,
        requisitions=list(asked.select_related("case", "desk_to", "desk_from").order_by("due_at")[:MOST_SHOWN]),
        to_review=list(
            measures.exclude(status=MeasureStatus.ENDED)
            .filter(review_on__lte=today + SOON)
            .order_by("review_on")[:MOST_SHOWN]
        ),
        to_execute=list(measures.filter(status=MeasureStatus.ORDERED).order_by("ordered_on")[:MOST_SHOWN]),
        kafala=_kafala(actor, desk, now),
        near=_near(actor, desk, today, now),
    )
    keys.preload({hearing.case_id for hearing in page.hearings})
    return page


def _kafala(actor: Actor, desk: Desk, now: datetime) -> list[Step]:
    """Delays of kafala that run: the order that is not executed, the notice that is posted."""
    steps = Step.objects.readable_by(actor, now).filter(
        procedure__court=desk, procedure__closed_on=None, procedure__kind=ProcedureKind.ABANDONMENT
    )
    found: dict[UUID, Step] = {}
    for step in steps.select_related("case", "procedure").order_by("on", "written_at"):
        if step.due_on:
            found[step.procedure_id] = step
        elif step.kind in {StepKind.HANDED_OVER, StepKind.ABANDONED}:
            found.pop(step.procedure_id, None)
    return sorted(found.values(), key=lambda step: step.due_on or step.on)


def _near(actor: Actor, desk: Desk, today: date, now: datetime) -> list[Near]:
    """Children whose age limit comes near, in the open procedures of this desk."""
    procedures = Procedure.objects.readable_by(actor, now).filter(court=desk, closed_on=None).select_related("case")
    wanted: dict[UUID, tuple[Case, set[str]]] = {}
    for procedure in procedures:
        kinds = wanted.setdefault(procedure.case_id, (procedure.case, {AgeKey.MAJORITY.value}))[1]
        if procedure.kind == ProcedureKind.DIFFICULT:
            kinds.add(AgeKey.DIFFICULT.value)
    limits = of_cases(wanted.values(), today) if wanted else {}
    found = [Near(case, limit) for case, _kinds in wanted.values() for limit in limits[case.id] if limit.is_near]
    return sorted(found, key=lambda near: near.limit.window.first)[:MOST_SHOWN]
