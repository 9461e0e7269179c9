"""Alerts and turns of duty, as pages show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk
from kanaf.actors.naming import desk_name, person_name
from kanaf.cases.models import Case
from kanaf.circuit.access import title_of
from kanaf.circuit.enums import Rung
from kanaf.circuit.models import Alert, Shift
from kanaf.foundation import clock, words
from kanaf.territory import access as territory

MOST_SHOWN = 50
PAST = timedelta(days=30)
DAYS = 14


@dataclass(frozen=True)
class Told:
    """One alert in words: what, of which desk, as whom one is told; the file only for whoever may open it."""

    id: UUID
    title: str
    desk: str
    rung: str
    risk: str
    is_danger: bool
    due_at: datetime
    at: datetime
    code: str
    url: str


def my_alerts(actor: Actor, now: datetime) -> tuple[list[Told], list[Told]]:
    """Those that wait, the newest first; and those read in the last month."""
    mine = Alert.objects.readable_by(actor, now).select_related("desk")
    waiting = list(mine.filter(read_at=None)[:MOST_SHOWN])
    past = list(mine.filter(read_at__gt=now - PAST)[:MOST_SHOWN])
    cases = Case.objects.readable_by(actor, now).in_bulk([a.file for a in [*waiting, *past] if a.file])
    return _told(waiting, cases), _told(past, cases)


def count_alerts(actor: Actor, now: datetime) -> int:
    """How many wait."""
    return Alert.objects.readable_by(actor, now).filter(read_at=None).count()


def _told(alerts: Iterable[Alert], cases: dict[UUID, Case]) -> list[Told]:
    found = []
    for alert in alerts:
        case = cases.get(alert.file) if alert.file else None
        found.append(
            Told(
                id=alert.pk,
                title=title_of(alert.protocol_id, alert.rule) if alert.protocol_id else _("A turn of duty has nobody"),
                desk=desk_name(alert.desk),
                rung=str(Rung(alert.rung).label),
                risk=alert.risk,
                is_danger=alert.about == Alert.DANGER,
                due_at=alert.due_at,
                at=alert.at,
                code=case.code if case else "",
                url=_url(alert, case),
            )
        )
    return found


def _url(alert: Alert, case: Case | None) -> str:
    if case:
        return reverse("portal:show_file", args=[case.pk])
    return reverse("circuit:show_duty", args=[alert.desk.slug]) if alert.file is None else ""


def get_alert(actor: Actor, alert_id: UUID) -> Alert:
    """One's own alert; else 404."""
    alert = Alert.objects.readable_by(actor, clock.now()).filter(pk=alert_id).first()
    if alert is None:
        raise Http404
    return alert


def get_desk(actor: Actor, slug: str, *, to: Callable[[Actor, Desk], bool]) -> Desk:
    """A desk by its address for whoever may; else 404."""
    desk = Desk.objects.filter(slug=slug).first()
    if desk is None or not to(actor, desk):
        raise Http404
    return desk


def members(actor: Actor, desk: Desk) -> list[Account]:
    """The people who hold a role at the desk now, each once, by name."""
    found = {m.account_id: m.account for m in actors.members_of(actor, desk, clock.now())}
    return sorted(found.values(), key=person_name)


def get_shift(desk: Desk, shift_id: UUID) -> Shift:
    """A turn of this desk; else 404."""
    shift = Shift.objects.filter(pk=shift_id, desk=desk).select_related("desk").first()
    if shift is None:
        raise Http404
    return shift


@dataclass(frozen=True)
class Turn:
    """One turn of duty in words; ``who`` is empty when nobody takes it."""

    id: UUID
    who: str
    starts_at: datetime
    ends_at: datetime

    @property
    def is_overnight(self) -> bool:
        return words.local(self.starts_at).date() != words.local(self.ends_at).date()


@dataclass(frozen=True)
class Day:
    """One day of the roster with the turns that begin in it."""

    day: date
    turns: list[Turn]


@dataclass(frozen=True)
class Roster:
    """Two weeks of duty, with the weeks before and after."""

    days: list[Day]
    before: date
    after: date

    @property
    def untaken(self) -> int:
        return sum(1 for day in self.days for turn in day.turns if not turn.who)


def monday_of(moment: datetime) -> datetime:
    """The beginning of the week of a moment, in the clock of the country."""
    here = moment.astimezone(territory.working_calendar().zone)
    return (here - timedelta(days=here.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def roster(desk: Desk, since: datetime) -> Roster:
    """The turns of two weeks, day by day."""
    until = since + timedelta(days=DAYS)
    shifts = Shift.objects.filter(desk=desk, starts_at__lt=until, ends_at__gt=since).select_related("person")
    by_day: dict[date, list[Turn]] = {}
    for shift in shifts:
        begins = max(shift.starts_at.astimezone(since.tzinfo), since)
        who = person_name(shift.person) if shift.person else ""
        by_day.setdefault(begins.date(), []).append(Turn(shift.pk, who, shift.starts_at, shift.ends_at))
    first = since.date()
    days = [Day(day := first + timedelta(days=n), by_day.get(day, [])) for n in range(DAYS)]
    return Roster(days, first - timedelta(days=DAYS), first + timedelta(days=DAYS))
