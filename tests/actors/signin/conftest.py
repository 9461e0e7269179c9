"""Sign-in as it is outside the tests of other areas: the second factor compulsory, no count left from before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _sign_in_for_real(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """Tests in a browser speak with an installation of their own."""
    if request.node.get_closest_marker("browser"):
        yield
        return
    request.getfixturevalue("db")
    settings.SECOND_FACTOR_COMPULSORY = True
    cache.clear()
    with translation.override("fr"):
        yield
