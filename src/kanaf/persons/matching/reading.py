"""Everybody's sealed traits, read by the index alone and opened in its memory.

The rows come through one function that answers no other actor; nothing of what is opened here is written anywhere.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from kanaf.foundation.context import SystemActor, ask_as
from kanaf.foundation.vault.keyring import NONCE_BYTES, ring
from kanaf.persons.matching import traits
from kanaf.persons.matching.traits import Traits

logger = logging.getLogger(__name__)
BATCH = 5000
SEALED = (
    "given_name", "family_name", "given_name_ar", "family_name_ar", "nickname", "father_name", "mother_name", "born_on",
    "born_said", "commune", "address",
)  # fmt: skip
"""In the order in which the function gives them."""
ID_BYTES = 16
CHANGED = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text, c.* FROM asking
LEFT JOIN LATERAL kanaf_people_changed(CASE WHEN asking.actor <> '' THEN %s::text::xid8 END) c ON true
"""
NEVER = 2**62
"""A transaction that will not come: nobody changed since."""
Change = tuple[UUID, Traits | None]


class Home(NamedTuple):
    """Where somebody lives and is called, as it was written; empty where it is unknown."""

    address: str = ""
    phone: str = ""


def everybody() -> Iterator[list[Change]]:
    """All people, batch by batch, in the order of their ids."""
    after = UUID(int=0)
    while True:
        rows = _ask("SELECT * FROM kanaf_people_to_index(%s, %s)", [after, BATCH])
        if not rows:
            return
        yield [_opened(row) for row in rows]
        after = rows[-1][0]


def some(people: Sequence[UUID]) -> list[Change]:
    """These people, those that were erased or joined to another left out."""
    return [_opened(row) for row in _ask("SELECT * FROM kanaf_some_people_to_index(%s)", [list(people)])]


def changed_since(seen: int) -> tuple[int, list[Change]]:
    """People written down, corrected or erased by transactions from ``seen`` on, and from where to look next time.

    ``seen`` is the oldest transaction that was still open at the last look: what it writes is seen by the next one,
    and what was seen before may come again.
    """
    rows = ask_as(SystemActor.INDEX.value, CHANGED, [str(seen)])
    return int(rows[0][0]), [_opened(row) for _now, *row in rows if row[0] is not None]


def homes(people: Sequence[UUID]) -> Iterator[tuple[UUID, Home]]:
    """The homes of some people, of those who have one, batch by batch."""
    for begin in range(0, len(people), BATCH):
        for person, *sealed in _ask("SELECT * FROM kanaf_homes_to_compare(%s)", [list(people[begin : begin + BATCH])]):
            try:
                yield person, _home(person, *sealed)
            except (InvalidTag, ValueError):
                logger.exception("what is sealed of person %s does not open; they are compared without it", person)


def _home(person: UUID, ring_key: str, wrapped: Any, *sealed: Any) -> Home:
    key = AESGCM(ring().unwrap(ring_key, bytes(wrapped), person.bytes))
    tokens = zip(Home._fields, sealed, strict=True)
    return Home(*("" if token is None else _open(key, name, bytes(token)) for name, token in tokens))


def _ask(statement: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def _opened(row: Any) -> Change:
    """A row that was altered does not open: one person is not found, and everybody else is."""
    person = row[0]
    try:
        return person, _traits(row)
    except (InvalidTag, ValueError):
        logger.exception("what is sealed of person %s does not open; the index goes on without them", person)
        return person, None


def _traits(row: Any) -> Traits | None:
    """A row: id, sex, whether the birth is an estimate, the key and what it seals."""
    person, sex, is_estimate, ring_key, wrapped, *sealed = row
    if wrapped is None:
        return None
    key = AESGCM(ring().unwrap(ring_key, bytes(wrapped), person.bytes))
    said: dict[str, Any] = {"sex": sex, "is_birth_estimated": is_estimate}
    for name, token in zip(SEALED, sealed, strict=True):
        if token is not None:
            said[name] = _open(key, name, bytes(token))
    if "born_on" in said:
        said["born_on"] = date.fromisoformat(said["born_on"])
    return traits.of(said)


def _open(key: AESGCM, name: str, token: bytes) -> str:
    about = f"persons_person.{name}".encode() + token[:ID_BYTES]
    nonce, sealed = token[ID_BYTES : ID_BYTES + NONCE_BYTES], token[ID_BYTES + NONCE_BYTES :]
    return key.decrypt(nonce, sealed, about).decode()
