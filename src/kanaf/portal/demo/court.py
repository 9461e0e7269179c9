"""A few files of Tanger go to justice: what waits for a supervisor, for the prosecution, for the judge and for us."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from kanaf.actors.access import actor_of
from kanaf.cases import access as cases
from kanaf.cases.access import work
from kanaf.cases.enums import CaseStatus
from kanaf.cases.models import Case
from kanaf.foundation.context import acting_as
from kanaf.justice import composing
from kanaf.justice.enums import SheetKind
from kanaf.justice.models import Procedure, Sheet
from kanaf.justice.services import decisions, hearings, measures, procedures, sheets
from kanaf.portal.demo.world import World
from kanaf.territory import access as territory

WORKER, BOSS, PROSECUTOR = "samira@demo.kanaf.example", "hicham@demo.kanaf.example", "naciri@demo.kanaf.example"
SEVERAL = 7


class Court:
    """Plays the judicial part of some files, each step as its actor, at times relative to now."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        self.prosecution, self.judge = world.desks["parquet-tanger"], world.desks["juge-mineurs-tanger"]
        self.centre, self.desk = world.desks["centre-protection-tanger"], world.desks["upe-tanger"]
        self.zone = territory.working_calendar().zone

    def act(self, email: str, step: Callable[..., Any], **given: Any) -> Any:
        account = self.world.accounts[email]
        with acting_as(account.id):
            return step(actor=actor_of(account.id, self.now), **given)

    def at(self, days: int, hour: int) -> datetime:
        """An hour of the clock on the wall, so many days from today."""
        day = self.now.astimezone(self.zone).date() + timedelta(days=days)
        return datetime.combine(day, time(hour), tzinfo=self.zone)

    def play(self) -> None:
        """One state of the work for each file that can be found; fewer files, fewer states."""
        for case, state in zip(self.files(), self.states(), strict=False):
            state(case)

    def files(self) -> list[Case]:
        """Open files of the desk that have a safety plan and are well advanced, the oldest first."""
        found = Case.objects.filter(lead_desk=self.desk, status=CaseStatus.OPEN, stage__gte="4", age__lt=18)
        return list(found.order_by("-stage", "opened_at")[:SEVERAL])

    def states(self) -> Iterator[Callable[[Case], None]]:
        yield from (self.placed, self.urgent, self.kafala, self.waiting, self.asked, self.difficult, self.undecided)

    def decide(self, case: Case, *, urgent: bool = False, hours: float = 30) -> Any:
        with acting_as(self.world.accounts[WORKER].id):
            plan = work.current_safety(cases.get_case(actor_of(self.world.accounts[WORKER].id, self.now), case.id))
        answers = decisions.Answers(
            choice="report", is_urgent=urgent, profession="social", child_agrees="agrees",
            child_view="« Je veux que cela s'arrête. » (fictif)", told_at=self.now - timedelta(hours=hours + 1),
            best_interests="La protection de l'enfant ne peut attendre l'accord de la famille. (fictif)",
            safety=plan.id if plan else None,
        )  # fmt: skip
        return self.act(
            WORKER, decisions.write_decision, case=case.id, answers=answers, seen=None, submit=True,
            at=self.now - timedelta(hours=hours),
        )  # fmt: skip

    def report(self, case: Case, *, urgent: bool = False, hours: float = 30) -> Sheet:
        decision = self.decide(case, urgent=urgent, hours=hours)
        if not urgent:
            self.act(
                BOSS, decisions.decide_report, case=case.id, decision=decision.id, approve=True, remark="",
                seen=str(decision.version), at=self.now - timedelta(hours=hours - 1),
            )  # fmt: skip
        with acting_as(self.world.accounts[WORKER].id):
            file = cases.get_case(actor_of(self.world.accounts[WORKER].id, self.now), case.id)
            content = composing.compose(file, SheetKind.PROSECUTOR, "fr", self.now.date())
        content["asked"] = "Une enquête, et une audition dans une salle adaptée. (fictif)"
        written = self.act(
            WORKER, sheets.write_sheet, case=case.id, kind=SheetKind.PROSECUTOR, desk_to=self.prosecution.id,
            language="fr", content={k: v for k, v in content.items() if v}, justified={}, seen=None,
            at=self.now - timedelta(hours=hours - 1.5),
        )  # fmt: skip
        sent: Sheet = self.act(
            WORKER, sheets.send_sheet, case=case.id, sheet=written.id, seen=str(written.version),
            at=self.now - timedelta(hours=hours - 2),
        )  # fmt: skip
        return sent

    def registered(self, case: Case, *, kind: str, number: str, hours: float) -> Procedure:
        sent = self.report(case, hours=hours)
        kept = self.act(
            PROSECUTOR, sheets.acknowledge_sheet, case=case.id, sheet=sent.id, procedure_kind=kind, number=number,
            year=self.now.year, registered_on=(self.now - timedelta(hours=hours - 3)).date(),
            at=self.now - timedelta(hours=hours - 3),
        )  # fmt: skip
        found: Procedure = kept.procedure
        for desk in (self.judge, self.centre) if kind != "abandonment" else (self.judge,):
            self.act(
                PROSECUTOR, procedures.call_desk, case=case.id, procedure=found.id, desk_to=desk.id,
                at=self.now - timedelta(hours=hours - 4),
            )  # fmt: skip
        return found

    def hear(self, case: Case, of: Procedure, when: datetime, kind: str = "child") -> None:
        self.act(
            PROSECUTOR, hearings.set_hearing, case=case.id, procedure=of.id, desk=self.judge.id, kind=kind, when=when,
            note="Salle adaptée, l'assistante sociale accompagne. (fictif)", at=self.now - timedelta(hours=8),
        )  # fmt: skip

    def placed(self, case: Case) -> None:
        """Placed in the centre; heard today; looked at again soon."""
        of = self.registered(case, kind="victim", number="1401-118", hours=24 * 20)
        today = self.now.astimezone(self.zone).date()
        measure = self.act(
            PROSECUTOR, measures.order_measure, case=case.id, procedure=of.id, kind="placement",
            ordered_on=today - timedelta(days=18), desk_owing=self.centre.id, until="majority", ends_on=None,
            review_on=today + timedelta(days=9), reasons="Danger au domicile. (fictif)",
            at=self.now - timedelta(days=18),
        )  # fmt: skip
        self.act(
            WORKER, measures.execute_measure, case=case.id, measure=measure.id, on=today - timedelta(days=17),
            how="Accompagnée par l'assistante sociale. (fictif)", seen="1", at=self.now - timedelta(days=17),
        )  # fmt: skip
        stay = self.act(
            WORKER, measures.admit, case=case.id, measure=measure.id, on=today - timedelta(days=17),
            at=self.now - timedelta(days=17),
        )  # fmt: skip
        self.act(
            WORKER, measures.follow_stay, case=case.id, stay=stay.id, status="observed", on=today - timedelta(days=15),
            orientation="", text="Dort mieux, parle à l'éducatrice. (fictif)", seen="1",
            at=self.now - timedelta(days=15),
        )  # fmt: skip
        self.act(
            PROSECUTOR, hearings.receive_minutes, case=case.id, procedure=of.id, kind="police",
            desk=self.prosecution.id, number="PV 2114", drawn_on=today - timedelta(days=16), interviews=1, note="",
            at=self.now - timedelta(days=15),
        )  # fmt: skip
        self.hear(case, of, self.at(0, 10))

    def urgent(self, case: Case) -> None:
        """An urgent report that left an hour ago."""
        self.report(case, urgent=True, hours=3)

    def kafala(self, case: Case) -> None:
        """An order of kafala whose fifteen days run."""
        of = self.registered(case, kind="abandonment", number="1612-40", hours=24 * 12)
        for kind, days in (("placed", 11), ("commission", 8), ("kafala_order", 5)):
            self.act(
                PROSECUTOR, hearings.record_step, case=case.id, procedure=of.id, kind=kind,
                on=(self.now - timedelta(days=days)).date(), note="", at=self.now - timedelta(days=days),
            )  # fmt: skip
        self.hear(case, of, self.at(6, 9), kind="hearing")

    def waiting(self, case: Case) -> None:
        """A report that waits for its receipt since yesterday."""
        self.report(case, hours=22)

    def asked(self, case: Case) -> None:
        """The court asks for a social inquiry; a hearing today."""
        of = self.registered(case, kind="victim", number="1401-131", hours=24 * 6)
        self.act(
            PROSECUTOR, hearings.make_requisition, case=case.id, procedure=of.id, desk_to=self.desk.id,
            kind="social_inquiry", text="Situation de la famille élargie et proposition. (fictif)",
            due_on=(self.now + timedelta(days=9)).date(), at=self.now - timedelta(days=4),
        )  # fmt: skip
        self.hear(case, of, self.at(0, 14), kind="hearing")

    def difficult(self, case: Case) -> None:
        """A child in a difficult situation, heard tomorrow."""
        of = self.registered(case, kind="difficult", number="1404-27", hours=24 * 3)
        self.hear(case, of, self.at(1, 11))

    def undecided(self, case: Case) -> None:
        """A decision that waits for the supervisor."""
        self.decide(case, hours=2)
