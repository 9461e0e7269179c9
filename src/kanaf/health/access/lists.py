"""What waits for a hospital: the most urgent limit first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.models import Case
from kanaf.foundation.vault import keys
from kanaf.health.access.limits import limits_of_files
from kanaf.health.clocks import Limit, nearest
from kanaf.health.enums import WAITING, FollowUpStatus, RequestStatus, VisitStatus
from kanaf.health.models import Certificate, Examination, FollowUp, Request, Visit
from kanaf.health.policies import can_see_list, cares_at
from kanaf.referrals import access as referrals
from kanaf.referrals.models import Referral
from kanaf.territory import access as territory

SOON = timedelta(days=30)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """One file that waits for us, with the limits that run in it."""

    case: Case
    limits: Sequence[Limit]
    due_at: datetime
    request: Request | None = None
    referral: Referral | None = None
    visit: Visit | None = None

    @property
    def nearest(self) -> Limit | None:
        return nearest(self.limits)

    @property
    def shown_limits(self) -> list[Limit]:
        """What still runs, and what passed and nobody answered."""
        return [limit for limit in self.limits if limit.is_running or limit.is_passed]

    @property
    def pressing(self) -> datetime:
        """When it should be done at the latest: the limit that ends first, else what was asked."""
        return min(self.nearest.until, self.due_at) if self.nearest else self.due_at


@dataclass(frozen=True)
class ListPage:
    """Everything the list of a hospital shows, the most pressing first."""

    desk: Desk
    today: date
    to_answer: Sequence[Row]
    to_see: Sequence[Row]
    to_certify: Sequence[Examination]
    follow_ups: Sequence[FollowUp]
    paid: int
    certificates: int

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.to_see or self.to_certify or self.follow_ups)


def my_hospitals(actor: Actor) -> list[Desk]:
    """The hospital desks where the actor writes in medical parts, by name."""
    found = actors.desks_by_id(desk for desk in actor.desk_ids if cares_at(actor, desk))
    return sorted((desk for desk in found.values() if can_see_list(actor, desk)), key=lambda desk: desk.name)


def get_hospital(actor: Actor, slug: str) -> Desk:
    """One of them, by its slug; 404 for every other desk."""
    found = next((desk for desk in my_hospitals(actor) if desk.slug == slug), None)
    if found is None:
        raise Http404
    return found


def list_page(actor: Actor, desk: Desk, now: datetime) -> ListPage:
    """Gather the list; every row through the twin, so that what the desk may not open is not there."""
    asked = [referral for referral in referrals.to_answer(actor, [desk.id]) if referral.category == "medical"]
    requests = list(_requests(actor, desk, now))
    files = Case.objects.in_bulk({*(r.case_id for r in asked), *(r.case_id for r in requests)})
    limits = limits_of_files(files.values(), now)
    visits = {
        visit.request_id: visit
        for visit in Visit.objects.readable_by(actor, now).filter(request__in=requests, status=VisitStatus.SET)
    }
    keys.preload(files)
    ours = Certificate.objects.readable_by(actor, now).filter(request__desk_to=desk)
    today = territory.today()
    return ListPage(
        desk=desk,
        today=today,
        to_answer=_sorted(
            Row(files[one.case_id], limits[one.case_id], one.answer_due_at, referral=one)
            for one in asked
            if one.case_id in files
        ),
        to_see=_sorted(
            Row(files[one.case_id], limits[one.case_id], one.due_at, request=one, visit=visits.get(one.id))
            for one in requests
        ),
        to_certify=_to_certify(actor, desk, now),
        follow_ups=_follow_ups(actor, desk, today, now),
        paid=ours.filter(is_free=False).count(),
        certificates=ours.count(),
    )


def _requests(actor: Actor, desk: Desk, now: datetime) -> Iterable[Request]:
    waiting = Request.objects.readable_by(actor, now).filter(desk_to=desk, status__in=WAITING)
    return waiting.select_related("desk_from").order_by("due_at")[:MOST_SHOWN]


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.nearest is None, row.pressing))


def _to_certify(actor: Actor, desk: Desk, now: datetime) -> list[Examination]:
    """Examined, and the certificate that was asked for is not there."""
    done = Examination.objects.readable_by(actor, now).filter(
        desk=desk, certificate_wanted=True, request__status=RequestStatus.DONE
    )
    without = done.exclude(request__in=Certificate.objects.values("request"))
    return list(without.select_related("case", "request").order_by("at")[:MOST_SHOWN])


def _follow_ups(actor: Actor, desk: Desk, today: date, now: datetime) -> list[FollowUp]:
    coming = FollowUp.objects.readable_by(actor, now).filter(
        request__desk_to=desk, status=FollowUpStatus.PLANNED, due_on__lte=today + SOON
    )
    return list(coming.select_related("case", "request").order_by("due_on")[:MOST_SHOWN])
