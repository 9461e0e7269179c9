"""Opening a committee, its settings, its seats, and who sits in them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk
from kanaf.committees import events, policies, rules
from kanaf.committees.access.committees import kind_of
from kanaf.committees.models import Committee, Seat, Term
from kanaf.committees.services.locking import locked
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.journal import services as journal
from kanaf.territory.models import Place


class SeatTaken(Exception):
    """Somebody holds this seat, in this quality, on one of these days."""


class SeatInUse(Exception):
    """Only one seat chairs, and a seat with somebody in it is not taken away."""


@dataclass(frozen=True)
class Names:
    """What a committee is called; Arabic and English may be empty."""

    fr: str
    ar: str = ""
    en: str = ""


@dataclass(frozen=True)
class Sitter:
    """Who is named: an account, or a name for whoever does not work with Kanaf; and for whom."""

    account: Account | None = None
    name: str = ""
    desk: UUID | None = None
    organisation: UUID | None = None


@transaction.atomic
def open_committee(
    *, actor: Actor, desk: Desk, kind: str, place: Place, names: Names, at: datetime, is_demo: bool = False
) -> Committee:
    """A committee with the seats, the notice and the quorum of its kind, all of which may be changed."""
    if not policies.can_open_at(actor, desk.id):
        raise PermissionDenied
    model = kind_of(kind)
    committee = Committee(
        id=new_id(),
        kind=model,
        place=place,
        desk=desk,
        name_fr=names.fr,
        name_ar=names.ar,
        name_en=names.en,
        notice_days=model.notice_days,
        quorum_percent=model.quorum_percent,
        opened_at=at,
        is_demo=is_demo,
    )
    committee.save(force_insert=True)
    keys.create(committee.id, "committee")
    keys.create(committee.annex, "annex")
    Seat.objects.bulk_create(
        Seat(
            committee=committee,
            category=seat.category,
            order=seat.order,
            is_chair=seat.is_chair,
            is_bound=seat.is_bound,
            is_required=seat.is_required,
        )
        for seat in model.seats.all()
    )
    journal.write(
        events.COMMITTEE_OPENED, actor=actor, subject=committee, at=at, desk=desk.id, kind=kind, place=place.code
    )
    return committee


@transaction.atomic
def change_settings(
    *,
    actor: Actor,
    committee: UUID,
    names: Names,
    notice_days: int,
    quorum_percent: int,
    seen: str | None,
    at: datetime,
) -> Committee:
    """Names, notice and quorum; a meeting already convened keeps the rules of its letter. Raises ``StaleVersion``."""
    found = locked(actor, committee).committee
    versions.check(found, seen)
    found.name_fr, found.name_ar, found.name_en = names.fr, names.ar, names.en
    found.notice_days, found.quorum_percent = notice_days, quorum_percent
    found.save(update_fields=["name_fr", "name_ar", "name_en", "notice_days", "quorum_percent", "version"])
    journal.write(
        events.COMMITTEE_CHANGED,
        actor=actor,
        subject=found,
        at=at,
        desk=found.desk_id,
        notice_days=notice_days,
        quorum_percent=quorum_percent,
    )
    return found


@transaction.atomic
def add_seat(*, actor: Actor, committee: UUID, category: str, is_bound: bool, is_required: bool, at: datetime) -> Seat:
    """One more place at the table."""
    file = locked(actor, committee)
    last = Seat.objects.filter(committee=committee).order_by("-order").first()
    seat = Seat.objects.create(
        committee=file.committee,
        category=category,
        order=last.order + 1 if last else 0,
        is_bound=is_bound,
        is_required=is_required,
    )
    journal.write(
        events.SEAT_ADDED,
        actor=actor,
        subject=seat,
        at=at,
        desk=file.committee.desk_id,
        committee=str(committee),
        category=category,
    )
    return seat


@transaction.atomic
def change_seat(
    *,
    actor: Actor,
    seat: Seat,
    category: str,
    is_chair: bool,
    is_bound: bool,
    is_required: bool,
    ended_on: date | None,
    seen: str | None,
    at: datetime,
) -> Seat:
    """What the seat asks; or its end, once nobody sits in it. Raises ``SeatInUse`` and ``StaleVersion``."""
    file = locked(actor, seat.committee_id)
    found = Seat.objects.select_for_update().get(pk=seat.pk)
    versions.check(found, seen)
    others = Seat.objects.filter(committee=seat.committee_id, is_chair=True, ended_on=None).exclude(pk=seat.pk)
    if is_chair and ended_on is None and others.exists():
        raise SeatInUse
    if ended_on and any(rules.overlap(term, ended_on, None) for term in Term.objects.filter(seat=seat)):
        raise SeatInUse
    found.category, found.is_chair, found.is_bound = category, is_chair, is_bound
    found.is_required, found.ended_on = is_required, ended_on
    found.save(update_fields=["category", "is_chair", "is_bound", "is_required", "ended_on", "version"])
    journal.write(
        events.SEAT_CHANGED,
        actor=actor,
        subject=found,
        at=at,
        desk=file.committee.desk_id,
        committee=str(seat.committee_id),
        category=category,
        is_chair=is_chair,
        is_bound=is_bound,
        is_required=is_required,
        ended=ended_on.isoformat() if ended_on else None,
    )
    return found


@transaction.atomic
def name_member(
    *, actor: Actor, seat: Seat, sitter: Sitter, is_substitute: bool, since: date, until: date | None, at: datetime
) -> Term:
    """Somebody sits here from a day to the day before another. Raises ``SeatTaken``."""
    file = locked(actor, seat.committee_id)
    known = Term.objects.filter(seat=seat, is_substitute=is_substitute)
    if any(rules.overlap(term, since, until) for term in known):
        raise SeatTaken
    term = Term.objects.create(
        committee=file.committee,
        seat=seat,
        account=sitter.account,
        name="" if sitter.account else sitter.name,
        desk_id=sitter.desk,
        organisation_id=sitter.organisation,
        is_substitute=is_substitute,
        since=since,
        until=until,
        named_by=actor.known_id,
    )
    journal.write(
        events.MEMBER_NAMED,
        actor=actor,
        subject=term,
        at=at,
        desk=file.committee.desk_id,
        committee=str(seat.committee_id),
        seat=str(seat.id),
        is_substitute=is_substitute,
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return term


@transaction.atomic
def end_term(*, actor: Actor, term: Term, until: date, at: datetime) -> Term:
    """The seat is vacant from that day on, unless somebody else is named. A term is only ever shortened."""
    file = locked(actor, term.committee_id)
    found = Term.objects.select_for_update().get(pk=term.pk)
    limit = max(until, found.since)
    found.until = limit if found.until is None else min(found.until, limit)
    found.save(update_fields=["until"])
    journal.write(
        events.MEMBER_LEFT,
        actor=actor,
        subject=found,
        at=at,
        desk=file.committee.desk_id,
        committee=str(term.committee_id),
        seat=str(term.seat_id),
        until=found.until.isoformat(),
    )
    return found
