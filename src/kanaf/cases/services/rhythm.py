"""The rhythm of a file: what comes back at intervals, sooner when the risk is higher."""

from datetime import datetime

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases.enums import Risk
from kanaf.cases.models import Case, Deadline
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import deadlines
from kanaf.grants.enums import Compartment
from kanaf.territory import access as territory

FIRST_CONTACT, FOLLOW_UP, CASE_REVIEW = "first_contact", "follow_up", "case_review"


@transaction.atomic
def owe(*, actor: Actor, case: Case, key: str, at: datetime, start: datetime | None = None) -> None:
    """The leading desk owes this, by the risk of the file."""
    deadlines.owe(
        actor=actor,
        file=case.id,
        desk=case.lead_desk_id,
        key=key,
        risk=case.risk,
        at=at,
        start=start,
        is_demo=case.is_demo,
    )


@transaction.atomic
def restart(*, actor: Actor, case: Case, key: str, why: str, at: datetime) -> None:
    """Count again from now, because what was waiting no longer says the right day."""
    deadlines.cancel(actor=actor, file=case.id, key=key, why=why, at=at)
    owe(actor=actor, case=case, key=key, at=at)


@transaction.atomic
def hasten(*, actor: Actor, file: OpenFile, at: datetime) -> None:
    """A child who is not safe is seen soon: the first contact, or the next one, falls due as for a high risk."""
    case = file.case
    met = Deadline.objects.filter(file=case.id, key=FIRST_CONTACT, satisfied_at__isnull=False, cancelled_why="")
    key = FOLLOW_UP if met.exists() else FIRST_CONTACT
    sooner = territory.due_at(FIRST_CONTACT, at, risk=Risk.HIGH)
    waiting = Deadline.objects.filter(file=case.id, key=key, satisfied_at=None).order_by("due_at").first()
    if waiting and waiting.due_at <= sooner:
        return
    if waiting and file.writes(Compartment.CORE):
        deadlines.cancel(actor=actor, file=case.id, key=key, why="not_safe", at=at)
    deadlines.owe(
        actor=actor,
        file=case.id,
        desk=case.lead_desk_id,
        key=key,
        risk=Risk.HIGH,
        at=at,
        due_at=sooner,
        is_demo=case.is_demo,
    )
