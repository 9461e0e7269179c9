"""Writing people down and correcting what is written: values sealed, numbers found by their blind index."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.foundation import versions
from kanaf.foundation.ids import new_id
from kanaf.foundation.vault import keys
from kanaf.grants import access as grants_access
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Level
from kanaf.journal import services as journal
from kanaf.persons import events, numbers
from kanaf.persons.enums import IdentifierScheme, Sex
from kanaf.persons.matching import traits
from kanaf.persons.matching.traits import Traits
from kanaf.persons.models import Identifier, Person


class KeptElsewhere(Exception):
    """The person is known here through a file of another desk, which alone corrects what is written of them."""


@dataclass(frozen=True)
class Facts:
    """What is known of a person, as typed and checked by a form; ``numbers`` by kind, in their one form."""

    given_name: str = ""
    family_name: str = ""
    given_name_ar: str = ""
    family_name_ar: str = ""
    nickname: str = ""
    father_name: str = ""
    mother_name: str = ""
    born_on: date | None = None
    born_said: str = ""
    is_birth_estimated: bool = False
    sex: str = Sex.UNKNOWN.value
    phone: str = ""
    address: str = ""
    commune: str = ""
    nationality: str = ""
    languages: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """What the person is called, one text for each writing."""
        latin, arabic = f"{self.given_name} {self.family_name}", f"{self.given_name_ar} {self.family_name_ar}"
        return tuple(text.strip() for text in (latin, arabic, self.nickname) if text.strip())

    @property
    def traits(self) -> Traits:
        """What the index of people compares."""
        return traits.of(vars(self))

    def said(self, name: str) -> bool:
        """Whether that field is known; an age is no date of birth."""
        if name == "born_on" and self.is_birth_estimated:
            return False
        return bool(getattr(self, name)) and getattr(self, name) != Sex.UNKNOWN

    @property
    def all_numbers(self) -> dict[str, str]:
        return {**self.numbers, **({IdentifierScheme.PHONE.value: self.phone} if self.phone else {})}


OWN_FIELDS = tuple(f.name for f in fields(Facts) if f.name != "numbers")
NEVER_EMPTY = ("is_birth_estimated", "sex", "languages")


@transaction.atomic
def register(*, actor: Actor, facts: Facts, through: UUID, at: datetime, is_demo: bool = False) -> Person:
    """A new person, reached through one file. Raises ``PermissionDenied``."""
    _ask(actor, through)
    person = Person(id=new_id(), registered_at=at, is_demo=is_demo)
    grants.open_person(actor=actor, person=person.id, through=through, at=at)
    _fill(person, facts)
    person.save(force_insert=True)
    _index(person, facts)
    journal.write(
        events.PERSON_REGISTERED, actor=actor, subject=person, at=at, file=through, compartment=Compartment.IDENTITY
    )
    return person


@transaction.atomic
def edit(
    *, actor: Actor, person_id: UUID, facts: Facts, seen_version: str | int | None, through: UUID, at: datetime
) -> Person:
    """Correct a person; only the names of the fields that changed are journaled.

    Raises ``StaleVersion`` and, for a person whom the actor may only read, ``KeptElsewhere``.
    """
    _ask(actor, through)
    if not grants_access.may(person_id, Compartment.IDENTITY, Level.WRITE):
        return _unchanged(person_id, facts)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    versions.check(person, seen_version)
    changed = _fill(person, facts)
    person.save()
    changed += _index(person, facts)
    journal.write(
        events.PERSON_EDITED,
        actor=actor,
        subject=person,
        at=at,
        file=through,
        compartment=Compartment.IDENTITY,
        fields=changed,
    )
    return person


def _unchanged(person_id: UUID, facts: Facts) -> Person:
    """Sending back what one reads is no correction; anything else is for the desk that keeps the person."""
    person = Person.objects.get(pk=person_id)
    numbers = {row.scheme: row.value for row in Identifier.objects.filter(person=person) if row.value}
    if _fill(person, facts) or numbers != facts.all_numbers:
        raise KeptElsewhere
    return person


def _ask(actor: Actor, through: UUID) -> None:
    if not actor.is_active or not grants_access.may(through, Compartment.IDENTITY, Level.WRITE):
        raise PermissionDenied


def _fill(person: Person, facts: Facts) -> list[str]:
    """Put the facts on the person; which of them are new."""
    changed = []
    for name in OWN_FIELDS:
        value = getattr(facts, name)
        value = value if name in NEVER_EMPTY else value or None
        if (getattr(person, name) or None) != (value or None):
            changed.append(name)
        setattr(person, name, value)
    return changed


def _index(person: Person, facts: Facts) -> list[str]:
    """Keep the numbers and what they are found by; which kinds of number are new."""
    known = {row.scheme: row for row in Identifier.objects.filter(person=person)}
    changed = []
    for scheme in known.keys() | facts.all_numbers.keys():
        value = facts.all_numbers.get(scheme, "")
        row = known.get(scheme) or Identifier(person=person, scheme=scheme)
        if (row.value or "") != value:
            changed.append(scheme)
            row.value, row.blind = value or None, numbers.trace_of(scheme, value) if value else b""
            row.save(force_insert=scheme not in known)
    return sorted(changed)


@transaction.atomic
def note_search(*, actor: Actor, by: str, found: int, at: datetime, file: UUID | None = None) -> None:
    """Journal that somebody searched, how, and how many came up; never the words.

    Outside a file it stands under whoever searched, and the privacy officer reads it there.
    """
    journal.write(
        events.PEOPLE_SEARCHED,
        actor=actor,
        subject=("grants.subject", file) if file else ("actors.account", actor.known_id),
        at=at,
        file=file,
        compartment=Compartment.IDENTITY,
        by=by,
        found=found,
    )


@transaction.atomic
def erase(*, person_id: UUID, actor: UUID, at: datetime) -> None:
    """Erase for good what ``erasure`` declares, of the person and of every record that was joined to theirs.

    Run as the owner, by the keeper, when the law asks for it.
    """
    for behind in Person.objects.filter(merged_into=person_id).values_list("id", flat=True):
        erase(person_id=behind, actor=actor, at=at)
    Identifier.objects.filter(person_id=person_id).update(blind=b"")
    Person.objects.filter(id=person_id).update(languages="")
    keys.destroy(person_id, at)
    journal.write(events.PERSON_ERASED, actor=actor, subject=("persons.person", person_id), at=at)
