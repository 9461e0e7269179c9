"""The chain finds whatever was altered, removed, added or moved, whatever happened to the sealer."""

import random
import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.events import event, kinds
from kanaf.foundation.ids import new_id
from kanaf.journal import chain
from kanaf.journal import services as journal
from kanaf.journal.models import Checkpoint, Entry, Seal, Watermark

HAPPENED = kinds.get("tests.happened") or event("tests.happened", "Something happened", keeps=["number"])
TABLES = "journal_entry, journal_seal, journal_checkpoint, journal_watermark"


def tamper(sql: str, *values: object) -> None:
    """What somebody with the database in hand could do: switch the guard off and change a row."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("journal_entry", "journal_seal", "journal_checkpoint"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(sql, list(values))
        for table in ("journal_entry", "journal_seal", "journal_checkpoint"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


@pytest.fixture
def clean(django_db_setup, django_db_blocker):
    """Real commits on the journal's own tables, which nothing else may flush."""
    with django_db_blocker.unblock():
        tamper(f"TRUNCATE {TABLES}")
        chain.head_file().unlink(missing_ok=True)
        yield
        tamper(f"TRUNCATE {TABLES}")
        chain.head_file().unlink(missing_ok=True)
        connection.close()


def write(count: int) -> None:
    for number in range(count):
        with acting_as(SystemActor.OPERATOR.value):
            journal.write(HAPPENED, subject=("tests.thing", new_id()), at=clock.now(), number=number)


PATIENCE = 900
"""Seconds: one transaction of the tests of every route lasts minutes."""


def seal_until(waiting: int) -> int:
    """Seal until only so many wait: transactions of other tests on this cluster hold the sealer back, as they should."""
    done, patience = 0, time.monotonic() + PATIENCE
    while True:
        done += chain.seal_everything(clock.now())
        if Entry.objects.count() - Seal.objects.count() <= waiting or time.monotonic() > patience:
            return done
        time.sleep(0.05)


def test_what_was_written_is_sealed_once_in_one_order(clean):
    write(7)
    assert seal_until(0) == 7
    assert chain.seal_everything(clock.now()) == 0
    proof = chain.verify()
    assert (proof.sealed, proof.waiting, proof.flaws) == (7, 0, ())


def test_an_entry_of_a_running_transaction_waits_and_is_not_forgotten(clean):
    write(1)
    started, end = threading.Event(), threading.Event()

    def slow() -> None:
        with acting_as(SystemActor.OPERATOR.value):
            journal.write(HAPPENED, subject=("tests.thing", new_id()), at=clock.now(), number=99)
            started.set()
            end.wait(120)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    started.wait(10)
    write(3)
    assert seal_until(3) == 1
    assert chain.seal_everything(clock.now()) == 0
    end.set()
    thread.join()
    assert seal_until(0) == 4
    assert not chain.verify().flaws


ALTERATIONS = {
    "an entry altered": "UPDATE journal_entry SET kept = '{\"number\": 1000}' WHERE id = (SELECT entry_id FROM journal_seal WHERE position = %s)",
    "an actor replaced": "UPDATE journal_entry SET actor = gen_random_uuid() WHERE id = (SELECT entry_id FROM journal_seal WHERE position = %s)",
    "an entry removed": "DELETE FROM journal_entry WHERE id = (SELECT entry_id FROM journal_seal WHERE position = %s)",
    "a seal removed": "DELETE FROM journal_seal WHERE position = %s",
    "a hash replaced": "UPDATE journal_seal SET hash = '\\x00' WHERE position = %s",
    "a link replaced": "UPDATE journal_seal SET previous = '\\x00' WHERE position = %s",
    "the end cut off": "DELETE FROM journal_seal WHERE position >= %s",
    "two entries exchanged": (
        "UPDATE journal_entry SET at = at + interval '1 second' WHERE id = (SELECT entry_id FROM journal_seal WHERE position = %s)"
    ),
}


@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    alteration=st.sampled_from(sorted(ALTERATIONS)),
    position=st.integers(1, 20),
    killed=st.lists(st.integers(1, 9), max_size=3),
)
def test_any_alteration_is_found_however_the_sealer_died(clean, alteration, position, killed):
    tamper(f"TRUNCATE {TABLES}")
    chain.head_file().unlink(missing_ok=True)
    for count in killed:
        write(count)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            chain.seal_some(clock.now())
            raise ZeroDivisionError  # the sealer dies before its commit
    write(20)
    seal_until(0)
    assert not chain.verify().flaws
    tamper(ALTERATIONS[alteration], position)
    assert chain.verify().flaws, alteration


def test_many_writers_and_a_sealer_make_one_chain(clean):
    errors: list[Exception] = []

    def work(act) -> None:
        try:
            for _ in range(12):
                act()
        except Exception as error:  # noqa: BLE001 - reported by the test below
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=work, args=[lambda: write(random.randint(1, 3))]) for _ in range(4)]
    sealers = [threading.Thread(target=work, args=[lambda: chain.seal_some(clock.now())]) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers + sealers:
        thread.join()
    assert not errors
    seal_until(0)
    proof = chain.verify()
    assert proof.sealed == Entry.objects.count() > 0
    assert not proof.flaws


@pytest.mark.parametrize(
    "change", ["UPDATE journal_entry SET at = now()", "DELETE FROM journal_entry", "TRUNCATE journal_seal"]
)
def test_even_the_owner_is_refused_a_change(clean, change):
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_journal_refuses_to_be_written_apart_from_the_change(clean):
    with pytest.raises(journal.NotInATransaction):
        journal.write(HAPPENED, actor=SystemActor.OPERATOR.value, subject=("tests.thing", new_id()), at=clock.now())


def test_a_value_that_the_event_does_not_keep_is_refused(db):
    with pytest.raises(ValueError, match="does not keep"):
        journal.write(
            HAPPENED,
            actor=SystemActor.OPERATOR.value,
            subject=("tests.thing", new_id()),
            at=clock.now(),
            name="Salma",
        )


def test_nobody_writes_in_the_name_of_another(db):
    with pytest.raises(DatabaseError), acting_as(new_id()):
        journal.write(HAPPENED, actor=new_id(), subject=("tests.thing", new_id()), at=clock.now())


def test_models_are_the_tables_we_clean():
    assert {m._meta.db_table for m in (Entry, Seal, Checkpoint, Watermark)} == set(TABLES.split(", "))
