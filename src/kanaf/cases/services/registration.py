"""The people of a file: registered, added, corrected, ended; a minor named as author gets a file of his own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.actors.models import Desk
from kanaf.cases.access import people, work
from kanaf.cases.enums import PartyRole, Profile, Risk
from kanaf.cases.events import registration as events
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.policies import OpenFile, can_identify
from kanaf.cases.policies_people import MAY_CONSENT, alleged_authors, can_register, is_minor
from kanaf.cases.services import authors, consents
from kanaf.cases.services.opening import open_case
from kanaf.cases.services.reports.doors import refusals
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment
from kanaf.journal import services as journal
from kanaf.persons import access as persons_access
from kanaf.persons import services as persons
from kanaf.persons.enums import Sex
from kanaf.persons.models import Person
from kanaf.persons.services import Facts

IDENTITY = Compartment.IDENTITY


class AlreadyRegistered(Exception):
    """The file has a main person, or the person already has this part in it."""


class IsAllegedAuthor(Exception):
    """Somebody named as alleged author cannot be listed among those who care for the child."""


@dataclass(frozen=True)
class PartFacts:
    """What a person is to the child."""

    relation: str = ""
    lives_with_child: bool | None = None
    remark: str = ""


NOTHING = PartFacts()


@transaction.atomic
def join(
    *,
    actor: Actor,
    case: UUID,
    role: PartyRole,
    at: datetime,
    facts: Facts | None = None,
    person_id: UUID | None = None,
    part: PartFacts = NOTHING,
) -> CaseParty:
    """Give a person, new (``facts``) or already known (``person_id``), a part in a file.

    Raises ``PermissionDenied``, ``AlreadyRegistered``, ``IsAllegedAuthor``.
    """
    file = work.locked(actor, case, can_register)
    present = people.parties(file)
    person = _known(actor, file, person_id, at) if person_id else None
    _refuse_clashes(present, role, person)
    if person is None:
        if facts is None:
            raise PermissionDenied
        person = persons.register(actor=actor, facts=facts, through=case, at=at, is_demo=file.case.is_demo)
    party = _add(file.case, role, person, part, at)
    _note_added(actor, party, at, is_new=person_id is None)
    _settle(actor, file, party, present, at)
    return party


def _known(actor: Actor, file: OpenFile, person_id: UUID, at: datetime) -> Person:
    """A person the actor may read joins this file too, as the record that stands for them."""
    standing = persons_access.standing([person_id]) if persons_access.readable(actor, [person_id], at) else []
    person = next(iter(persons_access.readable(actor, standing, at).values()), None)
    if person is None:
        raise PermissionDenied
    grants.link_person(actor=actor, person=person.id, through=file.case.id, at=at)
    return person


def _refuse_clashes(present: list[CaseParty], role: PartyRole, person: Person | None) -> None:
    taken = {(p.person_id, p.role) for p in present}
    if role == PartyRole.MAIN and any(p.role == PartyRole.MAIN for p in present):
        raise AlreadyRegistered
    if person and (person.id, role) in taken:
        raise AlreadyRegistered
    if person and role in MAY_CONSENT and person.id in alleged_authors(present):
        raise IsAllegedAuthor
    if person and role == PartyRole.ALLEGED_AUTHOR and (person.id, PartyRole.MAIN) in taken:
        raise AlreadyRegistered


def _add(case: Case, role: PartyRole, person: Person, part: PartFacts, at: datetime) -> CaseParty:
    party = CaseParty(
        id=new_id(),
        case=case,
        person=person,
        role=role,
        relation=part.relation,
        lives_with_child=part.lives_with_child,
        remark=part.remark or None,
        added_at=at,
    )
    with refusals():  # somebody has joined the record to another one this very moment
        party.save(force_insert=True)
    return party


def _note_added(actor: Actor, party: CaseParty, at: datetime, *, is_new: bool) -> None:
    if party.role == PartyRole.MAIN:
        journal.write(events.CASE_REGISTERED, actor=actor, subject=party.case, at=at, file=party.case_id, is_new=is_new)
        return
    journal.write(
        events.PARTY_ADDED,
        actor=actor,
        subject=party,
        at=at,
        file=party.case_id,
        compartment=IDENTITY,
        role=party.role,
        is_new=is_new,
    )


def _settle(actor: Actor, file: OpenFile, party: CaseParty, present: list[CaseParty], at: datetime) -> None:
    """What follows from the new part: the core told, an author kept apart."""
    if party.role == PartyRole.MAIN:
        _tell_core(file.case, party.person)
    if party.role == PartyRole.ALLEGED_AUTHOR:
        for other in present:
            if other.person_id == party.person_id and other.role in MAY_CONSENT:
                _end(actor, other, at)
        consents.end_void(actor=actor, case=file.case, author=party.person_id, at=at)
        authors.trace(party)
        _protect_if_minor(actor, file.case, party.person, at)


def _tell_core(case: Case, person: Person) -> None:
    """The core keeps sex and the age at opening, which name nobody."""
    case.sex, case.age = person.sex, person.age_on(case.opened_at.date())
    case.age = None if case.age is None else max(0, case.age)
    case.is_age_estimated = person.is_birth_estimated and case.age is not None
    case.save(update_fields=["sex", "age", "is_age_estimated"])


def _protect_if_minor(actor: Actor, case: Case, person: Person, at: datetime) -> None:
    """An author under 18 is a child too: a protected file of his own, which the first one does not name."""
    day = at.date()
    own = CaseParty.objects.filter(person=person, role=PartyRole.MAIN, ended_at=None, case__protected_author=True)
    if not is_minor(person, day) or own.exists():
        return
    opened = open_case(
        actor=actor,
        desk=Desk.objects.get(pk=case.lead_desk_id),
        place=case.place,
        risk=Risk.MEDIUM,
        profile=Profile.IN_CONFLICT,
        at=at,
        sex=Sex(person.sex),
        age=person.age_on(day),
        is_age_estimated=person.is_birth_estimated,
        protected_author=True,
        is_demo=case.is_demo,
    )
    grants.link_person(actor=actor, person=person.id, through=opened.id, at=at)
    party = _add(opened, PartyRole.MAIN, person, NOTHING, at)
    _note_added(actor, party, at, is_new=False)
    journal.write(events.AUTHOR_PROTECTED, actor=actor, subject=case, at=at, file=case.id, compartment=IDENTITY)


@transaction.atomic
def edit_person(
    *,
    actor: Actor,
    case: UUID,
    party_id: UUID,
    facts: Facts,
    seen_version: str | int | None,
    at: datetime,
    part: PartFacts = NOTHING,
) -> CaseParty:
    """Correct a person and their part in the file. Raises ``PermissionDenied``, ``StaleVersion``, ``KeptElsewhere``."""
    file = work.locked(actor, case, can_register)
    party = people.get_party(file, party_id)
    party.person = persons.edit(
        actor=actor, person_id=party.person_id, facts=facts, seen_version=seen_version, through=case, at=at
    )
    party.relation, party.lives_with_child = part.relation, part.lives_with_child
    party.remark = part.remark or None
    party.save(update_fields=["relation", "lives_with_child", "remark"])
    journal.write(
        events.PARTY_CHANGED, actor=actor, subject=party, at=at, file=case, compartment=IDENTITY, role=party.role
    )
    if party.role == PartyRole.MAIN:
        _tell_core(file.case, party.person)
    if party.role == PartyRole.ALLEGED_AUTHOR:
        authors.trace(party)
        _protect_if_minor(actor, file.case, party.person, at)
    return party


@transaction.atomic
def end_party(*, actor: Actor, case: UUID, party_id: UUID, at: datetime) -> CaseParty:
    """The person has no part in this file any more; what was written stays. Raises ``PermissionDenied``."""
    file = work.locked(actor, case, can_identify)
    party = people.get_party(file, party_id)
    _end(actor, party, at)
    return party


def _end(actor: Actor, party: CaseParty, at: datetime) -> None:
    party.ended_at = at
    party.save(update_fields=["ended_at"])
    journal.write(
        events.PARTY_ENDED,
        actor=actor,
        subject=party,
        at=at,
        file=party.case_id,
        compartment=IDENTITY,
        role=party.role,
    )
