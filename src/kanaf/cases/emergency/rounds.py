"""What the clock does about emergency accesses: mails, the end of each, and the silence of the reviewers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import translation

from kanaf.cases.events import emergency as events
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, language, notices FROM kanaf_emergencies_to_mail(%s)", [now])
        found = cursor.fetchall()
    for email, language, notices in found:
        with translation.override(language):
            context = {"notices": notices, "address": settings.PUBLIC_ADDRESS}
            subject = render_to_string("cases/emergency/mail_subject.txt", context).strip()
            send_mail(subject, render_to_string("cases/emergency/mail.txt", context), None, [email])
    return len(found)
