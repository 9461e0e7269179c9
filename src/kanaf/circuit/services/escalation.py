"""Silence is an event: each rung of each ladder is told once, whatever crashes, and opens no file to anybody."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from kanaf.actors.actor import Actor
from kanaf.circuit import events
from kanaf.circuit.enums import Rung
from kanaf.circuit.ladder import Standing, chairs, climb
from kanaf.circuit.machines import machine_of
from kanaf.circuit.models import Alert
from kanaf.foundation import mailing, quiet
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory

log = logging.getLogger(__name__)
AT_ONCE = 200
"""How many silences one round tells: what is left waits for the next round, some seconds later."""
SHIFT_AHEAD = timedelta(hours=24)
"""How long before its beginning an uncovered turn of duty is told."""


@dataclass(frozen=True)
class Silent:
    """An obligation whose next rung is due: the columns of ``kanaf_silent`` in their order."""

    file: UUID
    number: int
    protocol: UUID
    rule: str
    about: str
    desk: UUID
    risk: str
    began_at: datetime
    due_at: datetime
    step: int


def escalate(now: datetime) -> int:
    """Tell what has been silent long enough; how many rungs. One that fails is tried again and holds up no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_silent(%s, %s)", [now, AT_ONCE])
        found = [Silent(*row) for row in cursor.fetchall()]
    told = 0
    for silent in found:
        try:
            with transaction.atomic():
                _tell(silent, now)
        except (DatabaseError, LookupError):
            log.exception("an alert could not be told; it will be tried again")
        else:
            told += 1
    return told


def _tell(silent: Silent, now: datetime) -> None:
    """The alert, the entry in the journal and the rung that is done, all or nothing."""
    rule = machine_of(silent.protocol).rules[silent.rule]
    step = rule.ladder[silent.step]
    rung, people = climb(step.tell, standing(silent.desk, silent.file, now, rule.compartment))
    is_high, is_reminder, zone = silent.risk == "high", step.after < 0, territory.working_calendar().zone
    mail_at = quiet.mail_moment(now, is_high=is_high, is_reminder=is_reminder, quiet=quiet.hours(), zone=zone)
    Alert.objects.bulk_create(
        [
            Alert(
                id=new_id(), person_id=person, rung=rung, desk_id=silent.desk, file=silent.file,
                protocol_id=silent.protocol, rule=silent.rule, about=silent.about, began_at=silent.began_at,
                step=silent.step, risk=silent.risk, due_at=silent.due_at, at=now, mail_at=mail_at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_step_taken(%s, %s)", [silent.file, silent.number])
    journal.write(
        events.REMINDED if is_reminder else events.SILENCE,
        actor=SystemActor.CLOCK.value,
        subject=("circuit.obligation", silent.file),
        at=now,
        file=silent.file,
        desk=silent.desk,
        compartment=rule.compartment,
        rule=silent.rule,
        about=silent.about,
        step=silent.step,
        rung=rung.value,
        told=[str(person) for person in people],
    )


def standing(desk: UUID, file: UUID | None, now: datetime, compartment: str = Compartment.CORE) -> Standing:
    """Who stands on each rung of a desk now, for what is owed in one part of one file."""
    found: dict[str, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rung, person FROM kanaf_rungs(%s, %s, %s, %s)", [desk, file, now, compartment])
        for rung, person in cursor.fetchall():
            found.setdefault(rung, []).append(person)
    found[Rung.COMMITTEE_CHAIR] = _without_conflict(file, [person for chair in chairs for person in chair(desk)])
    return found


def _without_conflict(file: UUID | None, people: list[UUID]) -> list[UUID]:
    """Those from whom the file is not hidden."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_may_be_told(%s, %s)", [file, people])
        return list(cursor.fetchone()[0])


def tell_uncovered_shifts(now: datetime) -> int:
    """A turn of duty that nobody will hold is told to the coordinator a day before; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kanaf_uncovered_shifts(%s, %s)", [now, now + SHIFT_AHEAD])
        found = cursor.fetchall()
    for shift, desk, starts_at in found:
        rung, people = climb(Rung.COORDINATOR, standing(desk, None, now))
        Alert.objects.bulk_create(
            [
                Alert(
                    id=new_id(), person_id=person, rung=rung, desk_id=desk, about=str(shift), began_at=starts_at,
                    risk="medium", due_at=starts_at, at=now, mail_at=now,
                )
                for person in people
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT kanaf_shift_told(%s, %s)", [shift, now])
        journal.write(
            events.SHIFT_UNCOVERED, actor=SystemActor.CLOCK.value, subject=("circuit.shift", shift), at=now, desk=desk,
            starts_at=starts_at.isoformat(), told=[str(person) for person in people],
        )  # fmt: skip
    return len(found)


def mail_alerts(now: datetime) -> int:
    """One mail a person for all that waits for her: no name, no code, no risk, no word about a child; how many."""
    return mailing.send_counts("kanaf_alerts_to_mail", now, template="circuit/mail/alerts", counted="alerts")


@transaction.atomic
def read_alert(*, actor: Actor, alert: Alert, at: datetime) -> None:
    """The person has read it: it waits no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_read_alert(%s)", [alert.pk])
        (was_unread,) = cursor.fetchone()
    if was_unread:
        journal.write(events.ALERT_READ, actor=actor, subject=alert, at=at, file=alert.file, rule=alert.rule)
