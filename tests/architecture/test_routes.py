"""Addresses name records by UUID or slug, and every view of a record goes through a door."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

DOORS = ("access.", "cases.", "doors.", "desks.", "files.", "_open", "get_", "territory.", "actors.")
OURS = "kanaf."


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        else:
            yield entry


def our_routes() -> list[URLPattern]:
    return [r for r in routes() if r.callback.__module__.startswith(OURS)]


def name_of(route: URLPattern) -> str:
    return f"{route.callback.__module__}.{getattr(route.callback, '__name__', '')}"


def test_the_reader_finds_routes():
    assert len(our_routes()) > 40


@pytest.mark.parametrize("route", our_routes(), ids=name_of)
def test_parameters_are_uuids_or_slugs(route):
    for name, converter in route.pattern.converters.items():
        assert type(converter).__name__ in {"UUIDConverter", "SlugConverter", "StringConverter"}, name
        if type(converter).__name__ == "StringConverter":
            assert name in {"kind", "scheme", "token", "language"}, f"{name} must be a UUID or a slug"


def calls_of(function: object, depth: int = 2) -> set[str]:
    """What a function calls, through the helpers of its own module."""
    source = textwrap.dedent(inspect.getsource(function))
    calls = {ast.unparse(n.func) for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)}
    module = inspect.getmodule(function)
    for name in list(calls) if depth else []:
        inner = inspect.unwrap(getattr(module, name, None) or print)
        if inspect.isfunction(inner) and inner.__module__ == module.__name__:
            calls |= calls_of(inner, depth - 1)
    return calls


@pytest.mark.parametrize("route", [r for r in our_routes() if r.pattern.converters], ids=name_of)
def test_a_view_of_a_record_goes_through_a_door(route):
    calls = calls_of(inspect.unwrap(route.callback))
    assert any(c.startswith(DOORS) or "access" in c for c in calls), sorted(calls)


def test_no_view_holds_the_database():
    for route in our_routes():
        module = inspect.getmodule(inspect.unwrap(route.callback))
        tree = ast.parse(inspect.getsource(module))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("django.db"), f"{module.__name__} imports {node.module}"
