"""Hand-written SQL as the web role, acting for somebody."""

from typing import Any

from django.db import DatabaseError, connection, transaction

from tests.support import as_actor


def run(account: Any, statement: str, **values: Any) -> Any:
    """The statement as the web role acting for somebody: what it gave, or how many rows it touched."""
    with as_actor(account), connection.cursor() as cursor:
        cursor.execute(statement, values)
        touched = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE") if cursor.description is None else None
        return touched


def touches_nothing(account: Any, statement: str, **values: Any) -> bool:
    """Whether the database refused the statement, or found no row for it."""
    try:
        with transaction.atomic():
            return run(account, statement, **values) == 0
    except DatabaseError:
        return True
