"""What tests of every area share: acting as somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from kanaf.foundation.context import SystemActor, acting_as


@contextmanager
def as_actor(actor: Any) -> Iterator[None]:
    """Act as an account, an actor, a system actor or a bare UUID; ``None`` is nobody.

    The database knows who acts and the connection steps down to the web role until the block ends.
    """
    with acting_as(_id_of(actor)):
        yield


def _id_of(actor: Any) -> UUID | None:
    if actor is None or isinstance(actor, UUID):
        return actor
    if isinstance(actor, SystemActor):
        return actor.value
    found = getattr(actor, "id", None)
    if isinstance(found, UUID):
        return found
    raise TypeError(f"{actor!r} cannot act: give an account, a UUID or None")
