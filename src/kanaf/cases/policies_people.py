"""Rules about the people of a file, on records in hand."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import CaseParty
from kanaf.cases.policies import OpenFile, can_follow, can_identify
from kanaf.grants.enums import Compartment
from kanaf.persons.models import Person

MAJORITY = 18
MAY_CONSENT = (PartyRole.CAREGIVER, PartyRole.TRUSTED)
"""The parts whose holders are asked to agree for a child."""


def can_see_people(actor: Actor, file: OpenFile) -> bool:
    """Whoever may open the identity part."""
    return actor.is_active and file.reads(Compartment.IDENTITY)


def can_register(actor: Actor, file: OpenFile) -> bool:
    """The leading desk: it writes identities and keeps the core equal to them."""
    return can_identify(actor, file) and can_follow(actor, file)


def is_minor(person: Person, day: date) -> bool:
    """Known to be under 18; an unknown age is not assumed to be."""
    age = person.age_on(day)
    return age is not None and age < MAJORITY


def alleged_authors(parties: Iterable[CaseParty]) -> set[UUID]:
    """The people named, today, as alleged authors in these parts."""
    return {p.person_id for p in parties if p.role == PartyRole.ALLEGED_AUTHOR and p.ended_at is None}


def only_alleged_authors(parties: Iterable[CaseParty]) -> set[UUID]:
    """People whose every part of today is that of an alleged author: no search shows them."""
    parties = list(parties)
    known_otherwise = {p.person_id for p in parties if p.role != PartyRole.ALLEGED_AUTHOR and p.ended_at is None}
    named = {p.person_id for p in parties if p.role == PartyRole.ALLEGED_AUTHOR}
    return named - known_otherwise


def adults_to_ask(parties: Iterable[CaseParty], day: date) -> list[CaseParty]:
    """Caregivers and trusted adults who may agree for the child: never an alleged author, never a minor."""
    parties = list(parties)
    excluded = alleged_authors(parties)
    return [
        p
        for p in parties
        if p.role in MAY_CONSENT and p.ended_at is None and p.person_id not in excluded and not is_minor(p.person, day)
    ]
