"""The one door to people: whom the actor may read, found by name, nickname, telephone or number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from kanaf.actors.actor import Actor
from kanaf.foundation.vault import keys
from kanaf.persons import numbers
from kanaf.persons.models import Identifier, NameToken, Person
from kanaf.persons.names import traces

MOST_CANDIDATES = 300
SURE = 100.0
"""Above any likeness of names: the same number."""


@dataclass(frozen=True)
class Candidate:
    """A person who may be the one sought, and how much they look like it."""

    person: Person
    likeness: float

    @property
    def is_sure(self) -> bool:
        return self.likeness >= SURE


def readable(actor: Actor, ids: Iterable[UUID], at: datetime) -> dict[UUID, Person]:
    """Those of these people whom the actor may read, their keys fetched in one query."""
    found = {person.id: person for person in Person.objects.readable_by(actor, at).filter(id__in=set(ids))}
    keys.preload(found)
    return found


def search(actor: Actor, *, name: str = "", number: str = "", at: datetime) -> list[Candidate]:
    """People the actor may read who answer to a name, in either script, or to a number; the likeliest first."""
    likenesses = _named(name) | dict.fromkeys(_numbered(number), SURE)
    found = readable(actor, likenesses, at)
    candidates = [Candidate(person, likenesses[person.id]) for person in found.values()]
    return sorted(candidates, key=lambda c: (-c.likeness, c.person.name.casefold()))


def _named(name: str) -> dict[UUID, float]:
    asked = traces.traces(name)
    sought = {token for trace in asked for token in trace.all}
    if not sought:
        return {}
    rows = (
        NameToken.objects.filter(token__in=sought)
        .values("person_id")
        .annotate(found=ArrayAgg("token", distinct=True), hits=Count("token", distinct=True))
        .order_by("-hits")[:MOST_CANDIDATES]
    )
    scored = {row["person_id"]: traces.likeness(asked, {bytes(t) for t in row["found"]}) for row in rows}
    return {person: score for person, score in scored.items() if score}


def _numbered(number: str) -> set[UUID]:
    traces = numbers.traces_of_any(number) if number.strip() else set()
    if not traces:
        return set()
    return set(Identifier.objects.filter(blind__in=traces).values_list("person_id", flat=True))


def numbers_of(person: Person) -> dict[str, str]:
    """The numbers of one person by kind."""
    return {i.scheme: i.value for i in Identifier.objects.filter(person=person).order_by("scheme") if i.value}
