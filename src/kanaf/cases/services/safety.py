"""Safety first: the answers about tonight, and the risk they call for."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies
from kanaf.cases.access import work
from kanaf.cases.enums import Risk
from kanaf.cases.events import work as events
from kanaf.cases.models import Case, SafetyPlan
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory


@transaction.atomic
def write_safety(
    *,
    actor: Actor,
    case: UUID,
    sleeps_where: str,
    is_safe_tonight: bool,
    who_has_access: str,
    author_has_access: bool,
    siblings_at_risk: bool,
    what_we_do: str,
    review_on: date,
    at: datetime,
    safety_id: UUID | None = None,
) -> SafetyPlan:
    """Write a new safety plan, which heads the file from now. Raises ``PermissionDenied``."""
    file = work.allowed(actor, case, policies.can_work_socially)
    plan = SafetyPlan.objects.create(
        id=safety_id or new_id(),
        case=file.case,
        sleeps_where=sleeps_where,
        is_safe_tonight=is_safe_tonight,
        who_has_access=who_has_access,
        author_has_access=author_has_access,
        siblings_at_risk=siblings_at_risk,
        what_we_do=what_we_do,
        review_on=review_on,
        written_by=actor.known_id,
        written_at=at,
    )
    journal.write(
        events.SAFETY_WRITTEN,
        actor=actor,
        subject=plan,
        at=at,
        file=file.case.id,
        compartment=Compartment.SOCIAL,
        is_safe_tonight=is_safe_tonight,
        author_has_access=author_has_access,
        review_on=review_on.isoformat(),
        review_at=territory.evening(review_on).isoformat(),
    )
    return plan


def calls_for_high_risk(plan: SafetyPlan) -> bool:
    """Not safe tonight, or within reach of the alleged author."""
    return not plan.is_safe_tonight or plan.author_has_access


@transaction.atomic
def raise_risk(*, actor: Actor, case: UUID, at: datetime) -> Case:
    """Say that the risk is high, without waiting for the assessment; only an assessment lowers it again."""
    file = work.locked(actor, case, policies.can_follow)
    record = file.case
    if record.risk == Risk.HIGH:
        return record
    before, record.risk = record.risk, Risk.HIGH
    record.version += 1
    record.save(update_fields=["risk", "version"])
    journal.write(
        events.RISK_RAISED, actor=actor, subject=record, at=at, file=record.id, before=before, after=Risk.HIGH.value
    )
    return record
