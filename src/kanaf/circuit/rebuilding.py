"""Counts all obligations again from the journal: after a move, a restore, or an upgrade that changed the counting.

Rungs that were told stay told. Run by the owner, in as many processes as there are cores.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

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
SELECT file, floor(extract(epoch FROM at))::bigint, kind, subject::text, coalesce(desk::text, ''), kept
FROM journal_entry WHERE file > %s AND file <= %s AND kind <> ALL (%s) ORDER BY file, id
"""
TOLD = """
SELECT file, number, rule, about, extract(epoch FROM began_at)::bigint, steps_done FROM circuit_obligation
WHERE file > %s AND file <= %s AND steps_done > 0
"""
FOLLOWED = "SELECT file, protocol_id FROM circuit_followedprotocol WHERE file > %s AND file <= %s"
COPY = """
COPY circuit_obligation (file, number, protocol_id, rule, about, desk, risk, began_at, due_at, ended_at, is_done,
                         steps_at, steps_done, next_step_at) FROM STDIN
"""
FOLLOW = "COPY circuit_followedprotocol (file, protocol_id, since, reason) FROM STDIN"
LOWEST, HIGHEST = UUID(int=0), UUID(int=2**128 - 1)
NULL = r"\N"

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
        files = groupby(cursor.fetchall(), key=itemgetter(0))
        lines, new, count = [], [], 0
        machines: dict[UUID, Machine] = {}
        for file, rows in files:
            count += 1
            entries = list(rows)
            version = followed.get(file)
            if version is None:
                version = _version_for(_desk_of(entries))
                if version is None:
                    continue
                new.append(f"{file}\t{version}\t{_moment(entries[0][1])}\t")
            if version not in machines:
                machines[version] = machine_of(version)
            machine = machines[version]
            events = [
                Event(at, kind, subject, desk, json.loads(kept)) for _file, at, kind, subject, desk, kept in entries
            ]
            for number, owed in enumerate(machine.follow(events, FOREVER)):
                key = (file, number, owed.rule, owed.about, owed.began_at)
                lines.append(_line(machine, version, file, number, owed, told.get(key, 0)))
        cursor.execute("DELETE FROM circuit_obligation WHERE file > %s AND file <= %s", [after, upto])
        for statement, text in ((FOLLOW, new), (COPY, lines)):
            with cursor.copy(statement) as copy:
                copy.write("\n".join([*text, ""]) if text else "")
    return count


def _rows(cursor: Any, statement: str, after: UUID, upto: UUID) -> list[Any]:
    cursor.execute(statement, [after, upto])
    found: list[Any] = cursor.fetchall()
    return found


def _desk_of(entries: Sequence[Any]) -> str:
    kept = json.loads(entries[0][5])
    return str(next((kept[name] for name in HOLDERS if kept.get(name)), entries[0][4]))


@lru_cache(maxsize=4096)
def _version_for(desk: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaf_protocol_for(%s)", [desk or None])
        found: UUID | None = cursor.fetchone()[0]
    return found


def _line(machine: Machine, version: UUID, file: UUID, number: int, owed: Obligation, done: int) -> str:
    steps = [owed.due_at + step.after for step in machine.rules[owed.rule].ladder]
    waits = not owed.ended_at and done < len(steps)
    return "\t".join(
        (
            str(file), str(number), str(version), owed.rule, owed.about, owed.owner or NULL, owed.risk,
            _moment(owed.began_at), _moment(owed.due_at), _moment(owed.ended_at) if owed.ended_at else NULL,
            "t" if owed.is_done else "f", "{" + ",".join(map(_quoted, steps)) + "}", str(done),
            _moment(steps[done]) if waits else NULL,
        )
    )  # fmt: skip


@lru_cache(maxsize=1 << 16)
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _quoted(seconds: int) -> str:
    return f'"{_moment(seconds)}"'
