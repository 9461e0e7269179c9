"""The desks that the directory offers for one need of one file, ranked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kanaf.actors.enums import ServiceStatus
from kanaf.actors.freshness import freshness
from kanaf.actors.models import Desk, Service
from kanaf.actors.naming import desk_name
from kanaf.cases.access import people
from kanaf.cases.policies import OpenFile
from kanaf.foundation import words
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment
from kanaf.referrals.enums import ENDED_BADLY
from kanaf.referrals.models import Referral
from kanaf.referrals.ranking import Candidate, Need, Suggestion, rank

RECORD = timedelta(days=90)
"""How far back the answers of a desk are looked at."""
MOST_SHOWN = 6


def suggestions(file: OpenFile, category: str, now: datetime) -> list[Suggestion]:
    """Every desk that declares this service, the best first; those that cannot take it last, with the reason."""
    services = (
        Service.objects.filter(categories__contains=[category], desk__is_active=True)
        .exclude(status=ServiceStatus.DEFUNCT)
        .exclude(desk_id__in=grants.closed_desks(file.case.id) | {file.case.lead_desk_id})
        .select_related("desk__place")
        .prefetch_related("desk__covers", "languages", "capacities")
    )
    pairs = [(service, service.desk) for service in services if service.desk]
    record = answers_of({desk.id for _service, desk in pairs}, now)
    tried = set(
        Referral.objects.filter(
            case=file.case, category=category, status__in=ENDED_BADLY, sent_at__gte=now - RECORD
        ).values_list("desk_to_id", flat=True)
    )
    candidates = [_candidate(service, desk, record, tried, now) for service, desk in pairs]
    return rank(need_of(file, category), candidates, words.local(now).date())


def need_of(file: OpenFile, category: str) -> Need:
    """What the file says of the child, as far as it is open to the reader."""
    main = people.main_party(file) if file.reads(Compartment.IDENTITY) else None
    languages = frozenset((main.person.languages or "").replace(",", " ").split()) if main else frozenset()
    return Need(category, file.case.age, tuple(file.case.place.lineage), languages)


def answers_of(desks: Iterable[UUID], now: datetime) -> dict[UUID, tuple[float, float]]:
    """The share of yes and the median hours before an answer, of desks that answered often enough to tell no child."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT desk, accepted, hours FROM kanaf_answers_of(%s::uuid[], %s)", [list(desks), now - RECORD]
        )
        return {desk: (accepted, hours) for desk, accepted, hours in cursor.fetchall()}


def _candidate(
    service: Service, desk: Desk, record: dict[UUID, tuple[float, float]], tried: set[UUID], now: datetime
) -> Candidate:
    capacity = max(service.capacities.all(), key=lambda one: (one.updated, one.unit), default=None)
    accepted, hours = record.get(desk.id, (None, None))
    return Candidate(
        desk=desk.id,
        service=service.id,
        name=desk_name(desk),
        categories=frozenset(service.categories),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        is_open=service.status == ServiceStatus.ACTIVE,
        covers=frozenset(place.id for place in desk.covers.all()),
        lineage=tuple(desk.place.lineage) if desk.place else (),
        languages=frozenset(language.code for language in service.languages.all()),
        free=capacity.available if capacity else None,
        counted_on=capacity.updated if capacity else None,
        freshness=freshness(service.last_verified_on, words.local(now).date()).score,
        accepted=accepted,
        hours=hours,
        asked_before=desk.id in tried,
    )


def next_after(file: OpenFile, referral: Referral, now: datetime) -> Suggestion | None:
    """The best desk that can take what another could not, if there is one."""
    return next((one for one in suggestions(file, referral.category, now) if one.can_take), None)
