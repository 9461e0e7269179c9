"""The people of a file, and the search for people who may already be known."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from kanaf.actors.actor import Actor
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_people import adults_to_ask, only_alleged_authors
from kanaf.foundation.vault import keys
from kanaf.grants.enums import Compartment
from kanaf.persons import access as persons
from kanaf.persons.access import Candidate
from kanaf.persons.matching import deciding
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.models import Person
from kanaf.persons.services import Facts

MOST_SHOWN = 20
AGES_APART = 3
ORDER = list(PartyRole.values)


@dataclass(frozen=True)
class Part:
    """A person's part in a file, with the person and, for a minor author, the protected file if it is ours to open."""

    party: CaseParty
    person: Person
    numbers: dict[str, str]
    protected_file: Case | None = None


def parties(file: OpenFile, *, with_ended: bool = False) -> list[CaseParty]:
    """The people of a file, the main person first; nobody for whoever may not read identities."""
    if not file.reads(Compartment.IDENTITY):
        return []
    found = CaseParty.objects.filter(case=file.case).select_related("person", "case")
    if not with_ended:
        found = found.filter(ended_at=None)
    listed = sorted(found, key=lambda p: (p.ended_at is not None, ORDER.index(p.role), p.added_at))
    keys.preload([file.case.id, *(p.person_id for p in listed)])
    return listed


def parts(file: OpenFile) -> list[Part]:
    """All that the page of the people shows."""
    listed = parties(file)
    protected = _protected_files([p for p in listed if p.role == PartyRole.ALLEGED_AUTHOR])
    return [Part(p, p.person, persons.numbers_of(p.person), protected.get(p.person_id)) for p in listed]


def _protected_files(authors: Sequence[CaseParty]) -> dict[UUID, Case]:
    """The files of their own of these authors, as far as the actor may open them."""
    own = CaseParty.objects.filter(
        person_id__in=[p.person_id for p in authors], role=PartyRole.MAIN, ended_at=None, case__protected_author=True
    )
    return {p.person_id: p.case for p in own.select_related("case")}


def main_party(file: OpenFile) -> CaseParty | None:
    """The person the file is for, once registered."""
    return next((p for p in parties(file) if p.role == PartyRole.MAIN), None)


def get_party(file: OpenFile, party_id: UUID) -> CaseParty:
    """A part that has not ended; anything else gives the 404 of an unknown one."""
    found = next((p for p in parties(file) if p.id == party_id), None)
    if found is None:
        raise Http404
    return found


def numbers_of(person: Person) -> dict[str, str]:
    return persons.numbers_of(person)


def adults(file: OpenFile, day: date) -> list[CaseParty]:
    """Who may be asked to agree for the child; an alleged author never is."""
    return adults_to_ask(parties(file), day)


def age_now(file: OpenFile, day: date) -> int | None:
    """The age of the main person today: from the birth date, else from what the core of the file says."""
    main = main_party(file)
    known = main.person.age_on(day) if main else None
    if known is not None or file.case.age is None:
        return known
    return file.case.age + max(0, (day - file.case.opened_at.date()).days // 365)


def search(actor: Actor, *, name: str, number: str, at: datetime) -> list[Candidate]:
    """People the actor may read; whoever is known only as an alleged author never comes up. Raises ``IndexIsAway``."""
    return _without_authors(persons.search(actor, name=name, number=number, at=at))[:MOST_SHOWN]


def _without_authors(candidates: list[Candidate]) -> list[Candidate]:
    held = CaseParty.objects.filter(person_id__in=[c.person.id for c in candidates])
    hidden = only_alleged_authors(held)
    return [c for c in candidates if c.person.id not in hidden]


def likely_twins(actor: Actor, facts: Facts, role: str, at: datetime) -> list[Candidate]:
    """People already known who may be the one being written down in this role: the main person is a child today.

    The same number; all traits together; or the same name and a near age. Brothers and sisters come with them, and
    say that they are. While names cannot be asked, the number alone: nobody waits for an index to write a child down.
    """
    found: dict[UUID, Candidate] = {}
    for number in facts.all_numbers.values():
        found |= {c.person.id: c for c in search(actor, name="", number=number, at=at)}
    with suppress(persons.IndexIsAway):
        for candidate in _without_authors(_called_alike(actor, facts, role, at)):
            found.setdefault(candidate.person.id, candidate)
    return sorted(found.values(), key=lambda c: -c.likeness)[:MOST_SHOWN]


def asks_for(twins: Sequence[Candidate], facts: Facts) -> str:
    """The field that would tell the two likeliest apart, when they are close; ``twins`` come the best first."""
    match [c for c in twins if c.reasons and not c.is_numbered and not c.kin]:
        case [first, second, *_others] if deciding.are_close(first.likeness, second.likeness):
            return deciding.field_that_decides(first.person, second.person, facts.said)
    return ""


def _called_alike(actor: Actor, facts: Facts, role: str, at: datetime) -> list[Candidate]:
    asked = facts.traits.of_child(at.date()) if role == PartyRole.MAIN else facts.traits
    likely, namesakes = persons.alike_or_called(actor, asked, facts.names, at, least=POSSIBLE)
    return likely + [c for c in namesakes if _near_in_age(c.person, facts)]


def _near_in_age(person: Person, facts: Facts) -> bool:
    if not person.born_on or not facts.born_on:
        return True
    return bool(abs(person.born_on.year - facts.born_on.year) <= AGES_APART)
