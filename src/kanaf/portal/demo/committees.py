"""The committees of the demonstration: who sits, two meetings that were held, one that comes, and a plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kanaf.actors import access as actors
from kanaf.cases.models import Case
from kanaf.committees.enums import ActionState, Presence, Progress
from kanaf.committees.models import Committee, Meeting, Minutes, Seat, Term
from kanaf.committees.services import actions, annex, committees, meetings, minutes, plans
from kanaf.foundation.context import acting_as
from kanaf.portal.demo.world import World
from kanaf.territory import access as territory

TOLD = Path(__file__).parent / "committees.json"
OPENED_DAYS_AGO, TEN = 300, 10
Told = Mapping[str, Any]


def convene_all(made: World, now: datetime) -> int:
    """Play every committee through its own services; how many."""
    told = json.loads(TOLD.read_text(encoding="utf-8"))["committees"]
    for one in told:
        with transaction.atomic():
            Play(made, one, now).play()
    return len(told)


@dataclass
class Play:
    """One committee, played by its secretary, its chair and its members."""

    made: World
    told: Told
    now: datetime

    def act(self, who: str, verb: Any, *, at: datetime | None = None, **how: Any) -> Any:
        account = self.made.accounts[f"{who}@demo.kanaf.example"]
        with acting_as(account.id):
            return verb(actor=actors.actor_of(account.id, self.now), at=at or self.now, **how)

    def day(self, distance: int) -> Any:
        return timezone.localtime(self.now).date() + timedelta(days=distance)

    def morning(self, distance: int) -> datetime:
        """Ten o'clock of a day."""
        there = timezone.localtime(self.now + timedelta(days=distance))
        return there.replace(hour=TEN, minute=0, second=0, microsecond=0)

    @property
    def secretary(self) -> str:
        return str(self.told["secretary"])

    def play(self) -> None:
        committee = self.act(
            self.secretary,
            committees.open_committee,
            desk=self.made.desks[self.told["desk"]],
            kind=self.told["kind"],
            place=territory.place_by_code(self.told["place"]),
            names=committees.Names(self.told["fr"], self.told["ar"], self.told["en"]),
            at=self.now - timedelta(days=OPENED_DAYS_AGO),
            is_demo=True,
        )
        for seat in self.told["seats"]:
            self.sit(committee, seat)
        for meeting in self.told["meetings"]:
            self.meet(committee, meeting)
        if "plan" in self.told:
            self.plan(committee, self.told["plan"])

    def sit(self, committee: Committee, told: Told) -> None:
        account = self.made.accounts.get(f"{told.get('account')}@demo.kanaf.example")
        desk = self.made.desks.get(told.get("desk", ""))
        self.act(
            self.secretary,
            committees.name_member,
            seat=Seat.objects.filter(committee=committee, category=told["category"]).order_by("order").first(),
            sitter=committees.Sitter(account=account, name=told.get("name", ""), desk=desk.id if desk else None),
            is_substitute=told.get("substitute", False),
            since=self.day(-OPENED_DAYS_AGO),
            until=self.day(-told["left"]) if "left" in told else None,
        )

    def meet(self, committee: Committee, told: Told) -> None:
        starts_at = self.morning(told["day"])
        meeting = self.act(
            self.secretary,
            meetings.convene,
            committee=committee.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            venue="Salle des réunions du tribunal (fictif)",
            subjects=told["subjects"],
            at=self.now + timedelta(days=told["called"]),
            is_demo=True,
        )
        if "minutes" in told:
            self.hold(committee, meeting, told)
        if "annex" in told:
            self.bring(meeting, told["annex"])

    def hold(self, committee: Committee, meeting: Meeting, told: Told) -> None:
        after = meeting.ends_at + timedelta(hours=3)
        self.act(self.secretary, meetings.hold, meeting=meeting, came=self.came(committee, told), seen="1", at=after)
        if told.get("adopts"):
            waiting = Minutes.objects.filter(committee=committee, adopted_in=None).select_related("meeting").get()
            self.act(self.told["chair"], minutes.adopt, minutes=waiting, meeting=meeting, seen="1", at=after)
        self.act(
            self.secretary,
            minutes.draft,
            meeting=meeting,
            text=told["minutes"],
            seen=None,
            at=after + timedelta(days=2),
        )
        for action in told["actions"]:
            self.decide(meeting, action, after)

    def came(self, committee: Committee, told: Told) -> meetings.Came:
        """Everybody who was named then came, but for the excused."""
        day = self.day(told["day"])
        sat = set(Term.objects.on(day).filter(committee=committee, is_substitute=False).values_list("seat", flat=True))
        seats = {
            seat.id: Presence.EXCUSED.value
            if seat.category in told["excused"]
            else Presence.MEMBER.value
            if seat.id in sat
            else Presence.ABSENT.value
            for seat in Seat.objects.filter(committee=committee)
        }
        return meetings.Came(seats, told["guests"])

    def decide(self, meeting: Meeting, told: Told, at: datetime) -> None:
        action = self.act(
            self.secretary,
            actions.decide,
            meeting=meeting,
            what=told["what"],
            owner=actions.Owner(desk=self.made.desks[told["desk"]].id),
            due_on=self.day(told["due"]),
            at=at,
            is_demo=True,
        )
        if "done" in told:
            self.act(
                self.secretary,
                actions.close,
                action=action,
                state=ActionState.DONE,
                outcome=told["outcome"],
                seen="1",
                at=self.now + timedelta(days=told["done"]),
            )

    def bring(self, meeting: Meeting, told: Told) -> None:
        files = Case.objects.filter(lead_desk=self.made.desks[told["desk"]], status="open", is_demo=True)
        for case, blocker in zip(files.order_by("opened_at"), told["blockers"], strict=False):
            self.act(told["by"], annex.bring, meeting=meeting, code=case.code, blocker=blocker)

    def plan(self, committee: Committee, told: Told) -> None:
        period = {"first_day": self.day(told["first"]), "last_day": self.day(told["last"])}
        plan = self.act(self.secretary, plans.begin, committee=committee.id, title=told["title"], **period)
        for wanted in told["objectives"]:
            objective = self.act(self.secretary, plans.add_objective, plan=plan, text=wanted["text"])
            for line in wanted["actions"]:
                self.line(objective, line)

    def line(self, objective: Any, told: Told) -> None:
        owner = actions.Owner(desk=self.made.desks[told["desk"]].id)
        wanted = plans.Wanted(told["what"], owner, self.day(told["first"]), self.day(told["last"]), told["expected"])
        line = self.act(self.secretary, plans.add_action, objective=objective, wanted=wanted)
        if told["percent"]:
            self.act(
                self.secretary, plans.report, action=line, progress=Progress.UNDER_WAY, percent=told["percent"],
                remark="", seen="1",
            )  # fmt: skip
