"""Calling the narrow functions of the database; their refusal is a ``PermissionDenied``."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InternalError, ProgrammingError, connection, transaction


def ask(function: str, *arguments: Any) -> None:
    """Call one of them for its effect."""
    places = ", ".join(["%s"] * len(arguments))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}({places})", list(arguments))
    except (InternalError, ProgrammingError) as error:
        if "kanaf: refused" in str(error):
            raise PermissionDenied from error
        raise
