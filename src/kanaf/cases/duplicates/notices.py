"""Mails about people who may be one: a second reviewer asked for, a word from another desk, what the night found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.cases.enums import Asked
from kanaf.cases.events import duplicates as events
from kanaf.foundation import mailing, quiet
from kanaf.foundation.context import SystemActor
from kanaf.journal import services as journal
from kanaf.territory import access as territory


def go_round(now: datetime) -> int:
    """Note whom to tell, then mail what is due; how many mails."""
    tell(now)
    return mail(now)


@transaction.atomic
def tell(now: datetime) -> int:
    """Everything that waits and that nobody was told of; how many things."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_tell_duplicates(%s, %s)", [now, _moment(now, is_reminder=False)])
        found: list[tuple[str, UUID, UUID | None, UUID | None, list[UUID]]] = cursor.fetchall()
    for about, subject, file, desk, told in found:
        kind = "personpair" if about == Asked.SECOND else "knownelsewhere"
        _note(f"cases.{kind}", subject, now, file=file, desk=desk, about=about, told=[str(person) for person in told])
    return len(found)


def _note(kind: str, subject: UUID, now: datetime, **kept: Any) -> None:
    journal.write(
        events.DUPLICATE_TOLD, actor=SystemActor.CLOCK.value, subject=(kind, subject), at=now, compartment="identity",
        **kept,
    )  # fmt: skip


def tell_found(now: datetime) -> int:
    """Pairs that the night has just found come with the digest of the morning; how many notices."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_tell_found_pairs(%s, %s)", [now, _moment(now, is_reminder=True)])
        return int(cursor.fetchone()[0])


def _moment(now: datetime, *, is_reminder: bool) -> datetime:
    zone = territory.working_calendar().zone
    return quiet.mail_moment(now, is_high=False, is_reminder=is_reminder, quiet=quiet.hours(), zone=zone)


def mail(now: datetime) -> int:
    """One mail a person for all that is due: no name, no code, no risk, no word about a child; how many."""
    return mailing.send_counts("kanaf_duplicates_to_mail", now, template="cases/duplicates/mail", counted="waiting")
