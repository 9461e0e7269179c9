"""Counts all obligations again from the journal: after a move, a restore, or an upgrade that changed the counting.

Rungs that were told stay told. Run by the owner, in as many processes as there are cores.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kanaf.circuit import copying
from kanaf.circuit.machines import machine_of
from kanaf.circuit.obligations import Event, Machine, Obligation
from kanaf.circuit.projections import FOREVER, HOLDERS, QUIET

BATCH = 5000
"""Files of one transaction."""
BOUNDS = """
SELECT (SELECT file FROM journal_entry WHERE file IS NOT NULL ORDER BY file LIMIT 1),
       (SELECT file FROM journal_entry WHERE file IS NOT NULL ORDER BY file DESC LIMIT 1)
"""
NEXT = """
SELECT file FROM (SELECT DISTINCT file FROM journal_entry WHERE file > %s AND file <= %s ORDER BY file LIMIT %s) f
ORDER BY file DESC LIMIT 1
"""
ENTRIES = """
SELECT file, floor(extract(epoch FROM at))::bigint, kind, subject::text, coalesce(desk::text, ''), kept::text
FROM journal_entry WHERE file > %s AND file <= %s AND kind <> ALL (%s) ORDER BY file, id
"""
TOLD = """
SELECT file, number, rule, about, extract(epoch FROM began_at)::bigint, steps_done FROM circuit_obligation
WHERE file > %s AND file <= %s AND steps_done > 0
"""
FOLLOWED = "SELECT file, protocol_id FROM circuit_followedprotocol WHERE file > %s AND file <= %s"
COPY = """
COPY circuit_obligation (file, number, protocol_id, rule, about, desk, risk, compartment, began_at, due_at, ended_at,
                         is_done, steps_at, steps_done, next_step_at) FROM STDIN (FORMAT binary)
"""
FOLLOW = "COPY circuit_followedprotocol (file, protocol_id, since, reason) FROM STDIN (FORMAT binary)"
LOWEST, HIGHEST = UUID(int=0), UUID(int=2**128 - 1)

Told = dict[tuple[UUID, int, str, str, int], int]


def shares(parts: int) -> list[tuple[UUID, UUID]]:
    """The files cut into so many ranges of ids, each after the first bound and up to the second."""
    with connection.cursor() as cursor:
        cursor.execute(BOUNDS)
        low, high = cursor.fetchone()
    if low is None:
        return []
    width = (high.int - low.int) // parts + 1
    cuts = [UUID(int=max(low.int - 1 + width * part, 0)) for part in range(parts)]
    return list(zip(cuts, [*cuts[1:], high], strict=True))


def rebuild(after: UUID = LOWEST, until: UUID = HIGHEST) -> Iterator[int]:
    """Count the files of a range again, batch by batch; yields how many files each batch held."""
    while (upto := _end_of_batch(after, until)) is not None:
        with transaction.atomic():
            yield _batch(after, upto)
        after = upto


def _end_of_batch(after: UUID, until: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [after, until, BATCH])
        found = cursor.fetchone()
    return found[0] if found else None


def _batch(after: UUID, upto: UUID) -> int:
    with connection.cursor() as cursor:
        followed = dict(_rows(cursor, FOLLOWED, after, upto))
        told: Told = {tuple(row[:5]): row[5] for row in _rows(cursor, TOLD, after, upto)}
        cursor.execute(ENTRIES, [after, upto, list(QUIET)])
        obligations, follows, count = [], [], 0
        machines: dict[UUID, Machine] = {}
        for file, events in _histories(cursor.fetchall()):
            count += 1
            version = followed.get(file) or _version_for(_first_desk(events[0]))
            if version is None:
                continue
            ids = copying.uuid(file), copying.uuid(version)
            if file not in followed:
                follows.append(copying.row(*ids, copying.moment(events[0].at), copying.text("")))
            if version not in machines:
                machines[version] = machine_of(version)
            machine = machines[version]
            for number, owed in enumerate(machine.follow(events, FOREVER)):
                done = told.get((file, number, owed.rule, owed.about, owed.began_at), 0) if told else 0
                obligations.append(_row(machine, *ids, number, owed, done))
        cursor.execute("DELETE FROM circuit_obligation WHERE file > %s AND file <= %s", [after, upto])
        for statement, rows in ((FOLLOW, follows), (COPY, obligations)):
            with cursor.copy(statement) as copy:
                copy.write(copying.stream(rows))
    return count


def _histories(entries: Sequence[Any]) -> Iterator[tuple[UUID, list[Event]]]:
    """Each file with its events; what the entries keep is decoded all at once, which is much faster."""
    facts = json.loads(f"[{','.join(entry[5] for entry in entries)}]")
    events = (
        Event(at, kind, about, desk, kept)
        for (_file, at, kind, about, desk, _text), kept in zip(entries, facts, strict=True)
    )
    for file, rows in groupby(entries, key=itemgetter(0)):
        yield file, [next(events) for _row in rows]


def _rows(cursor: Any, statement: str, after: UUID, upto: UUID) -> list[Any]:
    cursor.execute(statement, [after, upto])
    found: list[Any] = cursor.fetchall()
    return found


def _first_desk(event: Event) -> str:
    return str(next((event.facts[name] for name in HOLDERS if event.facts.get(name)), event.desk))


@lru_cache(maxsize=4096)
def _version_for(desk: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_protocol_for(%s)", [desk or None])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _row(machine: Machine, file: bytes, version: bytes, number: int, owed: Obligation, done: int) -> bytes:
    rule = machine.rules[owed.rule]
    steps = [owed.due_at + step.after for step in rule.ladder]
    waits = not owed.ended_at and done < len(steps)
    return copying.row(
        file, copying.integer(number), version, copying.text(owed.rule),
        copying.text(owed.about), copying.uuid(owed.owner) if owed.owner else copying.NULL, copying.text(owed.risk),
        copying.text(rule.compartment), copying.moment(owed.began_at), copying.moment(owed.due_at),
        copying.moment(owed.ended_at) if owed.ended_at else copying.NULL, copying.boolean(owed.is_done),
        copying.moments(steps), copying.small(done), copying.moment(steps[done]) if waits else copying.NULL,
    )  # fmt: skip
