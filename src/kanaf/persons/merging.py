"""Two records of one person, field by field: what each says, what the joined one takes, and the way back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.actor import Actor
from kanaf.grants import access as grants
from kanaf.grants.enums import Compartment, Level
from kanaf.journal import services as journal
from kanaf.persons import events, numbers
from kanaf.persons.access import numbers_of
from kanaf.persons.enums import IdentifierScheme, Sex
from kanaf.persons.models import Identifier, Person

FIELDS: Mapping[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            "given_name", "family_name", "given_name_ar", "family_name_ar", "nickname", "father_name", "mother_name",
        )
    },
    "birth": ("born_on", "born_said", "is_birth_estimated"),
    **{name: (name,) for name in ("sex", "address", "commune", "nationality", "languages")},
}  # fmt: skip
"""What is chosen as one, and the columns behind it; numbers and the telephone come after, by their kind."""
EMPTY: Mapping[str, Any] = {"is_birth_estimated": False, "sex": Sex.UNKNOWN.value, "languages": ""}
Value = list[Any]
"""The columns of one field, as JSON holds them; a number alone in its list."""


@dataclass(frozen=True)
class Taken:
    """One field of the record that stays, before and after."""

    before: Value
    after: Value


@dataclass(frozen=True)
class Memory:
    """What a joining remembers: all that the record which stays said before, and the fields that were taken."""

    stayed: dict[str, Value]
    taken: dict[str, Taken]
    is_whole: bool = True
    """Not where it was sealed before all that stayed was kept: then it knows of the taken fields alone."""

    @property
    def after(self) -> dict[str, Value]:
        """All that the joined record said at first."""
        return _known(self.stayed | {name: one.after for name, one in self.taken.items()})


def _known(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value != _nothing(name)}


def values_of(person: Person) -> dict[str, Value]:
    """Everything a record says, by field; nothing that is not known. All in one form, to be compared and kept."""
    told = {name: [_plain(getattr(person, column), column) for column in columns] for name, columns in FIELDS.items()}
    told |= {scheme: [value] for scheme, value in numbers_of(person).items()}
    return _known(told)


def _plain(value: Any, column: str) -> Any:
    """Empty is one thing, whatever the column; a day is written as ISO has it."""
    if isinstance(value, date):
        return value.isoformat()
    return value or EMPTY.get(column)


def _nothing(name: str) -> Value:
    return [EMPTY.get(column) for column in FIELDS.get(name, (name,))]


def differing(kept: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    """The fields in which the two do not say the same, in the order of the page."""
    order = [*FIELDS, *IdentifierScheme.values]
    return [name for name in order if kept.get(name) != other.get(name)]


def taking(kept: Mapping[str, Value], other: Mapping[str, Value], chosen: set[str]) -> dict[str, Taken]:
    """What changes in the record that stays when these fields come from the other one."""
    return {
        name: Taken(kept.get(name) or _nothing(name), other.get(name) or _nothing(name))
        for name in differing(kept, other)
        if name in chosen
    }


def giving_back(now: Mapping[str, Value], taken: Mapping[str, Taken]) -> dict[str, Value]:
    """What each field was before, where it still says what it took; what was corrected since stays."""
    return {name: one.before for name, one in taken.items() if (now.get(name) or _nothing(name)) == one.after}


def corrected_since(now: Mapping[str, Value], taken: Mapping[str, Taken]) -> list[str]:
    return [name for name, one in taken.items() if (now.get(name) or _nothing(name)) != one.after]


def corrections(now: Mapping[str, Value], memory: Memory) -> dict[str, Value]:
    """Every field that was corrected since two records were joined, taken or not, with what it says now."""
    names = differing(now, memory.after)
    return {name: now.get(name) or _nothing(name) for name in names if memory.is_whole or name in memory.taken}


def before(memory: Memory, names: Iterable[str]) -> dict[str, Value]:
    """What these fields of the record that stays said before."""
    return {name: memory.stayed.get(name) or _nothing(name) for name in names}


def packed(memory: Memory) -> str:
    taken = {name: [one.before, one.after] for name, one in memory.taken.items()}
    return json.dumps({"stayed": memory.stayed, "taken": taken} if memory.is_whole else taken)


def unpacked(record: str | None) -> Memory:
    """A record sealed before all that stayed was kept holds the taken fields alone."""
    held = json.loads(record or "{}")
    is_whole = "stayed" in held
    taken = {name: Taken(*both) for name, both in (held["taken"] if is_whole else held).items()}
    return Memory(held["stayed"] if is_whole else {name: one.before for name, one in taken.items()}, taken, is_whole)


@transaction.atomic
def write(*, actor: Actor, person_id: UUID, values: Mapping[str, Value], at: datetime) -> None:
    """Put these fields on a record, and journal which; never what they say. Raises ``PermissionDenied``."""
    if not values:
        return
    if not actor.is_active or not grants.may(person_id, Compartment.IDENTITY, Level.WRITE):
        raise PermissionDenied
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    for name, value in values.items():
        if name in FIELDS:
            for column, one in zip(FIELDS[name], value, strict=True):
                setattr(person, column, date.fromisoformat(one) if column == "born_on" and one else one)
        else:
            _number(person, name, value[0])
        if name == IdentifierScheme.PHONE:
            person.phone = value[0]
    person.version += 1
    person.save()
    journal.write(
        events.PERSON_EDITED, actor=actor, subject=person, at=at, compartment=Compartment.IDENTITY,
        fields=sorted(values),
    )  # fmt: skip


def _number(person: Person, scheme: str, value: str | None) -> None:
    row = Identifier.objects.filter(person=person, scheme=scheme).first() or Identifier(person=person, scheme=scheme)
    row.value, row.blind = value or None, numbers.trace(scheme, value) if value else b""
    row.save()
