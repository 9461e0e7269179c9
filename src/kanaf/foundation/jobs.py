"""Background work: deferred on the request's transaction, sealed arguments, a named system actor."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app

from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.vault import ephemeral

PURPOSE = "jobs"
DAYS = 7
Work = TypeVar("Work", bound=Callable[..., None])


def task(*, name: str, actor: SystemActor) -> Callable[[Callable[..., None]], Any]:
    """Declare a task that runs under its actor; its arguments travel sealed."""

    def declare(work: Callable[..., None]) -> Any:
        def run(*, sealed: str = "", **_ignored: Any) -> None:
            opened = ephemeral.open_sealed(PURPOSE, b64decode(sealed)) if sealed else b"{}"
            if opened is None:
                return  # the key expired: so did the reason to run
            with acting_as(actor.value):
                work(**json.loads(opened))

        run.__name__, run.__doc__ = work.__name__, work.__doc__
        return app.task(name=name, retry=5)(run)

    return declare


def defer(declared: Any, **arguments: str) -> None:
    """Queue a task in the current transaction: it runs if and only if the change commits."""
    sealed = ephemeral.seal(PURPOSE, json.dumps(arguments).encode(), days=DAYS)
    declared.defer(sealed=b64encode(sealed).decode())
