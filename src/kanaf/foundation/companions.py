"""Processes that areas keep beside web, database and worker: whether each answers, for ``/healthz``."""

from collections.abc import Callable

from kanaf.foundation.registry import Registry

companions: Registry[Callable[[], bool]] = Registry("companions")


def states() -> dict[str, str]:
    """« ok » or « away », by name."""
    return {name: "ok" if answers() else "away" for name, answers in zip(companions.keys(), companions, strict=True)}
