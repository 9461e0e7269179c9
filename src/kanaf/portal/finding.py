"""The search box: a file by its code, a person by a name or a number, nothing outside one's own files."""

from dataclasses import dataclass
from uuid import UUID

from kanaf.actors.actor import Actor
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Case, CaseParty
from kanaf.cases.policies_people import only_alleged_authors
from kanaf.foundation import clock
from kanaf.persons import access as persons
from kanaf.persons.models import Person

MOST_SHOWN = 20
LEAST_OF_A_CODE = 3


@dataclass(frozen=True)
class FoundPerson:
    """A person and one file where the reader knows them."""

    name: str
    name_ar: str
    case_id: UUID
    case_code: str


@dataclass(frozen=True)
class Found:
    """What the words led to."""

    files: list[Case]
    people: list[FoundPerson]
    names_are_away: bool = False


def find(actor: Actor, words: str) -> Found:
    """Files whose code begins so, and people known in the actor's own files."""
    readable = Case.objects.readable_by(actor, clock.now())
    is_code = len(words) >= LEAST_OF_A_CODE
    files = list(readable.filter(code__istartswith=words).order_by("code")[:MOST_SHOWN]) if is_code else []
    try:
        return Found(files, _people(actor, words, words))
    except persons.IndexIsAway:
        return Found(files, _people(actor, "", words), names_are_away=True)


def _people(actor: Actor, name: str, number: str) -> list[FoundPerson]:
    """Whoever is known only as an alleged author never comes up."""
    candidates = [c.person for c in persons.search(actor, name=name, number=number, at=clock.now())][:MOST_SHOWN]
    held = list(CaseParty.objects.filter(person__in=candidates, ended_at=None).select_related("case"))
    hidden = only_alleged_authors(held)
    files = {party.person_id: party.case for party in held if party.role != PartyRole.ALLEGED_AUTHOR}
    return [_found(person, files[person.id]) for person in candidates if person.id in files and person.id not in hidden]


def _found(person: Person, case: Case) -> FoundPerson:
    return FoundPerson(person.name, person.name_ar, case.id, case.code)
