"""One installation for the whole launcher suite: its first start is paid once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher import running


@pytest.fixture(scope="session")
def installed() -> Iterator[Path]:
    """A KANAF_HOME whose first start is behind it; nothing runs on it."""
    with running.a_folder() as folder:
        home = folder / "the home"
        with running.up(home, "--no-demo") as kanaf:
            kanaf.wait_until_ready()
            assert kanaf.stop() == 0
        yield home
