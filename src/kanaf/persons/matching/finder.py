"""Asking the index of people: in this process for one question, or in the process that keeps it for everybody.

``settings.PERSON_INDEX`` is the address of that process's socket; empty, the index is made for each question from the
open connection, which suits tests and commands on few people.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.db import ProgrammingError

from kanaf.foundation.context import SystemActor, acting_as, ask_as
from kanaf.foundation.vault import blind
from kanaf.persons.matching import living, reading, sweeping, wire
from kanaf.persons.matching.births import Birth
from kanaf.persons.matching.everybody import Everybody, Match, Named
from kanaf.persons.matching.reading import Home
from kanaf.persons.matching.sweeping import Pair, Told
from kanaf.persons.matching.traits import Traits

PATIENCE = 20.0
"""Seconds after which a question is given up."""
PATIENCE_WITH_SWEEPS = 300.0
"""The same between two signs of life of a sweep; another one may have to end first."""


Text = tuple[str, Sequence[Birth]]
"""What somebody is called, and the births that were said with it."""


class IndexIsAway(Exception):
    """The process that keeps the index does not answer: it is starting, or it fell and starts again."""


class Answers(NamedTuple):
    """What words that were sent lead to."""

    named: list[Named]
    matches: list[Match]
    """Who may be the first of them, brothers and sisters among them."""
    living: list[Named]
    """Whoever lives where the words say."""


class Finder(Protocol):
    """What may be asked of the index, wherever it is. With a ``reader`` it is as if there were nobody else."""

    def match(self, traits: Traits, *, reader: UUID | None = None, most: int = 10) -> list[Match]: ...

    def named(
        self, text: str, *, reader: UUID, births: Sequence[Birth] = (), is_begun: bool = False, most: int = 10
    ) -> list[Named]: ...

    def match_and_named(
        self, traits: Traits, texts: Sequence[Text], *, reader: UUID, most: int = 10
    ) -> tuple[list[Match], list[list[Named]]]:
        """Both at once, ``named`` for each of the texts: the reader's people are asked for once."""
        ...

    def sought(
        self, typed: str, text: str, *, reader: UUID, births: Sequence[Birth] = (), or_begun: bool, most: int = 10
    ) -> Answers:
        """``named``, ``match`` for the first of them, and who lives there when ``typed`` may be an address.

        With ``or_begun``, when nobody answers, the last word of ``text`` is taken as begun.
        """
        ...

    def others(self, people: Sequence[UUID], *, most: int = 10) -> dict[UUID, list[Match]]: ...

    def pairs(self, told: Told = sweeping.nobody_is_told) -> Iterator[list[Pair]]:
        """Everybody who may be written down twice, the surest first; ``told`` hears which share of the work is done.

        For a task of the night alone: it asks for nobody's grants.
        """
        ...


def finder() -> Finder:
    """The index to ask. It grants nothing: whoever asks it still reads each person through their own grants."""
    return _Remote() if settings.PERSON_INDEX else Here(read_now())


def read_now() -> Everybody:
    """An index of the people whom the open connection sees, uncommitted ones too; the web's own sees nobody so."""
    everybody = Everybody()
    try:
        with acting_as(SystemActor.INDEX.value):
            everybody.change(change for batch in reading.everybody() for change in batch)
    except ProgrammingError as problem:
        raise IndexIsAway from problem
    return everybody


class Here:
    """An index in this process; ``read`` says whom a reader may read."""

    def __init__(self, everybody: Everybody, read: Callable[[UUID], bytes] | None = None) -> None:
        self.everybody = everybody
        self._read = read or read_by

    def match(self, traits: Traits, *, reader: UUID | None = None, most: int = 10) -> list[Match]:
        return self.everybody.match(traits, self._read(reader) if reader else None, most)

    def named(
        self, text: str, *, reader: UUID, births: Sequence[Birth] = (), is_begun: bool = False, most: int = 10
    ) -> list[Named]:
        return self.everybody.named(text, self._read(reader), most, births=births, is_begun=is_begun)

    def match_and_named(
        self, traits: Traits, texts: Sequence[Text], *, reader: UUID, most: int = 10
    ) -> tuple[list[Match], list[list[Named]]]:
        within = self.everybody.within(self._read(reader))
        found = [] if traits.is_empty else self.everybody.match(traits, within, most)
        return found, [self.everybody.named(text, within, most, births=births) for text, births in texts]

    def sought(
        self, typed: str, text: str, *, reader: UUID, births: Sequence[Birth] = (), or_begun: bool, most: int = 10
    ) -> Answers:
        within = self.everybody.within(self._read(reader))
        named = self.everybody.named(text, within, most, births=births)
        its_home = self.everybody.living(typed, within, most) if living.is_said(typed) or not named else []
        if not named and not its_home and or_begun:
            named = self.everybody.named(text, within, most, births=births, is_begun=True)
        return Answers(named, self.everybody.match_again(named[0].person, within, most) if named else [], its_home)

    def others(self, people: Sequence[UUID], *, most: int = 10) -> dict[UUID, list[Match]]:
        """Who else each of these people may be, whoever may read it: for the clock alone."""
        with acting_as(SystemActor.INDEX.value):
            known = reading.some(people)
        return {person: self.everybody.match(traits, most=most, without=person) for person, traits in known if traits}

    def pairs(self, told: Told = sweeping.nobody_is_told) -> Iterator[list[Pair]]:
        return sweeping.pairs(self.everybody.crowd(), homes_of, told)


