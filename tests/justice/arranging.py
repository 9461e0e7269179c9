"""A file on its way to justice: the desk that leads it, a prosecution, a judge, the police, and strangers."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Account, Desk
from kanaf.cases.models import Case
from kanaf.cases.services import registration, safety
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.justice.enums import ChildAgrees, Choice, MeasureKind, ProcedureKind, SheetKind, Until
from kanaf.justice.models import Measure, Procedure, ReportDecision, Sheet
from kanaf.justice.services import decisions, measures, procedures, sheets
from kanaf.persons.services import Facts
from kanaf.territory.enums import Profession
from tests import world
from tests.support import as_actor

BEST = "Il faut l'éloigner de la maison (fictif)"
VIEW = "« Je veux que cela s'arrête » (fictif)"


@dataclass
class Way:
    """One file and everybody around it."""

    desk: Desk
    worker: Account
    supervisor: Account
    case: Case
    prosecution: Desk
    prosecutor: Account
    court: Desk
    judge: Account

    @property
    def fresh(self) -> Case:
        return Case.objects.get(id=self.case.id)

    def kinds(self) -> list[str]:
        """What the journal says of the judicial part, in its order."""
        return list(
            Entry.objects.filter(file=self.case.id, kind__startswith="justice.")
            .order_by("id")
            .values_list("kind", flat=True)
        )

    def facts(self, kind: str) -> dict[str, Any]:
        """What the newest event of this kind keeps."""
        return Entry.objects.filter(file=self.case.id, kind=kind).order_by("-id").first().kept


def begin(**more: Any) -> Way:
    desk = world.make_desk()
    worker = world.make_worker(desk)
    prosecution = world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False)
    court = world.make_desk(kind=DeskKind.JUVENILE_JUDGE, takes_reports=False)
    return Way(
        desk, worker, world.make_worker(desk, Role.SUPERVISOR), world.make_case(worker, desk, **more),
        prosecution, world.make_worker(prosecution, Role.PROSECUTOR),
        court, world.make_worker(court, Role.JUVENILE_JUDGE),
    )  # fmt: skip


def act(account: Account, step: Any, **given: Any) -> Any:
    """One service, as somebody, now unless told otherwise."""
    with as_actor(account):
        return step(actor=world.actor(account), **{"at": clock.now(), **given})


def register(way: Way, born_on: date, *, is_estimate: bool = False) -> None:
    facts = Facts(given_name="Salma", family_name="Alami", sex="f", born_on=born_on, is_birth_estimated=is_estimate)
    act(way.worker, registration.join, case=way.case.id, role="main", facts=facts)


def keep_safe(way: Way) -> Any:
    return act(
        way.worker, safety.write_safety, case=way.case.id, sleeps_where="Chez sa tante (fictif)", is_safe_tonight=True,
        who_has_access="La tante", author_has_access=False, siblings_at_risk=False, what_we_do="Le 19 (fictif)",
        review_on=clock.now().date() + timedelta(days=2),
    )  # fmt: skip


def answers(plan: Any = None, **more: Any) -> decisions.Answers:
    given: dict[str, Any] = {
        "choice": Choice.REPORT, "is_urgent": False, "profession": Profession.SOCIAL, "child_agrees": ChildAgrees.AGREES,
        "child_view": VIEW, "told_at": None, "best_interests": BEST, "safety": plan.id if plan else None,
    }  # fmt: skip
    return decisions.Answers(**{**given, **more})


def decide(way: Way, *, submit: bool = True, seen: str | None = None, **more: Any) -> ReportDecision:
    plan = None if more.get("is_urgent") else keep_safe(way)
    return act(
        way.worker, decisions.write_decision, case=way.case.id, answers=answers(plan, **more), seen=seen, submit=submit
    )


def approve(way: Way, record: ReportDecision, *, by: Account | None = None, approve: bool = True) -> ReportDecision:
    return act(
        by or way.supervisor, decisions.decide_report, case=way.case.id, decision=record.id, approve=approve,
        remark="" if approve else "À compléter (fictif)", seen=str(record.version),
    )  # fmt: skip


def write(way: Way, *, kind: SheetKind = SheetKind.PROSECUTOR, desk: Desk | None = None, **more: Any) -> Sheet:
    given: dict[str, Any] = {
        "desk_to": (desk or way.prosecution).id, "language": "fr", "seen": None, "justified": {},
        "content": {"child": "Une fille (fictif)", "facts": "Un voisin (fictif)", "asked": "Une enquête (fictif)"},
    }  # fmt: skip
    return act(way.worker, sheets.write_sheet, case=way.case.id, kind=kind, **{**given, **more})


def send(way: Way, sheet: Sheet, *, by: Account | None = None) -> Sheet:
    return act(by or way.worker, sheets.send_sheet, case=way.case.id, sheet=sheet.id, seen=str(sheet.version))


def acknowledge(way: Way, sheet: Sheet, *, by: Account | None = None, **more: Any) -> Sheet:
    given = {"procedure_kind": ProcedureKind.VICTIM, "number": "1401/36", "year": 2026, **more}
    return act(by or way.prosecutor, sheets.acknowledge_sheet, case=way.case.id, sheet=sheet.id, **given)


def reported(way: Way) -> Sheet:
    """All the way: decided, approved, written, sent, acknowledged."""
    approve(way, decide(way))
    return acknowledge(way, send(way, write(way)))


def procedure(
    way: Way, *, kind: ProcedureKind = ProcedureKind.VICTIM, number: str = "7/26", by: Any = None
) -> Procedure:
    """Written down by the desk that leads the file."""
    return act(
        by or way.worker, procedures.open_procedure, case=way.case.id, court=way.prosecution.id, kind=kind,
        number=number, year=2026, on=clock.now().date(),
    )  # fmt: skip


def order(way: Way, of: Procedure, *, by: Any = None, **more: Any) -> Measure:
    today = clock.now().date()
    given: dict[str, Any] = {
        "kind": MeasureKind.PLACEMENT, "ordered_on": today, "desk_owing": way.desk.id, "until": Until.MAJORITY,
        "ends_on": None, "review_on": today + timedelta(days=60), "reasons": "Danger à la maison (fictif)",
    }  # fmt: skip
    return act(by or way.worker, measures.order_measure, case=way.case.id, procedure=of.id, **{**given, **more})


def strangers(way: Way) -> dict[str, Account]:
    """Everybody who must find nothing, with the reason why."""
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    return {
        "in charge of another file": elsewhere,
        "prosecutor of another court": world.make_worker(world.make_desk(kind=DeskKind.PROSECUTION), Role.PROSECUTOR),
        "of the desk, without files": world.make_worker(way.desk, Role.SYSTEM_ADMINISTRATOR),
        "of the desk, without the judicial part": world.make_worker(way.desk, Role.CENTRE_EDUCATOR),
    }


def actor(account: Account) -> Actor:
    return world.actor(account)
