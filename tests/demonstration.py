"""The demonstration, loaded in a database of its own and served, for tests that walk through it or search it."""

import contextlib
import os
from collections.abc import Iterator

from tests import databases, live


@contextlib.contextmanager
def served(template: str, name: str) -> Iterator[live.LiveKanaf]:
    """Places, organisations, desks, accounts and forty files, behind a web process."""
    database = databases.clone(f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template)
    try:
        with live.served(database) as kanaf:
            kanaf.run("load_places")
            kanaf.run("load_demo")
            yield kanaf
    finally:
        databases.drop(database)
