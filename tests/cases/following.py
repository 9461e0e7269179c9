"""A file in course, for the tests of the work on it: its desk, its worker, its supervisor and some strangers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk
from kanaf.cases.access import work
from kanaf.cases.enums import Risk
from kanaf.cases.events import work as work_events
from kanaf.cases.events.registration import CASE_REGISTERED
from kanaf.cases.models import Assessment, Case, Plan
from kanaf.cases.services import assessments, plans
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.foundation.events import EventKind
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal
from tests import world
from tests.support import as_actor

GOOD_SAFETY = {
    "sleeps_where": "Chez sa tante Zahra (fictif)",
    "is_safe_tonight": "yes",
    "who_has_access": "La tante, deux cousins",
    "author_has_access": "no",
    "siblings_at_risk": "no",
    "what_we_do": "La tante appelle le 2511",
}
GOOD_FINDINGS = {
    f"findings_{domain}": f"Constat {domain} (fictif)"
    for domain in ("safety", "health", "schooling", "family", "emotional", "housing")
}
GOOD_ASSESSMENT = {
    **GOOD_FINDINGS,
    "child_views": "« Je veux rester chez ma tante »",
    "concerns": ["neglect"],
    "risk": "high",
}


@dataclass(frozen=True)
class Following:
    """One file and the people around it."""

    desk: Desk
    worker: Account
    supervisor: Account
    case: Case

    def page(self, name: str, *more: UUID) -> str:
        """The address of a page of this file."""
        from django.urls import reverse

        return reverse(f"cases:{name}", args=[self.case.id, *more])

    def fresh(self) -> Case:
        return Case.objects.get(id=self.case.id)

    def waiting(self, key: str) -> Obligation | None:
        return Obligation.objects.filter(file=self.case.id, rule=key, ended_at=None).first()

    def met(self, key: str) -> bool:
        return Obligation.objects.filter(file=self.case.id, rule=key, is_done=True).exists()

    def client(self, account: Account | None = None) -> Client:
        browser = Client()
        browser.force_login(account or self.worker)
        return browser


def begin(**more: Any) -> Following:
    """A file opened by a worker of a desk that has a supervisor."""
    desk = world.make_desk()
    worker = world.make_worker(desk)
    return Following(desk, worker, world.make_worker(desk, Role.SUPERVISOR), world.make_case(worker, desk, **more))


def take_first_steps(following: Following) -> None:
    """Everything that a file owes at its beginning was done, as far as the journal says."""
    plain: list[tuple[EventKind, dict[str, Any]]] = [
        (CASE_REGISTERED, {"is_new": True}),
        (work_events.CONTACT_RECORDED, {"contact": "first_contact", "by_lead": True, "is_newest": True}),
        (work_events.ASSESSMENT_APPROVED, {"is_initial": True, "risk": following.case.risk}),
        (work_events.ASSESSMENT_APPROVED, {"is_initial": False, "risk": following.case.risk}),
        (work_events.PLAN_APPROVED, {"actions": 0}),
    ]
    with as_actor(following.worker), transaction.atomic():
        for kind, kept in plain:
            journal.write(
                kind, actor=following.worker, subject=following.case, at=clock.now(), file=following.case.id, **kept
            )


def strangers(following: Following) -> dict[str, Account | None]:
    """Everybody who must find nothing, with the reason why."""
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    return {
        "in charge of another desk's file": elsewhere,
        "supervises another desk": world.make_worker(other, Role.SUPERVISOR),
        "of the same desk, but opens no file": world.make_worker(following.desk, Role.SYSTEM_ADMINISTRATOR),
        "of the same desk, but works without case data": world.make_worker(following.desk, Role.FACILITATOR),
        "of the same desk, but without a grant of the right kind": world.make_worker(
            following.desk, Role.PROJECT_MANAGER
        ),
    }


def day_of(name: str, *, days: int = 5) -> dict[str, str]:
    """A coming day in three boxes."""
    day = (clock.now() + timedelta(days=days)).date()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def assess(following: Following, *, submit: bool = True, risk: str = Risk.HIGH) -> Assessment:
    """The worker writes an assessment."""
    with as_actor(following.worker):
        actor = world.actor(following.worker)
        file = work.allowed(actor, following.case.id, lambda *_: True)
        return assessments.write_assessment(
            actor=actor,
            case=following.case.id,
            risk=risk,
            concerns=["neglect"],
            findings={"safety": "…"},
            child_views="…",
            seen=work.mark_of(work.latest_assessment(file)),
            submit=submit,
            at=clock.now(),
        )


def approve_assessment(following: Following, record: Assessment) -> None:
    with as_actor(following.supervisor):
        assessments.decide_assessment(
            actor=world.actor(following.supervisor),
            case=following.case.id,
            assessment=record.id,
            approve=True,
            remark="",
            seen=str(record.version),
            at=clock.now(),
        )


def plan(following: Following, *, desk: Desk | None = None, submit: bool = True) -> Plan:
    """The worker writes a plan with one goal and one action."""
    wanted = plans.WantedAction(
        "Inscrire à l'école (fictif)", (desk or following.desk).id, (clock.now() + timedelta(days=10)).date()
    )
    with as_actor(following.worker):
        actor = world.actor(following.worker)
        file = work.allowed(actor, following.case.id, lambda *_: True)
        return plans.write_plan(
            actor=actor,
            case=following.case.id,
            best_interests="…",
            child_views="…",
            review_on=None,
            goals=[plans.WantedGoal("Retour à l'école (fictif)", [wanted])],
            seen=work.mark_of(work.latest_plan(file)),
            submit=submit,
            at=clock.now(),
        )


def approve_plan(following: Following, record: Plan) -> None:
    with as_actor(following.supervisor):
        plans.decide_plan(
            actor=world.actor(following.supervisor),
            case=following.case.id,
            plan=record.id,
            approve=True,
            remark="",
            seen=str(record.version),
            at=clock.now(),
        )


def forget_keys() -> None:
    """As at the start of another request."""
    keys._cache().clear()
