"""A committee to test with: a secretariat, people around the table, and strangers at every door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import time_machine

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Account, Membership
from kanaf.committees.access.committees import open_committee
from kanaf.committees.models import Committee, Meeting, Seat, Term
from kanaf.committees.policies import OpenCommittee
from kanaf.committees.services import actions, committees, meetings, minutes
from kanaf.foundation import clock
from tests import world
from tests.support import as_actor

VENUE = "Salle 3 du tribunal (fictif)"


class Table:
    """The local committee of a place: the prosecutor chairs, the judge and the unit sit, nobody sits for health."""

    def __init__(self, kind: str = "local") -> None:
        self.desk = world.make_desk(kind=DeskKind.COORDINATION, takes_reports=False, prefix="")
        self.secretary = world.make_worker(self.desk, Role.COMMITTEE_SECRETARY)
        self.upe = world.make_desk()
        self.prosecution = world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False, prefix="")
        self.chair = world.make_worker(self.prosecution, Role.PROSECUTOR)
        self.worker = world.make_worker(self.upe)
        self.teacher = world.make_worker(world.make_desk(kind=DeskKind.SCHOOL), Role.SCHOOL_FOCAL_POINT)
        self.stranger = world.make_worker(self.upe, Role.SUPERVISOR)
        Membership.objects.update(since=(clock.now() - timedelta(days=400)).date())
        self.committee: Committee = self.act(
            self.secretary,
            committees.open_committee,
            desk=self.desk,
            kind=kind,
            place=world.tanger(),
            names=committees.Names("Comité local (fictif)", "اللجنة المحلية (خيالي)"),
        )
        self.sit("prosecutor" if kind == "local" else "local_authority", self.chair, self.prosecution)
        self.sit("upe", self.worker, self.upe)
        self.sit("education", self.teacher)

    def act(self, who: Account, verb: Any, **how: Any) -> Any:
        with as_actor(who):
            return verb(actor=world.actor(who), at=how.pop("at", None) or clock.now(), **how)

    def seat(self, category: str) -> Seat:
        return Seat.objects.filter(committee=self.committee, category=category).first()

    def sit(self, category: str, account: Account | None, desk: Any = None, **more: Any) -> Term:
        since = more.pop("since", (clock.now() - timedelta(days=200)).date())
        sitter = committees.Sitter(account=account, name=more.pop("name", ""), desk=desk.id if desk else None)
        more.setdefault("is_substitute", False)
        more.setdefault("until", None)
        return self.act(
            self.secretary,
            committees.name_member,
            seat=more.pop("seat", None) or self.seat(category),
            sitter=sitter,
            since=since,
            **more,
        )

    def open_for(self, account: Account) -> OpenCommittee | None:
        return open_committee(world.actor(account), self.committee.id)

    def convene(self, starts_at: datetime, **more: Any) -> Meeting:
        return self.act(
            self.secretary,
            meetings.convene,
            committee=self.committee.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue=VENUE,
            **more,
        )

    def hold(self, meeting: Meeting, *, guests: tuple[str, ...] = (), **seats: str) -> Any:
        """Everybody who is named comes, except as said by category."""
        meeting.refresh_from_db()
        came = {}
        for seat in Seat.objects.filter(committee=self.committee):
            sat = Term.objects.filter(seat=seat, is_substitute=False).exists()
            came[seat.id] = seats.get(seat.category, "member" if sat else "absent")
        given = meetings.Came(came, guests)
        return self.act(self.secretary, meetings.hold, meeting=meeting, came=given, seen=str(meeting.version))

    def draft(self, meeting: Meeting, text: str = "Il est dit que (fictif)", who: Account | None = None) -> Any:
        return self.act(who or self.secretary, minutes.draft, meeting=meeting, text=text, seen=None)

    def adopt(self, written: Any, meeting: Meeting, who: Account | None = None) -> Any:
        written.refresh_from_db()
        return self.act(who or self.chair, minutes.adopt, minutes=written, meeting=meeting, seen=str(written.version))

    def decide(self, meeting: Meeting, due_on: Any, desk: Any = None, what: str = "Ouvrir une place (fictif)") -> Any:
        owner = actions.Owner(desk=(desk or self.upe).id)
        return self.act(self.secretary, actions.decide, meeting=meeting, what=what, owner=owner, due_on=due_on)


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """The clock of the application says so; the database keeps its own."""
    with time_machine.travel(moment, tick=True):
        yield
