"""The process that keeps the index: reads everybody once, then whoever changed, and answers those who hold the ring."""

import gc
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import AuthenticationError, get_context
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db import connection as database

from kanaf.foundation.context import SystemActor, acting_as
from kanaf.persons.matching import forking, model, reading, wire
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.finder import Here, read_by, secret

logger = logging.getLogger(__name__)
WAITING = 64
"""Connections that may wait to be welcomed."""
READERS = 2
"""Questions whose readers' people are asked for at once."""
POLITE = 10
"""How much less urgent a sweep is than the answers."""
Question = dict[str, Any]
Answer = TypeVar("Answer")
_one_sweep = threading.Lock()


class Kept:
    """The index of this process, brought up to date before each answer. For one thread."""

    def __init__(self) -> None:
        self.everybody = Everybody()
        self._seen = 0

    def fill(self) -> int:
        """Read everybody; how many people there are."""
        model.load()
        everybody = Everybody()
        with acting_as(SystemActor.INDEX.value):
            self._seen, _nobody = reading.changed_since(reading.NEVER)
            everybody.change(change for batch in reading.everybody() for change in batch)
        self.everybody = everybody
        gc.freeze()  # what was read stays: looking through a million people for garbage took a second
        return len(everybody)

    def answer(self, question: Question, ids: bytes = b"") -> Any:
        """``ids`` are the people whom the reader of the question may read."""
        _again_if_broken(self.refresh)
        return ANSWERS[question["ask"]](Here(self.everybody, read=lambda _reader: ids), question)

    def sweep(self, connection: Connection) -> Any:
        """Begin a sweep in a process of its own, which has everybody as they are now; that process.

        It shares the memory of this one, answers its asker itself and ends; here only the beginning takes time.
        """
        _again_if_broken(self.refresh)
        process = get_context("fork").Process(target=_sweep, args=(self.everybody, connection, os.getpid()))
        process.start()
        return process

    def refresh(self) -> None:
        """Take in whatever was committed since the last time; everything again when the database went back in time."""
        seen, changed = reading.changed_since(self._seen)
        if seen < self._seen:
            self.fill()
            return
        if changed:
            self.everybody.change(changed)
        self._seen = seen


def serve(address: str) -> None:
    """Answer until the process is ended. Nobody is welcomed before everybody is read."""
    Path(address).unlink(missing_ok=True)
    kept = Kept()
    with (
        ThreadPoolExecutor(1, thread_name_prefix="index") as one_thread,
        ThreadPoolExecutor(READERS, thread_name_prefix="readers") as readers,
    ):  # each thread has a connection to the database
        one_thread.submit(kept.fill).result()
        with Listener(address, "AF_UNIX", backlog=WAITING) as listener:
            while True:
                with suppress(OSError, EOFError):
                    connection = listener.accept()
                    talk = threading.Thread(target=_talk, args=(connection, kept, one_thread, readers), daemon=True)
                    talk.start()


def _talk(connection: Connection, kept: Kept, one_thread: ThreadPoolExecutor, readers: ThreadPoolExecutor) -> None:
    """Each connection has a thread that waits for it; whatever it asks goes to the one that answers.

    Whom the reader may read is asked of the database before, beside what is answered to others.
    """
    with connection, suppress(EOFError, OSError):
        try:
            deliver_challenge(connection, secret())
            answer_challenge(connection, secret())
        except AuthenticationError:
            logger.warning("somebody without the key ring asked the index of people")
            return
        while True:
            question = wire.unpacked(connection.recv_bytes())
            if question["ask"] == "pairs":
                with _one_sweep:
                    one_thread.submit(kept.sweep, connection).result().join()
                return
            if question["ask"] == "ready":
                connection.send_bytes(wire.packed(None))
                continue
            ids = readers.submit(_read_by, question["reader"]).result() if question.get("reader") else b""
            connection.send_bytes(wire.packed(one_thread.submit(kept.answer, question, ids).result()))


def _match(here: Here, asked: Question) -> Any:
    reader = UUID(asked["reader"]) if asked["reader"] else None
    return wire.plain(here.match(wire.traits(asked["traits"]), reader=reader, most=asked["most"]))


def _named(here: Here, asked: Question) -> Any:
    about = {"births": wire.births(asked["births"]), "is_begun": asked["is_begun"], "most": asked["most"]}
    return wire.plain_names(here.named(asked["text"], reader=UUID(asked["reader"]), **about))


def _match_and_named(here: Here, asked: Question) -> Any:
    texts = [(text, wire.births(births)) for text, births in asked["texts"]]
    about = {"reader": UUID(asked["reader"]), "most": asked["most"]}
    matches, named = here.match_and_named(wire.traits(asked["traits"]), texts, **about)
    return wire.plain(matches), [wire.plain_names(found) for found in named]


def _sought(here: Here, asked: Question) -> Any:
    about = {"births": wire.births(asked["births"]), "or_begun": asked["or_begun"], "most": asked["most"]}
    found = here.sought(asked["typed"], asked["text"], reader=UUID(asked["reader"]), **about)
    return wire.plain_names(found.named), wire.plain(found.matches), wire.plain_names(found.living)


def _others(here: Here, asked: Question) -> Any:
    others = here.others([UUID(person) for person in asked["people"]], most=asked["most"])
    return {person.hex: wire.plain(its) for person, its in others.items()}


ANSWERS: dict[str, Callable[[Here, Question], Any]] = {
    "match": _match,
    "named": _named,
    "match_and_named": _match_and_named,
    "sought": _sought,
    "others": _others,
}
"""What the one thread answers, by the name of the question."""


def _read_by(reader: str) -> bytes:
    return _again_if_broken(lambda: read_by(UUID(reader)))


def _again_if_broken(ask: Callable[[], Answer]) -> Answer:
    """Asked once more on a new connection: the database may have started again since the last question."""
    try:
        return ask()
    except (InterfaceError, OperationalError):
        database.close()
        return ask()


def _sweep(everybody: Everybody, connection: Connection, parent: int) -> None:
    """In the process of a sweep: numbers are shares done, lists are pairs, and nothing more comes after ``null``."""
    os.nice(POLITE)
    forking.end_with_parent()
    database.connection = None  # it belongs to the parent; this process opens its own

    def send(message: Any) -> None:
        if os.getppid() != parent:
            raise SystemExit  # whoever kept the index fell, and starts again without us
        connection.send_bytes(wire.packed(message))

    with suppress(OSError):  # nobody listens any more
        for pairs in Here(everybody).pairs(send):
            send(wire.plain_pairs(pairs))
        send(None)
