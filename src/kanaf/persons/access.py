"""The one door to people: whom the actor may read, found by name, nickname, telephone or number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.foundation.vault import keys
from kanaf.persons import numbers
from kanaf.persons.matching.explaining import Reason, reasons
from kanaf.persons.matching.finder import IndexIsAway, finder
from kanaf.persons.matching.traits import Traits
from kanaf.persons.models import Identifier, Person

__all__ = ["Candidate", "IndexIsAway", "alike", "numbers_of", "readable", "search", "standing"]
MOST_FOUND = 50
SURE = 1.0
"""The same number."""


@dataclass(frozen=True)
class Candidate:
    """A person who may be the one sought, and how much they look like it."""

    person: Person
    likeness: float
    reasons: tuple[Reason, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.likeness >= SURE


def readable(actor: Actor, ids: Iterable[UUID], at: datetime) -> dict[UUID, Person]:
    """Those of these people whom the actor may read, their keys fetched in one query."""
    found = {person.id: person for person in Person.objects.readable_by(actor, at).filter(id__in=set(ids))}
    keys.preload(found)
    return found


def search(actor: Actor, *, name: str = "", number: str = "", at: datetime) -> list[Candidate]:
    """People the actor may read who answer to a name, in either script, or to a number; the likeliest first.

    Raises ``IndexIsAway`` when a name is asked and cannot be.
    """
    found = readable(actor, _numbered(number), at)
    certain = sorted((Candidate(person, SURE) for person in found.values()), key=lambda c: c.person.name.casefold())
    named = finder().named(name, reader=actor.known_id, most=MOST_FOUND) if name.strip() else []
    others = {one.person: one for one in named if one.person not in found}
    people = readable(actor, others, at)
    return certain + [Candidate(people[p], one.likeness) for p, one in others.items() if p in people]


def alike(actor: Actor, traits: Traits, at: datetime) -> list[Candidate]:
    """People the actor may read who may be the person with these traits, and why; likeness is a probability.

    The index only says whom it found: each person is read through the actor's grants.
    """
    if traits.is_empty:
        return []
    matches = {match.person: match for match in finder().match(traits, reader=actor.known_id, most=MOST_FOUND)}
    people = readable(actor, matches, at)
    return [
        Candidate(people[p], match.probability, tuple(reasons(match.row)))
        for p, match in matches.items()
        if p in people
    ]


def _numbered(number: str) -> set[UUID]:
    traces = numbers.traces_of_any(number) if number.strip() else set()
    if not traces:
        return set()
    return standing(Identifier.objects.filter(blind__in=traces).values_list("person_id", flat=True))


def standing(ids: Iterable[UUID]) -> set[UUID]:
    """These people, each through the record that stands for them since it was joined to theirs."""
    found = set(ids)
    while behind := dict(
        Person.objects.filter(id__in=found).exclude(merged_into=None).values_list("id", "merged_into_id")
    ):
        found = (found - behind.keys()) | set(behind.values())
    return found


def numbers_of(person: Person) -> dict[str, str]:
    """The numbers of one person by kind."""
    return {i.scheme: i.value for i in Identifier.objects.filter(person=person).order_by("scheme") if i.value}
