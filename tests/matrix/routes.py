"""Finds the routes: every pattern of the resolver, with its full name and its parameters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.places import Ids
from tests.matrix.table import FIXED, SUBJECTS


@dataclass(frozen=True)
class Route:
    name: str
    parameters: tuple[str, ...]

    def url(self, ids: Ids, **instead: Any) -> str:
        """The address of this route for these records."""
        found = {**{name: self._value(name, ids) for name in self.parameters}, **instead}
        return reverse(self.name, kwargs=found)

    def _value(self, name: str, ids: Ids) -> Any:
        wanted = SUBJECTS.get(self.name, {}).get(name, FIXED.get(name, name))
        return ids.get(wanted, wanted) if isinstance(wanted, str) else wanted

    @property
    def inner(self) -> tuple[str, ...]:
        """The records that this route names inside a file."""
        return tuple(name for name in self.parameters if name.endswith("_id") and name != "case_id")


def routes_of(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """Every address under a resolver, whatever the depth."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes_of(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            parameters = entry.pattern.converters or entry.pattern.regex.groupindex
            yield Route(":".join([*spaces, entry.name or str(entry.pattern)]), tuple(parameters))


def every_route() -> list[Route]:
    return list(routes_of(get_resolver()))
