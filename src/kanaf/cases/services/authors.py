"""Alleged authors named in several files: traced by whoever writes them down, compared by the clock, told to one."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases import policies_conflicts
from kanaf.cases.events import conflicts as events
from kanaf.cases.models import CaseParty, RepeatedAuthor
from kanaf.foundation.context import SystemActor
from kanaf.journal import services as journal
from kanaf.persons import access as persons
from kanaf.persons import authors
from kanaf.persons.services import OWN_FIELDS, Facts
from kanaf.territory import access as territory
from kanaf.territory.enums import DelayKey


class AlreadyDecided(Exception):
    """The alert was decided meanwhile, or is somebody else's now."""


def trace(party: CaseParty) -> None:
    """Leave the traces of one author. Nothing is compared here: whoever writes learns nothing, not even by waiting."""
    person = party.person
    known = {name: getattr(person, name) for name in OWN_FIELDS}
    facts = Facts(**{name: value for name, value in known.items() if value}, numbers=persons.numbers_of(person))
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_trace_author(%s, %s)", [party.id, authors.traces(facts)])


def look(now: datetime) -> int:
    """Compare what was written since the last time, and give each alert to its one reader; how many were raised."""
    due = territory.due_at(DelayKey.AUTHOR_ALERT, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT alert, is_new FROM kanaf_look_for_authors(%s, %s)", [now, due])
        found = cursor.fetchall()
    for alert, is_new in found:
        journal.write(
            events.AUTHOR_REPEATED,
            actor=SystemActor.CLOCK.value,
            subject=("cases.repeatedauthor", alert),
            at=now,
            is_new=is_new,
        )
    return len(found)


@transaction.atomic
def decide(*, actor: Actor, alert: UUID, decision: str, at: datetime) -> RepeatedAuthor:
    """What the supervisor found; the same pair is never told again. Raises ``AlreadyDecided``."""
    found = RepeatedAuthor.objects.readable_by(actor).filter(pk=alert).first()
    if found is None or not policies_conflicts.can_read_alert(actor, found):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_decide_author_alert(%s, %s, %s)", [alert, decision, at])
        (was_open,) = cursor.fetchone()
    if not was_open:
        raise AlreadyDecided
    journal.write(events.AUTHOR_COMPARED, actor=actor, subject=found, at=at, decision=decision)
    return found
