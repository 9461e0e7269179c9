"""Two protocols compared by their meaning: what was added, removed and changed, thing by thing, never line by line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from kanaf.circuit.protocol import Protocol


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True)
class Part:
    """One thing that a protocol says of something: before and after, in the values of ``protocol.py``."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What became of one thing. ``group`` is a field of ``Protocol``; ``parts`` are told of what was changed.

    ``before`` and ``after`` are the whole things; of a list in another order, the keys that both hold.
    """

    group: str
    key: str
    kind: Kind
    before: Any
    after: Any
    parts: tuple[Part, ...] = ()


KEYS: Mapping[str, Callable[[Any], str]] = {
    "stages": lambda one: one.key,
    "tracks": lambda one: one.key,
    "pathways": lambda one: one.profile,
    "doors": lambda one: one.key,
    "obligations": lambda one: one.key,
    "handovers": lambda one: f"{one.sender}>{one.receiver}",
}
"""What a thing of each list is known by from one version to the next."""
HEAD = tuple(field.name for field in fields(Protocol) if field.name not in KEYS)
"""What is said of the protocol itself."""


def compare(old: Protocol, new: Protocol) -> list[Change]:
    """Every difference in meaning; none between two protocols that are equal, at least one between others."""
    return [*_head(old, new), *(change for group in KEYS for change in _list(group, old, new))]


def _head(old: Protocol, new: Protocol) -> Iterator[Change]:
    parts = _parts(old, new, HEAD)
    if parts:
        yield Change("protocol", new.key, Kind.CHANGED, old, new, parts)


def _list(group: str, old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = _by_key(group, old), _by_key(group, new)
    for key in [*after, *(key for key in before if key not in after)]:
        yield from _thing(group, key, before.get(key, ()), after.get(key, ()))
    kept_before = tuple(key for key in before if key in after)
    kept_after = tuple(key for key in after if key in before)
    if kept_before != kept_after:
        yield Change(group, "", Kind.REORDERED, kept_before, kept_after)


def _by_key(group: str, protocol: Protocol) -> dict[str, tuple[Any, ...]]:
    """The things of a list by their key; one that stands twice, which a check refuses, is not lost."""
    found: dict[str, tuple[Any, ...]] = {}
    for one in getattr(protocol, group):
        key = KEYS[group](one)
        found[key] = (*found.get(key, ()), one)
    return found


def _thing(group: str, key: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    for old, new in zip(before, after, strict=False):
        if parts := _parts(old, new, [field.name for field in fields(new)]):
            yield Change(group, key, Kind.CHANGED, old, new, parts)
    for new in after[len(before) :]:
        yield Change(group, key, Kind.ADDED, None, new)
    for old in before[len(after) :]:
        yield Change(group, key, Kind.REMOVED, old, None)


def _parts(old: Any, new: Any, names: Sequence[str]) -> tuple[Part, ...]:
    """What differs, a delay by its risk and a name by its language."""
    found: list[Part] = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.extend(_split(name, before, after))
    return tuple(found)


def _split(name: str, before: Any, after: Any) -> Iterator[Part]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            if before.get(key) != after.get(key):
                yield Part(f"{name}.{key}", before.get(key), after.get(key))
    elif name == "name":
        for field in fields(before):
            if getattr(before, field.name) != getattr(after, field.name):
                yield Part(f"name.{field.name}", getattr(before, field.name), getattr(after, field.name))
    else:
        yield Part(name, before, after)
