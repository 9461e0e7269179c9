"""Committees and who sits in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk, Organisation
from kanaf.actors.naming import desk_name, person_name, said
from kanaf.committees import rules
from kanaf.committees.enums import ActionState, MeetingStatus
from kanaf.committees.models import ActionPoint, Committee, CommitteeKind, Meeting, Seat, Term
from kanaf.committees.policies import HeldSeat, OpenCommittee, can_read
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.territory import access as territory

Policy = Callable[[Actor, OpenCommittee], bool]


def today() -> date:
    """The day on which terms are asked for: of universal time, like every post."""
    return clock.now().astimezone(UTC).date()


def _readable(actor: Actor) -> QuerySet[Committee]:
    return Committee.objects.readable_by(actor, clock.now()).select_related("kind", "place", "desk")


def held_in(actor: Actor, committee: UUID, at: datetime) -> tuple[HeldSeat, ...]:
    """The seats that the actor holds there on the day of ``at``."""
    if actor.id is None or not actor.is_active:
        return ()
    terms = Term.objects.valid_at(at).filter(committee=committee, account=actor.id).select_related("seat")
    return tuple(HeldSeat(t.seat_id, t.desk_id, t.seat.is_chair, t.seat.is_bound, t.is_substitute) for t in terms)


def open_committee(actor: Actor, committee_id: UUID) -> OpenCommittee | None:
    """The committee with the actor's seats, or ``None``; for services, which ask their policy again."""
    committee = _readable(actor).filter(pk=committee_id).first()
    return OpenCommittee(committee, held_in(actor, committee_id, clock.now())) if committee else None


def get_committee(actor: Actor, committee_id: UUID, *, to: Policy = can_read) -> OpenCommittee:
    """The committee, if the actor may do ``to`` with it; else 404."""
    file = open_committee(actor, committee_id)
    if file is None or not to(actor, file):
        raise Http404
    return file


def readable_ids(actor: Actor) -> list[UUID]:
    """The committees that the actor may read."""
    return list(Committee.objects.readable_by(actor, clock.now()).values_list("id", flat=True))


@dataclass(frozen=True)
class Row:
    """One committee of the list: what a member wants to know before opening it."""

    committee: Committee
    next_at: datetime | None
    late: int
    vacant: int


def list_committees(actor: Actor) -> list[Row]:
    """The committees the actor may read, with their next meeting, late actions and vacant seats."""
    now, day = clock.now(), today()
    committees = list(_readable(actor).filter(is_active=True))
    ids = [committee.id for committee in committees]
    coming = dict(
        Meeting.objects.filter(committee__in=ids, status=MeetingStatus.CONVENED, ends_at__gt=now)
        .values_list("committee")
        .annotate(first=Min("starts_at"))
    )
    overdue = Q(state=ActionState.OPEN, due_on__lt=territory.today())
    late = dict(
        ActionPoint.objects.filter(overdue, committee__in=ids).values_list("committee").annotate(count=Count("id"))
    )
    vacant = dict(vacancies(ids, day))
    return [Row(c, coming.get(c.id), late.get(c.id, 0), vacant.get(c.id, 0)) for c in committees]


def vacancies(committees: Iterable[UUID], day: date) -> Iterable[tuple[UUID, int]]:
    """How many seats of each committee have no member on a day."""
    filled = Term.objects.on(day).filter(seat=OuterRef("pk"), is_substitute=False)
    standing = Seat.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), committee__in=list(committees))
    counted = standing.exclude(Exists(filled)).order_by().values_list("committee").annotate(count=Count("id"))
    return [(committee, count) for committee, count in counted]


@dataclass(frozen=True)
class Sitting:
    """Somebody in a seat, in words."""

    term: Term
    name: str
    of: str


@dataclass(frozen=True)
class DrawnSeat:
    """A seat as a page draws it."""

    seat: Seat
    label: str
    member: Sitting | None
    substitute: Sitting | None
    coming: Sequence[Sitting] = ()

    @property
    def is_vacant(self) -> bool:
        return self.member is None


def seats_of(committee: Committee, day: date | None = None) -> list[DrawnSeat]:
    """The seats that stand on a day, with who holds them; names in the reader's script."""
    on = day or today()
    keys.preload([committee.id])
    seats = Seat.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), committee=committee)
    terms = Term.objects.filter(committee=committee).select_related("account", "desk", "organisation")
    held: dict[UUID, list[Term]] = {}
    for term in terms.prefetch_related("organisation__names"):
        held.setdefault(term.seat_id, []).append(term)
    return [_drawn(seat, held.get(seat.id, []), on) for seat in seats]


def _drawn(seat: Seat, terms: list[Term], day: date) -> DrawnSeat:
    member, substitute = rules.member_on(terms, day), rules.substitute_on(terms, day)
    coming = [sitting(term) for term in terms if term.since > day and (term.until is None or term.until > term.since)]
    return DrawnSeat(
        seat=seat,
        label=territory.label_of("committee_seat", seat.category),
        member=sitting(member) if isinstance(member, Term) else None,
        substitute=sitting(substitute) if isinstance(substitute, Term) else None,
        coming=coming,
    )


def sitting(term: Term) -> Sitting:
    """Who it is, and for whom."""
    name = person_name(term.account) if term.account else str(term.name or "")
    of = desk_name(term.desk) if term.desk else said(term.organisation) if term.organisation else ""
    return Sitting(term, name, of)


def get_seat(file: OpenCommittee, seat_id: UUID) -> Seat:
    found = Seat.objects.filter(pk=seat_id, committee=file.committee).first()
    if found is None:
        raise Http404
    return found


def get_term(file: OpenCommittee, term_id: UUID) -> Term:
    found = Term.objects.filter(pk=term_id, committee=file.committee).select_related("seat", "account").first()
    if found is None:
        raise Http404
    return found


def kinds() -> list[CommitteeKind]:
    """The kinds in force today."""
    day = territory.today()
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return list(CommitteeKind.objects.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day)))


def kind_of(code: str) -> CommitteeKind:
    return next(kind for kind in kinds() if kind.code == code)


def desks_of_secretary(actor: Actor) -> list[Desk]:
    """Where the actor is a secretary; 404 for whoever is none."""
    desks = [post.desk_id for post in actor.memberships if post.role == Role.COMMITTEE_SECRETARY]
    if not desks or not actor.is_active:
        raise Http404
    return list(Desk.objects.filter(pk__in=desks, is_active=True).select_related("place"))


def owners() -> list[tuple[str, str]]:
    """Every desk that can owe an action, by name: ``(id, name)``."""
    return sorted(
        [(str(desk.id), desk_name(desk)) for desk in Desk.objects.filter(is_active=True)], key=lambda pair: pair[1]
    )


def organisations() -> list[tuple[str, str]]:
    """Organisations without a desk of their own: ``(id, name)``."""
    found = Organisation.objects.filter(desks__isnull=True, status="active").prefetch_related("names")
    return sorted([(str(one.id), said(one)) for one in found], key=lambda pair: pair[1])


def account_by_email(email: str) -> Account | None:
    """The active account of an exact address: no list to browse."""
    return Account.objects.filter(email=email.strip().lower(), is_active=True).first()
