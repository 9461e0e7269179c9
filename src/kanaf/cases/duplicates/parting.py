"""What hides a file from somebody takes apart the records that let through what the file says of a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.actors.actor import Actor
from kanaf.cases.conflict_ends import Conflict
from kanaf.cases.duplicates.services import RECORD, note_undone
from kanaf.cases.services.reports.doors import ask
from kanaf.foundation.vault.fields import ERASED
from kanaf.persons import merging
from kanaf.persons.models import Person


@dataclass(frozen=True)
class Joined:
    """A joining that lets through what one file says of somebody, or that came after such a one."""

    id: UUID
    kept: UUID
    absorbed: UUID
    pair: UUID
    record: bytes
    is_behind: bool
    """What the file says stood in the record that went behind: what was corrected since goes back with it."""


def part_for_conflict(*, actor: Actor, conflict: Conflict, at: datetime) -> int:
    """Take apart what was joined with files that stay open to whom this one is hidden from; how many joinings."""
    return _part(actor, conflict.case, [conflict.organisation, conflict.account, None, False], at)


def part_for_lifting(*, actor: Actor, case: UUID, organisation: UUID | None, account: UUID | None, at: datetime) -> int:
    """Before a file opens to them again: take apart what was joined with files that stay hidden; how many joinings."""
    return _part(actor, case, [organisation, account, None, True], at)


def part_for_consent(*, actor: Actor, case: UUID, desk: UUID, at: datetime) -> int:
    """Take apart what was joined with files that this desk reads; how many joinings."""
    return _part(actor, case, [None, None, desk, False], at)


@transaction.atomic
def _part(actor: Actor, case: UUID, whom: Sequence[UUID | bool | None], at: datetime) -> int:
    """One after the other, asked anew each time: undone, one may show another below, or lead to a record that the
    actor reads no more."""
    parted = 0
    while one := next((one for one in _letting_through(case, whom) if _can_be_parted(one)), None):
        _take_apart(actor, case, one, at)
        parted += 1
    return parted


def _letting_through(case: UUID, whom: Sequence[UUID | bool | None]) -> list[Joined]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kept, absorbed, pair, record, is_behind FROM kanaf_letting_through(%s, %s, %s, %s, %s)",
            [case, *whom],
        )
        return [Joined(*row) for row in cursor.fetchall()]


def _can_be_parted(one: Joined) -> bool:
    """Whoever was erased says nothing any more, here nor there."""
    return RECORD.unseal(bytes(one.record)) is not ERASED


def _take_apart(actor: Actor, case: UUID, one: Joined, at: datetime) -> None:
    """Each as it was; and what was corrected since on the side of the file that is hidden."""
    now = merging.values_of(Person.objects.select_for_update(of=("self",)).get(pk=one.kept))
    memory = merging.unpacked(RECORD.unseal(bytes(one.record)))
    back: dict[str, Any] = merging.giving_back(now, memory.taken)
    corrected = merging.corrections(now, memory) if one.is_behind else {}
    back |= merging.before(memory, corrected)
    merging.write(actor=actor, person_id=one.kept, values=back, at=at)
    note_undone(actor, one.absorbed, one.pair, sorted(back), at)  # first: nothing is parted without it
    ask("kanaf_part_people", one.id, case, at)
    merging.write(actor=actor, person_id=one.absorbed, values=corrected, at=at)
