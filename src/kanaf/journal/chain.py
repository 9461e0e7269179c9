"""The chain: what is hashed, how it is sealed, how it is proved."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.db import connection, transaction

from kanaf.foundation.vault.keyring import ring
from kanaf.journal.models import Checkpoint, Entry, Seal

GENESIS = b"\x00" * 32
BATCH = 1000
CHECKPOINT_EVERY = 256
CHECKPOINT_AFTER = timedelta(minutes=1)
LOCK = 0x6B616E6166


def entry_hash(entry: Entry, previous: bytes) -> bytes:
    """SHA-256 over the previous hash and everything the entry says, ciphertext included."""
    said = [
        entry.id,
        entry.xid,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.actor),
        str(entry.desk or ""),
        entry.kind,
        entry.subject_type,
        str(entry.subject),
        str(entry.file or ""),
        entry.compartment,
        entry.kept,
        bytes(entry.sealed).hex() if entry.sealed is not None else "",
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def _message(position: int, hash_: bytes) -> bytes:
    return f"kanaf journal {position} ".encode() + hash_


FRESH = """
    SELECT e.* FROM journal_entry e
    WHERE e.xid < pg_snapshot_xmin(pg_current_snapshot())
      AND e.xid >= (SELECT coalesce(max(below), '0'::xid8) FROM journal_watermark)
      AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = e.id)
    ORDER BY e.xid, e.id LIMIT %s
"""


def seal_some(now: datetime) -> int:
    """Seal what is committed and below every running transaction; how many. One sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
            xmin = cursor.fetchone()[0]
        entries = list(Entry.objects.raw(FRESH, [BATCH]))
        if entries:
            last = _append(entries, now)
            transaction.on_commit(lambda: _write_head(*last))  # after the commit nobody acts, and nobody sees seals
        if len(entries) < BATCH:
            _raise_watermark(xmin)
    return len(entries)


def _append(entries: Iterable[Entry], now: datetime) -> tuple[int, bytes]:
    """Chain them; the newest position and its hash."""
    last = Seal.objects.order_by("-position").first()
    position, previous = (last.position, bytes(last.hash)) if last else (0, GENESIS)
    seals = []
    for entry in entries:
        position += 1
        hash_ = entry_hash(entry, previous)
        seals.append(Seal(position=position, entry_id=entry.id, previous=previous, hash=hash_))
        previous = hash_
    Seal.objects.bulk_create(seals)
    newest = Checkpoint.objects.order_by("-position").first()
    if newest is None or position - newest.position >= CHECKPOINT_EVERY or now - newest.at >= CHECKPOINT_AFTER:
        signature = ring().signing_key().sign(_message(position, previous))
        Checkpoint.objects.create(position=position, hash=previous, signature=signature, at=now)
    return position, previous


def _raise_watermark(xmin: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_watermark (id, below) VALUES (1, %s::xid8)"
            " ON CONFLICT (id) DO UPDATE SET below = EXCLUDED.below",
            [xmin],
        )


def head_file() -> Path:
    """The newest signed position, kept outside the database so that a cut tail is noticed."""
    return Path(settings.KANAF_HOME) / "journal.head"


def _write_head(position: int, hash_: bytes) -> None:
    signature = ring().signing_key().sign(_message(position, hash_))
    head = {"position": position, "hash": hash_.hex(), "signature": signature.hex()}
    draft = head_file().with_suffix(".new")
    draft.write_text(json.dumps(head), encoding="utf-8")
    draft.replace(head_file())


def seal_everything(now: datetime) -> int:
    """Seal until nothing sealable is left; how many."""
    total = 0
    while done := seal_some(now):
        total += done
    return total


@dataclass(frozen=True)
class Flaw:
    """One thing that the chain does not bear out, said for a person."""

    position: int
    sentence: str


@dataclass(frozen=True)
class Proof:
    """The result of a verification."""

    sealed: int
    waiting: int
    flaws: tuple[Flaw, ...]


def verify() -> Proof:
    """Walk the whole chain; every altered, missing, added or reordered row is a flaw."""
    flaws = [*_walk(), *_signatures(), *_head(), *_passed_over()]
    sealed = Seal.objects.count()
    return Proof(sealed, Entry.objects.count() - sealed, tuple(flaws))


PASSED_OVER = """
    SELECT e.* FROM journal_entry e
    WHERE e.xid < (SELECT max(below) FROM journal_watermark)
      AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = e.id)
    ORDER BY e.id LIMIT 20
"""


def _passed_over() -> Iterator[Flaw]:
    """Below the watermark everything is sealed: what is not was slipped in, or its seal was taken away."""
    for entry in Entry.objects.raw(PASSED_OVER):
        yield Flaw(0, f"entry {entry.id} was never sealed")


def _walk() -> Iterator[Flaw]:
    expected, previous = 0, GENESIS
    for seals in _pages():
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            expected += 1
            if seal.position != expected:
                yield Flaw(expected, "a position is missing from the chain")
                expected = seal.position
            if bytes(seal.previous) != previous:
                yield Flaw(seal.position, "the link to the entry before is broken")
            previous = bytes(seal.hash)
            entry = entries.get(seal.entry_id)
            if entry is None:
                yield Flaw(seal.position, f"entry {seal.entry_id} is missing")
            elif entry_hash(entry, bytes(seal.previous)) != previous:
                yield Flaw(seal.position, f"entry {seal.entry_id} was altered")


def _pages() -> Iterator[list[Seal]]:
    position = -1
    while page := list(Seal.objects.filter(position__gt=position).order_by("position")[:BATCH]):
        yield page
        position = page[-1].position


def _signed(position: int, hash_: bytes, signature: bytes) -> bool:
    try:
        ring().signing_key().public_key().verify(signature, _message(position, hash_))
    except InvalidSignature:
        return False
    return True


def _signatures() -> Iterator[Flaw]:
    for checkpoint in Checkpoint.objects.order_by("position"):
        hash_ = bytes(checkpoint.hash)
        if not _signed(checkpoint.position, hash_, bytes(checkpoint.signature)):
            yield Flaw(checkpoint.position, "a checkpoint bears a wrong signature")
        elif not Seal.objects.filter(position=checkpoint.position, hash=hash_).exists():
            yield Flaw(checkpoint.position, "the chain is not the one that was signed")


def _head() -> Iterator[Flaw]:
    if not head_file().exists():
        return
    head = json.loads(head_file().read_text(encoding="utf-8"))
    position, hash_ = head["position"], bytes.fromhex(head["hash"])
    if not _signed(position, hash_, bytes.fromhex(head["signature"])):
        yield Flaw(position, "the signed head outside the database was altered")
    elif not Seal.objects.filter(position=position, hash=hash_).exists():
        yield Flaw(position, "the end of the chain was cut or replaced")
