"""The one door to people: whom the actor may read, found by name, nickname, telephone or number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import connection

from kanaf.actors.actor import Actor
from kanaf.foundation.vault import keys
from kanaf.persons import numbers
from kanaf.persons.matching import questions, traits
from kanaf.persons.matching.everybody import Match, Named
from kanaf.persons.matching.explaining import Reason, reasons
from kanaf.persons.matching.finder import IndexIsAway, finder
from kanaf.persons.matching.questions import Question
from kanaf.persons.matching.relatives import Kin, kin
from kanaf.persons.matching.traits import Traits
from kanaf.persons.models import Identifier, Person

__all__ = [
    "Candidate",
    "IndexIsAway",
    "Sought",
    "alike",
    "alike_or_called",
    "numbers_of",
    "readable",
    "relatives",
    "search",
    "seek",
    "standing",
    "traits_of",
]
MOST_FOUND = 50
SURE = 1.0
"""The same number."""


@dataclass(frozen=True)
class Candidate:
    """A person who may be the one sought, and how much they look like it."""

    person: Person
    likeness: float
    reasons: tuple[Reason, ...] = ()
    kin: Kin | None = None
    """A brother or a sister, and not the same."""
    is_numbered: bool = False
    """They have the number that was asked."""


def readable(actor: Actor, ids: Iterable[UUID], at: datetime) -> dict[UUID, Person]:
    """Those of these people whom the actor may read, their keys fetched in one query."""
    asked = set(ids)
    found = {person.id: person for person in Person.objects.readable_by(actor, at, asked)} if asked else {}
    keys.preload(found)
    return found


def search(
    actor: Actor, *, name: str = "", number: str = "", at: datetime, is_begun: bool = False, most: int = MOST_FOUND
) -> list[Candidate]:
    """People the actor may read who answer to a name, in either script, or to a number; the likeliest first.

    What the name says of a birth narrows it; with ``is_begun`` its last word is still being typed. At least ``most``
    are found if there are so many. Raises ``IndexIsAway`` when a name or a birth is asked and cannot be.
    """
    asked, beside = questions.read(name, at.date()), questions.read(number, at.date())
    sure = _numbered(number, *asked.numbers, *beside.numbers)
    named = _named(actor, asked, is_begun=is_begun, most=most + len(sure))
    return _called(readable(actor, {*sure, *(one.person for one in named)}, at), sure, named)


@dataclass(frozen=True)
class Sought:
    """Whom words led to, the brothers and sisters of the first whose name answered, and who lives where they say."""

    people: list[Candidate]
    first: UUID | None = None
    relatives: Mapping[UUID, Candidate] = field(default_factory=dict)
    living: list[Candidate] = field(default_factory=list)


def seek(actor: Actor, words: str, at: datetime, *, or_begun: bool, most: int) -> Sought:
    """``search`` for words that were sent: as names, as a number and as an address, in one question to the index.

    With ``or_begun``, they are the beginning of a name when nobody answers to them. Raises ``IndexIsAway``.
    """
    asked = questions.read(words, at.date())
    sure = _numbered(words, *asked.numbers)
    if not asked.name and not asked.births:
        return Sought(_called(readable(actor, sure, at), sure, []))
    found = finder().sought(
        words, asked.name, reader=actor.known_id, births=asked.births, or_begun=or_begun, most=most + len(sure)
    )
    first = found.named[0].person if found.named else None
    related = _kin(found.matches, but=first)
    answering = {one.person for one in (*found.named, *found.living)}
    people = readable(actor, {*sure, *related, *answering}, at)
    relatives = {person: _candidate(people[person], match) for person, match in related.items() if person in people}
    called = _called(people, sure, found.named)
    its_home = [Candidate(people[one.person], one.likeness) for one in found.living if one.person in people]
    return Sought(called, first, relatives, its_home)


def _named(actor: Actor, asked: Question, *, is_begun: bool, most: int) -> list[Named]:
    if not asked.name and not asked.births:
        return []
    return finder().named(asked.name, reader=actor.known_id, births=asked.births, is_begun=is_begun, most=most)


def traits_of(person: Person) -> Traits:
    """What the index compares of somebody who is written down."""
    return traits.of({name: getattr(person, name) for name in traits.SAID})


def relatives(actor: Actor, person: Person, at: datetime) -> dict[UUID, Candidate]:
    """Whom the actor may read of the brothers and sisters of somebody. Raises ``IndexIsAway``."""
    asked = traits_of(person)
    if asked.is_empty:
        return {}
    related = _kin(finder().match(asked, reader=actor.known_id, most=MOST_FOUND), but=person.id)
    people = readable(actor, related, at)
    return {p: _candidate(people[p], match) for p, match in related.items() if p in people}


def _kin(found: Iterable[Match], *, but: UUID | None) -> dict[UUID, Match]:
    return {m.person: m for m in found if m.person != but and kin(m.row, m.probability)}


def alike(actor: Actor, asked: Traits, at: datetime) -> list[Candidate]:
    """People the actor may read who may be the person with these traits, and why; likeness is a probability.

    The index only says whom it found: each person is read through the actor's grants.
    """
    if asked.is_empty:
        return []
    matches = {match.person: match for match in finder().match(asked, reader=actor.known_id, most=MOST_FOUND)}
    people = readable(actor, matches, at)
    return [_candidate(people[p], match) for p, match in matches.items() if p in people]


def _candidate(person: Person, match: Match) -> Candidate:
    return Candidate(person, match.probability, tuple(reasons(match.row)), kin(match.row, match.probability))


def alike_or_called(
    actor: Actor, asked: Traits, texts: Sequence[str], at: datetime, *, least: float
) -> tuple[list[Candidate], list[Candidate]]:
    """Those of ``alike`` from a likeness on, with brothers and sisters; and whoever ``search`` finds for each text.

    The same as asking one by one: the index is asked once, and each person read once.
    """
    if asked.is_empty and not texts:
        return [], []
    said = [questions.read(text, at.date()) for text in texts]
    numbered = [_numbered(*one.numbers) for one in said]
    found, named = finder().match_and_named(
        asked, [(one.name, one.births) for one in said], reader=actor.known_id, most=MOST_FOUND
    )
    likely = [m.person for m in found if m.probability >= least or kin(m.row, m.probability)]
    people = readable(actor, {*likely, *chain(*numbered), *(one.person for its in named for one in its)}, at)
    matched = {m.person: _candidate(people[m.person], m) for m in found if m.person in people}
    called = [c for sure, its in zip(numbered, named, strict=True) for c in _called(people, sure, its)]
    return [matched[p] for p in likely if p in matched], [matched.get(c.person.id, c) for c in called]


def _called(people: Mapping[UUID, Person], sure: set[UUID], named: Iterable[Named]) -> list[Candidate]:
    """Those of the people who have a number, by name; then whoever is called so, the nearest first."""
    certain = [Candidate(people[p], SURE, is_numbered=True) for p in sure if p in people]
    others = [(people[one.person], one.likeness) for one in named if one.person in people and one.person not in sure]
    return sorted(certain, key=lambda c: c.person.name.casefold()) + [Candidate(*one) for one in others]


def _numbered(*typed: str) -> set[UUID]:
    traces = {trace for number in typed if number.strip() for trace in numbers.traces_of_any(number)}
    if not traces:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_people_numbered(%s)", [sorted(traces)])
        return standing(person for (person,) in cursor.fetchall())


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
