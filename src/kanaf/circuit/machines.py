"""Published versions made ready to follow files, once in a process: a version never changes."""

from functools import lru_cache
from uuid import UUID

from django.db import connection

from kanaf.circuit.clocks import WorkingClock
from kanaf.circuit.obligations import Machine
from kanaf.circuit.protocol import Protocol
from kanaf.circuit.reading import read
from kanaf.territory import access as territory
from kanaf.territory.calendars import Calendar


def machine_of(version: UUID) -> Machine:
    """A published version ready to follow files; made once in a process, for it never changes."""
    return _machine(version, _Clocked(territory.working_calendar(protocol_of(version).country)))


class _Clocked:
    """A calendar compared by what it says, so that an edit of it makes another machine."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._said = (
            calendar.zone.key, calendar.rest_days, calendar.feasts, tuple(sorted(calendar.exceptions.items()))
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Clocked) and other._said == self._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=64)
def protocol_of(version: UUID) -> Protocol:
    """The protocol that a version says; read once in a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM circuit_protocolversion WHERE id = %s", [version])
        return read(str(cursor.fetchone()[0]))


@lru_cache(maxsize=64)
def _machine(version: UUID, clocked: _Clocked) -> Machine:
    return Machine(protocol_of(version), _clock(clocked))


@lru_cache(maxsize=8)
def _clock(clocked: _Clocked) -> WorkingClock:
    return WorkingClock(clocked.calendar)