def homes_of(people: Sequence[UUID]) -> dict[UUID, Home]:
    """Where these people live, opened for a comparison."""
    with acting_as(SystemActor.INDEX.value):
        return dict(reading.homes(people))


def read_by(reader: UUID) -> bytes:
    """The ids of everybody whom the reader may find now, asked of the database as the reader.

    Whoever the reader knows only as an alleged author is not among them: what else is found, and what is cut off at a
    number of answers, must not depend on somebody who is never shown.
    """
    ((ids,),) = ask_as(reader, "SELECT kanaf_people_to_find() FROM asking")
    return bytes(ids or b"")


def secret() -> bytes:
    """What a process proves before it is answered: it holds the key ring."""
    return blind.index("persons.index", "socket")


def answers() -> bool:
    """Whether the index can be asked."""
    try:
        return not settings.PERSON_INDEX or _Remote().is_ready()
    except IndexIsAway:
        return False


class _Remote:
    """The index in its own process; one connection for each thread."""

    _open = threading.local()

    def match(self, traits: Traits, *, reader: UUID | None = None, most: int = 10) -> list[Match]:
        who = reader and reader.hex
        return wire.matches(self._ask({"ask": "match", "traits": traits, "reader": who, "most": most}))

    def named(
        self, text: str, *, reader: UUID, births: Sequence[Birth] = (), is_begun: bool = False, most: int = 10
    ) -> list[Named]:
        about = {"births": list(births), "is_begun": is_begun, "most": most}
        found = self._ask({"ask": "named", "text": text, "reader": reader.hex, **about})
        return wire.called(found)

    def match_and_named(
        self, traits: Traits, texts: Sequence[Text], *, reader: UUID, most: int = 10
    ) -> tuple[list[Match], list[list[Named]]]:
        about = {"traits": traits, "texts": list(texts), "reader": reader.hex, "most": most}
        matches, named = self._ask({"ask": "match_and_named", **about})
        return wire.matches(matches), [wire.called(found) for found in named]

    def sought(
        self, typed: str, text: str, *, reader: UUID, births: Sequence[Birth] = (), or_begun: bool, most: int = 10
    ) -> Answers:
        about = {"births": list(births), "or_begun": or_begun, "most": most}
        found = self._ask({"ask": "sought", "typed": typed, "text": text, "reader": reader.hex, **about})
        named, matches, its_home = found
        return Answers(wire.called(named), wire.matches(matches), wire.called(its_home))

    def others(self, people: Sequence[UUID], *, most: int = 10) -> dict[UUID, list[Match]]:
        found = self._ask({"ask": "others", "people": [person.hex for person in people], "most": most})
        return {UUID(person): wire.matches(its) for person, its in found.items()}

    def pairs(self, told: Told = sweeping.nobody_is_told) -> Iterator[list[Pair]]:
        """On a connection of its own, so that others may be asked meanwhile."""
        try:
            with Client(settings.PERSON_INDEX, "AF_UNIX", authkey=secret()) as talk:
                talk.send_bytes(wire.packed({"ask": "pairs"}))
                while talk.poll(PATIENCE_WITH_SWEEPS):
                    found = wire.unpacked(talk.recv_bytes())
                    if found is None:
                        return
                    if isinstance(found, float):
                        told(found)
                    else:
                        yield wire.pairs(found)
        except (OSError, EOFError, AuthenticationError) as problem:
            raise IndexIsAway from problem
        raise IndexIsAway

    def is_ready(self) -> bool:
        """The process answers so while it works for others."""
        return self._ask({"ask": "ready"}) is None

    def _ask(self, question: dict[str, Any]) -> Any:
        """Asked again once on a new connection: the process may have started again since the last question."""
        try:
            return self._ask_once(question)
        except (OSError, EOFError, AuthenticationError):
            self._forget()
        try:
            return self._ask_once(question)
        except (OSError, EOFError, AuthenticationError) as problem:
            self._forget()
            raise IndexIsAway from problem

    def _ask_once(self, question: dict[str, Any]) -> Any:
        talk = self._connection()
        talk.send_bytes(wire.packed(question))
        if not talk.poll(PATIENCE):
            self._forget()
            raise IndexIsAway
        return wire.unpacked(talk.recv_bytes())

    def _forget(self) -> None:
        """An answer that comes too late must never be taken for the next one's."""
        if talk := getattr(self._open, "connection", None):
            talk.close()
        self._open.connection = None

    def _connection(self) -> Connection:
        talk: Connection | None = getattr(self._open, "connection", None)
        if talk is None:
            talk = self._open.connection = Client(settings.PERSON_INDEX, "AF_UNIX", authkey=secret())
        return talk
