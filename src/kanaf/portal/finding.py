"""The search box: a file by its code, a person by a name, a birth or a number, nothing outside one's own files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases import access as cases
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.policies_people import only_alleged_authors
from kanaf.foundation import clock, limits
from kanaf.foundation.vault import blind, keys
from kanaf.persons import access as persons
from kanaf.persons.matching import living, questions
from kanaf.persons.matching.relatives import Kin
from kanaf.persons.models import Person

MOST_SHOWN = 20
MOST_TYPED = 8
"""Answers under the box while somebody types."""
MOST_RELATIVES = 6
CHILDREN = {PartyRole.MAIN, PartyRole.SIBLING}
LEAST = 3
"""Characters from which a code is looked for, and anything while it is being typed."""
MOST_A_MINUTE = 120
"""Answers to one person who types; a quick one asks for two or three a word."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class FoundPerson:
    """A person and the file where the reader knows them."""

    person: Person
    party: CaseParty
    child: Person | None = None
    """Whom that file is for, when it is not them."""
    kin: Kin | None = None
    """What they probably are to the first who was found."""
    likeness: float = 0.0
    """How well they answer to the words."""

    @property
    def case(self) -> Case:
        return self.party.case


@dataclass(frozen=True)
class Found:
    """What the words led to."""

    files: list[Case]
    people: list[FoundPerson]
    relatives: Sequence[FoundPerson] = ()
    """Brothers and sisters of the first, who do not answer to the words themselves."""
    living: Sequence[FoundPerson] = ()
    """Whoever else lives where the words say."""
    names_are_away: bool = False
    is_cut: bool = False
    """Others answer too, and are not shown."""

    @property
    def count(self) -> int:
        return len(self.files) + len(self.people) + len(self.living)

    def first(self, most: int) -> "Found":
        """So many of each, and whether there are others."""
        is_cut = max(len(self.files), len(self.people), len(self.living)) > most
        files, people, living_there = self.files[:most], self.people[:most], self.living[:most]
        return replace(self, files=files, people=people, living=living_there, is_cut=is_cut)


def find(actor: Actor, words: str, *, is_begun: bool = False) -> Found:
    """Files whose code begins so, and people known in the actor's own files; ``is_begun`` while it is being typed.

    Words that were sent are taken as begun when nothing answers to them: « ilyas cher » was being shown a moment ago.
    """
    words, most = questions.plain(words), MOST_TYPED if is_begun else MOST_SHOWN
    files = cases.coded(actor, words, most + 1) if len(words) >= LEAST else []
    try:
        found = _typed(actor, files, words) if is_begun else _sent(actor, files, words)
    except persons.IndexIsAway:
        found = Found(files, _shown(persons.search(actor, number=words, at=clock.now())), names_are_away=True)
    return found.first(most)


def may_type(actor: Actor) -> bool:
    """Whether this person may be answered once more this minute while they type."""
    return _allow(actor, "search.typed", MOST_A_MINUTE)


def begins(actor: Actor) -> bool:
    """Whether nobody was named yet to this person, this minute, while they typed."""
    return _allow(actor, "search.noted", 1)


def _allow(actor: Actor, action: str, most: int) -> bool:
    return limits.allow(action, blind.index(action, str(actor.known_id)), most=most, within=MINUTE, now=clock.now())


def _typed(actor: Actor, files: list[Case], words: str) -> Found:
    found = persons.search(actor, name=words, number=words, at=clock.now(), is_begun=True, most=MOST_SHOWN)
    if found or not living.is_said(words):
        return Found(files, _marked(actor, _shown(found)))
    there = persons.seek(actor, words, clock.now(), or_begun=False, most=MOST_SHOWN).living
    return Found(files, [], living=_shown(there))


def _shown(found: Sequence[persons.Candidate]) -> list[FoundPerson]:
    alike = {candidate.person.id: candidate.likeness for candidate in found}
    shown = _in_files([candidate.person for candidate in found])
    return [replace(one, likeness=alike[one.person.id]) for one in shown]


def _marked(actor: Actor, people: list[FoundPerson]) -> list[FoundPerson]:
    """While it is typed: who answers less well than one child, and is probably a brother or sister of that child.

    Where several answer as well as the first, as to a family name alone, no single child is asked about.
    """
    behind = [one for one in people[1:] if one.party.role in CHILDREN]
    if not behind or people[0].party.role not in CHILDREN or people[1].likeness >= people[0].likeness:
        return people
    return _marked_as(persons.relatives(actor, people[0].person, clock.now()), people)


def _sent(actor: Actor, files: list[Case], words: str) -> Found:
    """With the brothers and sisters of the first who was found: marked where they stand, the others apart."""
    sought = persons.seek(actor, words, clock.now(), or_begun=not files, most=MOST_SHOWN + 1)
    people = _shown(sought.people)
    known = {one.person.id for one in people}
    there = [one for one in _shown(sought.living) if one.person.id not in known]
    if not people or people[0].party.role not in CHILDREN:
        return Found(files, people, living=there)
    first, related = people[0].person, sought.relatives
    if first.id != sought.first:
        related = persons.relatives(actor, first, clock.now())
    known |= {one.person.id for one in there}
    apart = [candidate.person for person, candidate in related.items() if person not in known]
    marked, others = _marked_as(related, people), _marked_as(related, _in_files(apart))
    return Found(files, marked, others[:MOST_RELATIVES], there)


def _marked_as(related: Mapping[UUID, persons.Candidate], people: Sequence[FoundPerson]) -> list[FoundPerson]:
    """The people, each with what they are to somebody whose brothers and sisters are known."""
    return [replace(one, kin=related[one.person.id].kin if one.person.id in related else None) for one in people]


def _in_files(found: Sequence[Person]) -> list[FoundPerson]:
    """People with the file where we know them; whoever is known only as an alleged author never comes up."""
    if not found:
        return []
    people = {person.id: person for person in found}
    held = list(CaseParty.objects.filter(person__in=people, ended_at=None).select_related("case"))
    hidden = only_alleged_authors(held)
    parts = _where_they_are(held)
    shown = [parts[person] for person in people if person in parts and person not in hidden]
    children = _children([part for part in shown if part.role != PartyRole.MAIN])
    return [FoundPerson(people[part.person_id], part, children.get(part.case_id)) for part in shown]


def _where_they_are(held: Sequence[CaseParty]) -> dict[UUID, CaseParty]:
    """The part to show of each person: their own file if they have one, else the latest."""
    known = [party for party in held if party.role != PartyRole.ALLEGED_AUTHOR]
    return {party.person_id: party for party in sorted(known, key=lambda p: (p.role == PartyRole.MAIN, p.added_at))}


def _children(parts: Sequence[CaseParty]) -> dict[UUID, Person]:
    """By file, whom it is for: the child of the mother who was found."""
    if not parts:
        return {}
    main = CaseParty.objects.filter(case__in={p.case_id for p in parts}, role=PartyRole.MAIN, ended_at=None)
    found = {party.case_id: party.person for party in main.select_related("person")}
    keys.preload([child.id for child in found.values()])
    return found
