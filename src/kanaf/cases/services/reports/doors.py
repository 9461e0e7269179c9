"""Calling the narrow functions of the database; their refusal is a ``PermissionDenied``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InternalError, ProgrammingError, connection, transaction


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal of the database into a ``PermissionDenied``; the transaction around goes on."""
    try:
        with transaction.atomic():
            yield
    except (InternalError, ProgrammingError) as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise


def ask(function: str, *arguments: Any) -> None:
    """Call one of them for its effect."""
    places = ", ".join(["%s"] * len(arguments))
    with refusals(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", list(arguments))
