"""A registry into the real tables: each value sealed under its person's own data key, wrapped by the ring."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

from bench.match import rows
from bench.match.rows import Communes, Row
from kanaf.foundation.vault import keys
from kanaf.foundation.vault.keyring import encrypt
from kanaf.persons.matching.reading import SEALED, Home
from kanaf.persons.models import Person

PROCESSES, CHUNK = 2, 5000
AT = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = tuple(dict.fromkeys((*SEALED, *Home._fields)))
PERSON = ("id", "sex", "is_birth_estimated", "languages", "registered_at", "version", "is_demo", *FIELDS)
KEY = ("subject", "kind", "ring_key", "wrapped")


@dataclass(frozen=True)
class Part:
    """Every so many chunks of one file, for one process."""

    registry: Path
    number: int
    database: str
    communes: Communes

    def chunks(self) -> Iterator[list[Row]]:
        lines, number = rows.read(self.registry), 0
        while chunk := list(islice(lines, CHUNK)):
            if number % PROCESSES == self.number:
                yield chunk
            number += 1


def load(registry: Path, communes: Communes, database: str) -> int:
    """All lines, by two processes; how many. The forked processes inherit the settings and open a connection each."""
    parts = [Part(registry, number, database, communes) for number in range(PROCESSES)]
    with get_context("fork").Pool(PROCESSES) as pool:
        return sum(pool.map(_load, parts))


def _load(part: Part) -> int:
    done = 0
    with psycopg.connect(part.database) as connection:
        for chunk in part.chunks():
            people, wrapped = _sealed(chunk, part.communes)
            _copy(connection, "foundation_datakey", KEY, wrapped)
            _copy(connection, "persons_person", PERSON, people)
            connection.commit()
            done += len(chunk)
            print(f"sealed by process {os.getpid()}: {done}", file=sys.stderr, flush=True)
    return done


def _sealed(chunk: list[Row], communes: Communes) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    fields = [Person._meta.get_field(name) for name in FIELDS]
    people, wrapped = [], []
    for row in chunk:
        person, said = rows.person_of(row["id"]), rows.said(row, communes)
        key, ring_key, its = keys.make(person)
        wrapped.append((person, "person", ring_key, its))
        sealed = [
            person.bytes + encrypt(key, field.encode(said[field.name]), field.about + person.bytes)
            if field.name in said else None
            for field in fields
        ]  # fmt: skip
        people.append((person, said["sex"], False, "", AT, 1, False, *sealed))
    return people, wrapped


def _copy(connection: Any, table: str, columns: tuple[str, ...], lines: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
