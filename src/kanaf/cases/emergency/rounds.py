"""What the clock does about emergency accesses: mails, the end of each, and the silence of the reviewers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.cases.events import emergency as events
from kanaf.foundation import mailing
from kanaf.foundation.context import SystemActor
from kanaf.foundation.events import EventKind
from kanaf.journal import services as journal


def go_round(now: datetime) -> int:
    """Everything that is due; how many things were."""
    over = _note("kanaf_emergencies_over", events.ENDED, now, how="its time was over")
    late = _note("kanaf_emergencies_late", events.REVIEW_LATE, now)
    return over + late + mail_notices(now)


@transaction.atomic
def _note(function: str, kind: EventKind, now: datetime, **kept: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT access, file, desk FROM {function}(%s)", [now])  # noqa: S608 - one of our two names
        found: list[tuple[UUID, UUID, UUID]] = cursor.fetchall()
    for access, file, desk in found:
        journal.write(
            kind, actor=SystemActor.CLOCK.value, subject=("cases.emergencyaccess", access), at=now, file=file,
            desk=desk, **kept,
        )  # fmt: skip
    return len(found)


def mail_notices(now: datetime) -> int:
    """One mail a person, at any hour: no name, no code, no word about a child; how many."""
    return mailing.send_counts("kanaf_emergencies_to_mail", now, template="cases/emergency/mail", counted="notices")
