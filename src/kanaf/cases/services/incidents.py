"""What happened: recorded in codes and in the person's words; medical limits run from the act, not from our desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.access import work
from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.events import incidents as events
from kanaf.cases.models import Case, Incident
from kanaf.cases.policies import OpenFile, can_follow, can_work_socially
from kanaf.cases.policies_medical import MEDICAL_KEYS, clock_start, counted_from, is_sexual, may_be_pregnant
from kanaf.cases.services import safety
from kanaf.foundation import versions
from kanaf.foundation.events import EventKind
from kanaf.foundation.ids import new_id
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.territory import access as territory
from kanaf.territory.models import Place


class InTheFuture(ValueError):
    """An incident has happened, or it is no incident yet."""


@dataclass(frozen=True)
class IncidentFacts:
    """What is known of an incident, as typed and checked by a form."""

    form: str
    precision: str
    happened_at: datetime | None = None
    happened_until: datetime | None = None
    place: Place | None = None
    place_kind: str = ""
    author_relation: str = ""
    author_is_minor: bool | None = None
    is_online: bool = False
    is_danger_now: bool = False
    needs_medical_clock: bool = False
    narrative: str = ""


@transaction.atomic
def record(*, actor: Actor, case: UUID, facts: IncidentFacts, at: datetime) -> Incident:
    """Record an incident and start what it starts. Raises ``PermissionDenied``, ``InTheFuture``."""
    file = work.locked(actor, case, can_work_socially)
    incident = Incident(id=new_id(), case=file.case, recorded_by=actor.known_id, recorded_at=at)
    _fill(incident, facts, at)
    incident.save(force_insert=True)
    _note(events.INCIDENT_RECORDED, actor, incident, at)
    if counted_from(incident):
        _set_clocks(actor, file.case, incident, at)
    _answer_danger(actor, file, incident, at)
    return incident


@transaction.atomic
def edit(
    *, actor: Actor, case: UUID, incident_id: UUID, facts: IncidentFacts, seen_version: str | int | None, at: datetime
) -> Incident:
    """Correct an incident; its medical limits are counted again. Raises ``StaleVersion``."""
    file = work.locked(actor, case, can_work_socially)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id, case=file.case)
    versions.check(incident, seen_version)
    before = counted_from(incident)
    _fill(incident, facts, at)
    incident.save()
    _note(events.INCIDENT_CHANGED, actor, incident, at)
    if counted_from(incident) != before:
        _set_clocks(actor, file.case, incident, at)
    _answer_danger(actor, file, incident, at)
    return incident


def _fill(incident: Incident, facts: IncidentFacts, at: datetime) -> None:
    if any(moment and moment > at for moment in (facts.happened_at, facts.happened_until)):
        raise InTheFuture
    for name, value in vars(facts).items():
        setattr(incident, name, value)
    incident.narrative = facts.narrative or None
    incident.needs_medical_clock = facts.needs_medical_clock or is_sexual(facts.form)
    if facts.precision == HappenedPrecision.UNKNOWN:
        incident.happened_at = incident.happened_until = None


def _note(kind: EventKind, actor: Actor, incident: Incident, at: datetime) -> None:
    journal.write(
        kind,
        actor=actor,
        subject=incident,
        at=at,
        file=incident.case_id,
        compartment=Compartment.SOCIAL,
        form=incident.form,
        precision=incident.precision,
    )


def _delays() -> dict[str, timedelta]:
    return {key: timedelta(hours=territory.delay(key).hours) for key in MEDICAL_KEYS}


def _set_clocks(actor: Actor, case: Case, incident: Incident, at: datetime) -> None:
    """Its medical limits count from this moment, or from none any more; the core keeps the earliest that runs."""
    start = counted_from(incident)
    _tell_core(case, clock_start(Incident.objects.filter(case=case), _delays(), at))
    journal.write(
        events.MEDICAL_CLOCK_SET,
        actor=actor,
        subject=incident,
        at=at,
        file=case.id,
        counted_from=start and start.isoformat(),
        contraception=may_be_pregnant(case.sex, None if case.is_age_estimated else case.age),
    )


def _tell_core(case: Case, start: datetime | None) -> None:
    """Whoever writes the incident may not write the core: a narrow function keeps this one moment of it."""
    if case.medical_from == start:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_keep_medical_clock(%s, %s)", [case.id, start])
    case.medical_from = start


def _answer_danger(actor: Actor, file: OpenFile, incident: Incident, at: datetime) -> None:
    """Immediate danger makes the risk high at once, where the actor leads the file."""
    if incident.is_danger_now and can_follow(actor, file):
        safety.raise_risk(actor=actor, case=file.case.id, at=at)
