"""Pages that are read change nothing: during a GET, only SELECT reaches the database.

The journal's note that a sealed record was read is the one exception, and it says so by name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

_exempt: ContextVar[bool] = ContextVar("kanaf_readonly_exempt", default=False)
READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "WITH", "EXPLAIN", "SET ")


class WroteWhileReading(Exception):
    """A GET tried to change the database."""


def _guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    if not _exempt.get() and not sql.lstrip(" \n(").upper().startswith(READING):
        raise WroteWhileReading(sql.split(None, 3)[:3])
    return execute(sql, params, many, context)


@contextmanager
def reading() -> Iterator[None]:
    """Refuse every statement that is not a read."""
    with connection.execute_wrapper(_guard):
        yield


@contextmanager
def writing_allowed(why: str) -> Iterator[None]:  # noqa: ARG001 - the reason is for the reader of the code
    """The named exemption."""
    token = _exempt.set(True)
    try:
        yield
    finally:
        _exempt.reset(token)
