"""From whom a file is hidden, whom that could be said of, and the alert about authors named in several files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import Http404

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Desk, Membership, Organisation
from kanaf.actors.naming import desk_name, entry_name, person_name
from kanaf.cases.access.people import parties
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty, RepeatedAuthor
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_conflicts import can_lift, can_read_alert
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level, SubjectKind
from kanaf.grants.models import Exclusion
from kanaf.grants.powers import FILE_POWERS, bears
from kanaf.persons.models import Person

ABLE = [role for role in FILE_POWERS if bears(role, SubjectKind.CASE, Compartment.CORE, Level.WRITE)]
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Hidden:
    """One conflict in words, for those who may know."""

    exclusion: Exclusion
    whom: str
    author: Person | None
    said_by: str
    ended_by: str
    can_lift: bool


def hidden_from(actor: Actor, file: OpenFile) -> list[Hidden]:
    """Those in force first, then those that were taken back."""
    if not file.reads(Compartment.IDENTITY):
        return []
    found = Exclusion.objects.filter(subject_id=file.case.id).select_related("organisation", "account")
    known = {p.id: p.person for p in parties(file, with_ended=True)}
    listed = sorted(found, key=lambda one: (one.ended_at is not None, one.since))
    names = actors.names_of(who for one in listed for who in (one.given_by, one.ended_by) if who)
    return [
        Hidden(
            one, _whom(one), known.get(one.basis), names.get(one.given_by, ""),
            names.get(one.ended_by or one.given_by, ""), can_lift(actor, file, one),
        )
        for one in listed
    ]  # fmt: skip


def _whom(one: Exclusion) -> str:
    if one.organisation:
        return entry_name(one.organisation)
    return person_name(one.account) if one.account else ""


def get_exclusion(actor: Actor, file: OpenFile, exclusion_id: UUID) -> Hidden:
    """One in force that the actor may take back; anything else gives the 404 of an unknown one."""
    for one in hidden_from(actor, file):
        if one.exclusion.id == exclusion_id and one.can_lift:
            return one
    raise Http404


def authors_of(file: OpenFile) -> list[CaseParty]:
    """Those named as alleged author today."""
    return [p for p in parties(file) if p.role == PartyRole.ALLEGED_AUTHOR]


def get_author(file: OpenFile, party_id: UUID) -> CaseParty:
    """One of them; else 404."""
    found = next((p for p in authors_of(file) if p.id == party_id), None)
    if found is None:
        raise Http404
    return found


def organisations() -> Choices:
    """Every organisation of the directory, by name."""
    found = Organisation.objects.filter(Q(desks__is_active=True)).distinct()
    return sorted(((str(one.pk), entry_name(one)) for one in found), key=lambda pair: pair[1])


def members(file: OpenFile, at: datetime) -> Choices:
    """Who works with files at the desks that open something of this one, or are in charge of its place."""
    granted = grants.desks_with_access([file.case.id], at).get(file.case.id, set())
    near = Q(desk_id__in=[*granted, file.case.lead_desk_id]) | Q(desk__covers__in=file.case.place.lineage)
    posts = Membership.objects.valid_at(at).filter(near, role__in=list(FILE_POWERS), account__is_active=True)
    found = {
        post.account_id: f"{person_name(post.account)} · {desk_name(post.desk)}"
        for post in posts.select_related("account", "desk").order_by("desk_id", "account_id")
    }
    return [(str(account), words) for account, words in sorted(found.items(), key=lambda pair: pair[1])]


def would_close(case: UUID, organisation: UUID | None, account: UUID | None) -> set[UUID]:
    """The desks that could not open the file any more: asked before it is said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_would_close(%s, %s, %s)", [case, organisation, account])
        return {desk for (desk,) in cursor.fetchall()}


def next_lead(case: Case, closed: Iterable[UUID], at: datetime) -> Desk | None:
    """The desk that takes a file over when the one that leads may not: one in charge of the place, the nearest first;
    else one that takes reports or a court's cell in the same region. Never one without anybody who follows files."""
    able = Membership.objects.valid_at(at).filter(role__in=ABLE, account__is_active=True).values("desk_id")
    leading = Q(takes_reports=True) | Q(kind=DeskKind.COURT_CELL)
    desks = Desk.objects.filter(leading, is_active=True, id__in=able).exclude(id__in=set(closed))
    lineage = list(case.place.lineage)

    def nearness(desk: Desk) -> int:
        covered = [lineage.index(place.pk) for place in desk.covers.all() if place.pk in lineage]
        return max(covered, default=-1)

    def shared(desk: Desk) -> int:
        return len(set(lineage).intersection(desk.place.lineage)) if desk.place else 0

    near = [d for d in desks.select_related("place").prefetch_related("covers") if nearness(d) >= 0 or shared(d)]
    near.sort(key=lambda d: (-nearness(d), -shared(d), d.kind == DeskKind.COURT_CELL, d.slug))
    return near[0] if near else None


@dataclass(frozen=True)
class AlertFile:
    """One file of an alert: opened for whoever may open it; of any other, only whom to call."""

    case: Case | None
    authors: list[Person]
    desk: Desk
    supervisors: list[str]


def my_alerts(actor: Actor) -> list[RepeatedAuthor]:
    """Those that wait first, then those decided."""
    mine = RepeatedAuthor.objects.readable_by(actor)
    return sorted(mine, key=lambda one: (one.decided_at is not None, one.due_at))


def count_my_alerts(actor: Actor) -> int:
    """How many wait; asked for supervisors only, as nobody else ever has one."""
    if not actor.has_role(Role.SUPERVISOR):
        return 0
    return RepeatedAuthor.objects.readable_by(actor).filter(decided_at=None).count()


def get_alert(actor: Actor, alert_id: UUID) -> RepeatedAuthor:
    """One's own; anything else gives the 404 of an unknown one."""
    found = RepeatedAuthor.objects.readable_by(actor).filter(pk=alert_id).first()
    if found is None or not can_read_alert(actor, found):
        raise Http404
    return found


def files_of(actor: Actor, alert: RepeatedAuthor) -> list[AlertFile]:
    """The files of an alert, the newest first, as far as its reader may know them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, desk FROM kanaf_author_alert_files(%s)", [alert.id])
        rows = cursor.fetchall()
    now = clock.now()
    cases = Case.objects.readable_by(actor, now).in_bulk([file for file, _desk in rows if file])
    desks = actors.desks_by_id({desk for _file, desk in rows})
    named = CaseParty.objects.filter(case_id__in=cases, role=PartyRole.ALLEGED_AUTHOR, ended_at=None)
    named = named.select_related("person")
    keys.preload({p.person_id for p in named})
    return [
        AlertFile(cases.get(file), [p.person for p in named if p.case_id == file], desks[desk], _supervisors(desk, now))
        for file, desk in rows
    ]


def _supervisors(desk: UUID, at: datetime) -> list[str]:
    posts = Membership.objects.valid_at(at).filter(desk_id=desk, role=Role.SUPERVISOR, account__is_active=True)
    return sorted({person_name(post.account) for post in posts.select_related("account")})
