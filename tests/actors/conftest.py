"""What the tests of this area read besides the models."""

from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def journal_kinds(db: None) -> Callable[[], list[str]]:
    """The kinds of the journal's entries, in the order they were written."""

    def read() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM journal_entry ORDER BY id")
            return [kind for (kind,) in cursor.fetchall()]

    return read
