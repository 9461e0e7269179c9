"""Who acts: the database transaction and the actor that row-level security sees.

PostgreSQL reads ``kanaf.actor`` with ``current_setting``; it is set for one transaction only, so a
connection that is used again belongs to nobody, and nobody sees nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from enum import Enum
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

_SPACE = UUID("6b616e61-6600-4000-8000-000000000000")


class SystemActor(Enum):
    """Actors that are not people: each background task and each anonymous door has a name."""

    PUBLIC = uuid5(_SPACE, "public")
    SEALER = uuid5(_SPACE, "sealer")
    CLOCK = uuid5(_SPACE, "clock")
    MAILER = uuid5(_SPACE, "mailer")
    KEEPER = uuid5(_SPACE, "keeper")
    DEMO = uuid5(_SPACE, "demo")
    OPERATOR = uuid5(_SPACE, "operator")
    INDEX = uuid5(_SPACE, "index")


_actor: ContextVar[UUID | None] = ContextVar("kanaf_actor", default=None)
_request_cache: ContextVar[dict[str, Any] | None] = ContextVar("kanaf_request_cache", default=None)


def current_actor_id() -> UUID | None:
    """The actor of the context we are in, or nobody."""
    return _actor.get()


def request_cache(name: str) -> dict[Any, Any]:
    """A dictionary that lives as long as the context, and not one moment more."""
    caches = _request_cache.get()
    if caches is None:
        return {}
    found: dict[Any, Any] = caches.setdefault(name, {})
    return found


def _tell_database(actor_id: UUID | None, role: str) -> None:
    statement = "SELECT set_config('kanaf.actor', %s, true)"
    if role:
        statement += ", set_config('role', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(actor_id or ""), role] if role else [str(actor_id or "")])


@contextmanager
def acting_as(actor_id: UUID | None) -> Iterator[None]:
    """Open a transaction in which the database knows who acts; the previous actor comes back at the end.

    Rolls back on an exception. May be nested: the inner actor replaces the outer one for its duration.
    """
    outer = _actor.get()
    nested, inside = _request_cache.get() is not None, connection.in_atomic_block
    actor_token = _actor.set(actor_id)
    cache_token = _request_cache.set({})
    try:
        with transaction.atomic():
            _tell_database(actor_id, settings.RUNTIME_ROLE)
            yield
            if connection.in_atomic_block and not connection.needs_rollback:
                _leave(outer if nested else None, stay_down=nested, inside=inside)
    finally:
        _request_cache.reset(cache_token)
        _actor.reset(actor_token)


def ask_as(actor_id: UUID, statement: str, values: Sequence[Any] = ()) -> list[Any]:
    """The rows of one statement, for which the database knows who asks, in one trip where ``acting_as`` takes five.

    The statement reads from ``asking``, whose one row the database must make before any other: it says who asks.
    """
    said = f"WITH asking AS MATERIALIZED (SELECT set_config('kanaf.actor', %s, true) AS actor) {statement}"
    with acting_as(actor_id) if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
        cursor.execute(said, [str(actor_id), *values])
        rows: list[Any] = cursor.fetchall()
    return rows


def become(actor_id: UUID | None) -> None:
    """Say who acts in the context already open: the request has just been recognised."""
    _actor.set(actor_id)
    _tell_database(actor_id, settings.RUNTIME_ROLE)


def _leave(outer: UUID | None, *, stay_down: bool, inside: bool) -> None:
    """Give the enclosing transaction back its actor, and in tests its role.

    Where the block that ends here is the transaction itself, the settings end with it.
    """
    if settings.RUNTIME_ROLE or inside:
        role = settings.RUNTIME_ROLE and (settings.RUNTIME_ROLE if stay_down else "none")
        _tell_database(outer, role)


ActorLoader = Callable[[HttpRequest], Any]
_loader: list[ActorLoader] = []


def set_actor_loader(loader: ActorLoader) -> None:
    """Declared once by ``actors``: how a request becomes an actor with its memberships."""
    _loader[:] = [loader]


def load_actor(request: HttpRequest) -> Any:
    """The actor of a request, asked inside the request's transaction."""
    return _loader[0](request)
