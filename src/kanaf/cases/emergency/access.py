"""The doors to emergency accesses, and the little of a file that one of them opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404

from kanaf.actors import access as actors
from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Desk
from kanaf.cases.access.files import parts_of
from kanaf.cases.emergency import policies
from kanaf.cases.enums import PartyRole
from kanaf.cases.events import emergency as events
from kanaf.cases.models import Case, CaseParty, EmergencyAccess, SafetyPlan
from kanaf.foundation import clock
from kanaf.foundation.vault import keys
from kanaf.grants.enums import Compartment, Level
from kanaf.journal import services as journal
from kanaf.territory import access as territory

PAST = timedelta(days=90)
MOST_SHOWN = 60
DAY = timedelta(hours=24)
MOST_A_DAY = 5
"""How many files one person opens so in a day; the database refuses one more."""
ORDER = list(PartyRole.values)


@dataclass(frozen=True)
class Seen:
    """An emergency access, and what the reader is for the file: ``leads`` writes its core, ``reads`` reads it."""

    access: EmergencyAccess
    reads: bool
    leads: bool


Policy = Callable[[Actor, Seen], bool]


def can_read(actor: Actor, seen: Seen) -> bool:
    return policies.can_read_access(actor, seen.access, reads_core=seen.reads)


def can_enter(actor: Actor, seen: Seen) -> bool:
    return policies.can_enter(actor, seen.access, clock.now())


def can_end(actor: Actor, seen: Seen) -> bool:
    return policies.can_end(actor, seen.access, clock.now(), leads=seen.leads)


def can_review(actor: Actor, seen: Seen) -> bool:
    return policies.can_review(actor, seen.access)


def find_access(actor: Actor, access_id: UUID) -> Seen | None:
    """One access with what the actor is for its file, or ``None``; for services, which ask their policy again."""
    readable = EmergencyAccess.objects.readable_by(actor, clock.now()).select_related("desk", "lead_desk")
    found = readable.filter(id=access_id).first()
    if found is None:
        return None
    core = parts_of(found.case_id).get(Compartment.CORE)
    return Seen(found, reads=core is not None, leads=core == Level.WRITE)


def get_access(actor: Actor, access_id: UUID, *, to: Policy = can_read) -> Seen:
    """The access, if the actor may do ``to`` with it; else 404."""
    seen = find_access(actor, access_id)
    if seen is None or not to(actor, seen):
        raise Http404
    return seen


def desks_on_call(actor: Actor) -> list[Desk]:
    """The desks from which the actor may open a file in an emergency; 404 when there is none."""
    found = actors.desks_by_id(desk for desk in actor.desk_ids if policies.may_open_from(actor, desk))
    if not found:
        raise Http404
    return sorted(found.values(), key=lambda desk: desk.name)


def allow_list(actor: Actor) -> None:
    """404 for whoever has nothing to do with files nor with their review."""
    if not policies.can_list(actor):
        raise Http404


def allow_figures(actor: Actor) -> None:
    """404 for whoever may not see the figures."""
    if not policies.can_see_figures(actor):
        raise Http404


def length_choices() -> list[int]:
    """Hours that may be asked, the longest being the setting in force."""
    most = territory.delay("breakglass_length").hours
    return [*[hours for hours in (1, 2, 4, 8) if hours < most], most]


def opened_today(actor: Actor, at: datetime) -> int:
    """How many files the actor opened so within a day."""
    return EmergencyAccess.objects.filter(person=actor.known_id, opened_at__gt=at - DAY).count()


def already_open(actor: Actor, code: str, at: datetime) -> EmergencyAccess | None:
    """The actor's own access to that file, while it lasts."""
    mine = EmergencyAccess.objects.filter(person=actor.known_id, case_code=code, ended_at=None, until__gt=at)
    return mine.first()


def whole_file(actor: Actor, code: str, at: datetime) -> Case | None:
    """A file of that code in which everything an emergency opens is open already."""
    case = Case.objects.readable_by(actor, at).filter(code=code).first()
    wanted = {Compartment.CORE, Compartment.IDENTITY, Compartment.SOCIAL}
    return case if case and wanted <= set(parts_of(case.id)) else None


@dataclass(frozen=True)
class Listed:
    """What one reader sees of all of them."""

    to_review: Sequence[EmergencyAccess]
    mine: Sequence[EmergencyAccess]
    others: Sequence[EmergencyAccess]
    is_reviewer: bool


def list_accesses(actor: Actor, at: datetime) -> Listed:
    """What waits for a review, what I opened, and the rest of the last three months."""
    allow_list(actor)
    readable = EmergencyAccess.objects.readable_by(actor, at).select_related("desk", "lead_desk")
    reviews = actor.has_role(Role.PRIVACY_OFFICER)
    waiting = (
        readable.filter(outcome__in=policies.OPEN_OUTCOMES).exclude(person=actor.known_id).order_by("review_due_at")
    )
    to_review = list(waiting) if reviews else []
    shown = {one.id for one in to_review}
    recent = [one for one in readable.filter(opened_at__gt=at - PAST)[:MOST_SHOWN] if one.id not in shown]
    mine = [one for one in recent if one.person == actor.id]
    return Listed(to_review, mine, [one for one in recent if one.person != actor.id], is_reviewer=reviews)


def on_our_files(desks: Sequence[UUID], at: datetime) -> int:
    """How many of the files that these desks lead are open to somebody in an emergency, or wait for its review."""
    led = EmergencyAccess.objects.filter(case__lead_desk_id__in=list(desks))
    return led.filter(opened_at__gt=at - PAST, reviewed_at=None).count()


@dataclass(frozen=True)
class Met:
    """A person of the file, as an emergency shows her."""

    name: str
    name_ar: str
    part: str
    is_main: bool
    age: int | None
    phone: str
    address: str
    lives_with_child: bool | None


@dataclass(frozen=True)
class EmergencyFile:
    """All that opens: where the file stands, the people in it, the newest safety plan."""

    case: Case
    people: Sequence[Met]
    safety: SafetyPlan | None

    @property
    def child(self) -> Met | None:
        return next((one for one in self.people if one.is_main), None)


def enter(actor: Actor, seen: Seen, at: datetime) -> EmergencyFile:
    """Open it, and journal that it was read; 404 once it has ended."""
    opened = Case.objects.in_emergency(actor, at).select_related("lead_desk", "place")
    case = opened.filter(id=seen.access.case_id).first()
    if case is None:
        raise Http404
    journal.note_read(
        events.READ, subject=seen.access, file=case.id, compartment="core", desk=seen.access.desk_id,
        compartments=["core", "identity", "safety plan"],
    )  # fmt: skip
    plan = SafetyPlan.objects.readable_by(actor, at).filter(case=case).order_by("-written_at").first()
    return EmergencyFile(case, _people(case, at), plan)


def _people(case: Case, at: datetime) -> list[Met]:
    parties = list(CaseParty.objects.filter(case=case, ended_at=None).select_related("person"))
    keys.preload([case.id, *(party.person_id for party in parties)])
    parties.sort(key=lambda party: (ORDER.index(party.role), party.added_at))
    return [
        Met(
            name=party.person.name,
            name_ar=party.person.name_ar,
            part=str(PartyRole(party.role).label),
            is_main=party.role == PartyRole.MAIN,
            age=party.person.age_on(at.date()),
            phone=str(party.person.phone or ""),
            address=str(party.person.address or ""),
            lives_with_child=party.lives_with_child,
        )
        for party in parties
    ]
