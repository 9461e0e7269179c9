"""What time does to consent: the desk is told before it ends; at its end, what rested on it ends too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.access.consents import terms
from kanaf.cases.consent_ends import consent_ends
from kanaf.cases.enums import ConsentPurpose
from kanaf.cases.events import consents as events
from kanaf.cases.policies_consent import JUSTICE
from kanaf.foundation.context import SystemActor
from kanaf.foundation.events import EventKind
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal

CLOCK = Actor(SystemActor.CLOCK.value)


@dataclass(frozen=True)
class Due:
    """One answer whose end is near or past: the columns of the two narrow functions in their order."""

    consent: UUID
    file: UUID
    purpose: str
    desk: UUID | None
    lead: UUID
    holds_until: datetime


@transaction.atomic
def watch(now: datetime) -> int:
    """Warn of what ends, end what has ended; how many answers. Each is told once, whatever crashes."""
    ending = _ask("SELECT * FROM kanaf_consents_ending(%s, %s)", now, now + terms().notice)
    for due in ending:
        _note(events.CONSENT_ENDING, due, now, holds_until=due.holds_until.isoformat())
    expired = _ask("SELECT * FROM kanaf_consents_expired(%s)", now)
    for due in expired:
        _note(events.CONSENT_EXPIRED, due, now, accesses_ended=_end_accesses(due, now))
    return len(ending) + len(expired)


def _ask(statement: str, *moments: datetime) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(moments))
        return [Due(*row) for row in cursor.fetchall()]


def _end_accesses(due: Due, now: datetime) -> int:
    """Sharing that nobody agrees to any more ends; justice keeps what the law gives it."""
    if due.purpose != ConsentPurpose.SHARE or due.desk is None:
        return 0
    if Desk.objects.filter(pk=due.desk, kind__in=JUSTICE).exists():
        return 0
    return sum(end(actor=CLOCK, case=due.file, desk=due.desk, at=now) for end in consent_ends)


def _note(kind: EventKind, due: Due, now: datetime, **kept: Any) -> None:
    journal.write(
        kind,
        actor=CLOCK,
        subject=("cases.consent", due.consent),
        at=now,
        file=due.file,
        desk=due.lead,
        compartment=Compartment.SOCIAL,
        purpose=due.purpose,
        desk_asked=due.desk and str(due.desk),
        **kept,
    )
