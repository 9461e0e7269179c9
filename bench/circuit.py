"""What a protocol makes everybody owe, at the size of a country: counted in memory, rebuilt, updated, asked.

``./kanaf bench circuit --size 1000000``: files of about ten events each, made by a seeded simulator.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import mean, quantiles
from typing import Any
from uuid import UUID

import django
from django.conf import settings

IN_MEMORY = 50_000
BATCH = 20_000
UPDATES = 300
QUERIES = 400
START = datetime(2025, 1, 6, tzinfo=UTC)


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON on the last line."""
    parser = argparse.ArgumentParser(prog="bench circuit")
    parser.add_argument("--size", type=int, default=100_000)
    size = max(1000, parser.parse_args(arguments).size)
    django.setup()
    from bench import territory
    from kanaf.circuit.machines import machine_of
    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    print("ground: places, desks, workers", flush=True)
    made = territory.ground()
    machine = machine_of(made.protocol)
    speed = _in_memory(machine, made)
    events = _load(made, size)
    rebuilt = _rebuild(size)
    result = {
        "files": size, "events": events, "recompute_per_s_per_core": round(speed), "end_to_end_per_s": round(rebuilt),
        **_updates(made, size), **_queries(made),
    }  # fmt: skip
    print(json.dumps(result))
    return 0


Row = tuple[int, str, str, dict[str, Any]]


def history(random: Random) -> Iterator[Row]:
    """What happened in one file: (seconds, kind, about, facts), as a desk that works writes it down."""
    at = int((START + timedelta(minutes=random.randint(0, 700 * 1440))).timestamp())

    def after(hours: float) -> int:
        nonlocal at
        at += int(random.uniform(0.2, 1) * hours * 3600)
        return at

    risk = random.choice(("high", "medium", "low"))
    met = {"by_lead": True, "is_newest": True}
    yield at, "cases.opened", "file", {"risk": risk, "profile": "victim"}
    if random.random() < 0.25:
        moment = datetime.fromtimestamp(at - 3600 * random.randint(1, 60), UTC).isoformat()
        yield after(2), "cases.medical_clock_set", "incident", {"counted_from": moment}
    yield after(20), "cases.registered", "file", {"is_new": True}
    yield after(30), "cases.contact_recorded", "contact", {"contact": "first_contact", "child_seen": True, **met}
    yield after(30), "cases.assessment_approved", "paper", {"is_initial": True, "risk": risk}
    yield after(200), "cases.plan_approved", "paper", {"actions": 1}
    if random.random() < 0.6:
        yield after(48), "referrals.sent", "referral", {"referral": "r", "desk_to": "", "urgency": risk}
        yield after(60), "referrals.accepted", "referral", {"referral": "r"}
    for _contact in range(random.randint(1, 4)):
        yield after(240), "cases.contact_recorded", "contact", {"contact": "home_visit", "child_seen": True, **met}
    if random.random() < 0.4:
        yield after(200), "cases.closed", "file", {"reason": "safe"}


def _in_memory(machine: Any, made: Any) -> float:
    """Files a second of the pure function alone, on one core."""
    from kanaf.circuit.obligations import Event, obligations

    random, desk, other = Random(3), str(made.desks[0].id), str(made.desks[1].id)
    files = [
        [Event(at, kind, about, desk, facts | {"desk_to": other} if "desk_to" in facts else facts)
         for at, kind, about, facts in history(random)]
        for _file in range(IN_MEMORY)
    ]  # fmt: skip
    now = int(datetime.now(UTC).timestamp())
    started = time.perf_counter()
    for events in files:
        obligations(machine, events, now)
    return IN_MEMORY / (time.perf_counter() - started)


def file_id(number: int) -> UUID:
    """Files are numbered, so that any of them is found again."""
    return UUID(int=(number + 1) << 64)


def _load(made: Any, size: int) -> int:
    from django.db import connection, transaction

    random, told = Random(7), 0
    for start in range(0, size, BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            statement = "COPY journal_entry (xid, at, actor, desk, kind, subject_type, subject, file, compartment, kept) FROM STDIN"
            with cursor.copy(statement) as copy:
                for number in range(start, min(start + BATCH, size)):
                    for line in _lines(made, number, random):
                        copy.write(line)
                        told += 1
        print(f"  {min(start + BATCH, size)}/{size}", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_entry")
    return told


def _lines(made: Any, number: int, random: Random) -> Iterator[str]:
    file, desk, worker = (
        file_id(number),
        made.desks[number % len(made.desks)].id,
        made.workers[number % len(made.desks)].id,
    )
    other = str(made.desks[(number + 1) % len(made.desks)].id)
    for at, kind, about, facts in history(random):
        subject = file if about == "file" else UUID(int=file.int + at)
        kept = facts | ({"desk_to": other, "referral": str(subject)} if "desk_to" in facts else {})
        moment = datetime.fromtimestamp(at, UTC).isoformat()
        yield f"1\t{moment}\t{worker}\t{desk}\t{kind}\tbench.record\t{subject}\t{file}\tcore\t{json.dumps(kept)}\n"


def _rebuild(size: int) -> float:
    from django.core.management import call_command
    from django.db import connection

    started = time.perf_counter()
    call_command("rebuild_obligations", jobs=2)
    spent = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE circuit_obligation")
    return size / spent


def _updates(made: Any, size: int) -> dict[str, float]:
    """One more event of a file, as a service writes it: the entry in the journal and all that it changes."""
    from django.db import transaction

    from kanaf.cases.events.work import CONTACT_RECORDED
    from kanaf.foundation import clock
    from kanaf.foundation.context import acting_as
    from kanaf.journal import services as journal

    random, spent = Random(11), []
    for _update in range(UPDATES):
        number = random.randrange(size)
        file, worker = file_id(number), made.workers[number % len(made.desks)]
        with acting_as(worker.id), transaction.atomic():
            started = time.perf_counter()
            journal.write(
                CONTACT_RECORDED, actor=worker.id, subject=("bench.contact", file), at=clock.now(), file=file,
                contact="home_visit", child_seen=True, by_lead=True, is_newest=True,
            )  # fmt: skip
            spent.append(1000 * (time.perf_counter() - started))
    return {"event_update_ms": round(mean(spent), 2), "event_update_p95_ms": round(quantiles(spent, n=20)[18], 2)}


def _queries(made: Any) -> dict[str, float]:
    """What a desk owes and how much of it is late, as its page asks; beside one row by its key."""
    from django.db import connection

    from kanaf.circuit import access
    from kanaf.foundation import clock
    from kanaf.foundation.context import acting_as

    random = Random(13)
    asked, bare = [], []
    for _query in range(QUERIES):
        number = random.randrange(len(made.desks))
        desk, worker, now = made.desks[number].id, made.workers[number].id, clock.now()
        with acting_as(worker):
            started = time.perf_counter()
            rows = access.waiting_at(desk, most=50)
            numbers = access.numbers_of(desk, now)
            asked.append(1000 * (time.perf_counter() - started))
            assert rows
            assert numbers.waiting
            with connection.cursor() as cursor:
                started = time.perf_counter()
                cursor.execute("SELECT * FROM circuit_obligation WHERE file = %s AND number = 0", [rows[0].file])
                cursor.fetchone()
                bare.append(1000 * (time.perf_counter() - started))
    p95 = {"desk_query_p95_ms": asked, "baseline_query_p95_ms": bare}
    return {name: round(quantiles(spent, n=20)[18], 2) for name, spent in p95.items()} | {
        "times_baseline": round(quantiles(asked, n=20)[18] / quantiles(bare, n=20)[18], 1)
    }
