"""Each story has a Kanaf of its own, at the moment where it begins, and people who come and go."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.clocked import serving
from tests.walks.visitor import Visitor

CASABLANCA = ZoneInfo("Africa/Casablanca")


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0, *, year: int = 2027) -> datetime:
    """A moment as the clocks of Morocco show it."""
    return datetime(year, month, day, hour, minute, second, tzinfo=CASABLANCA)


@pytest.fixture(scope="session")
def clocked_world(template_database: str, tmp_path_factory: Any) -> Iterator[serving.World]:
    home: Path = tmp_path_factory.mktemp("clocked")
    with serving.a_world(template_database, home) as world:
        yield world


@pytest.fixture
def begin(clocked_world: serving.World, chromium: Any, request: Any) -> Iterator[Callable[..., "Stage"]]:
    """Open the stage of a story at a moment, in a language and on a width; complaints fail it at its end."""
    opened: list[tuple[Any, Stage]] = []

    def start(moment: datetime, *, language: str, width: int, working: bool = False) -> Stage:
        manager = serving.clocked(
            clocked_world, request.node.name.replace("[", "-").strip("]"), moment, working=working
        )
        stage = Stage(manager.__enter__(), chromium, language, width)
        opened.append((manager, stage))
        return stage

    yield start
    for manager, stage in opened:
        stage.leave()
        manager.__exit__(None, None, None)
    assert [said for _manager, stage in opened for said in stage.complaints] == []


class Stage:
    """The place of a story: who stands where, and what time it is."""

    def __init__(self, clocked: serving.Clocked, browser: Any, language: str, width: int) -> None:
        self.clocked, self.who, self.language, self.width = clocked, clocked.who, language, width
        self._browser, self._people = browser, dict[str, Visitor]()
        self._looked: Counter[str] = Counter()  # axe reads a page of one kind once in a story, whoever opens it

    def as_(self, person: str) -> Visitor:
        """This person in front of her own screen, signed in now."""
        if person not in self._people:
            visitor = Visitor(self._browser, self.clocked.kanaf, language=self.language, width=self.width)
            visitor.looked, visitor.often = self._looked, 1
            self._people[person] = visitor
        if person:
            self._people[person].become(self.who[person])
        return self._people[person]

    def at(self, *moment: Any, **how: Any) -> None:
        """Time goes on to that moment of 2027."""
        wanted = at(*moment, **how)
        assert wanted > self.clocked.now, "in a story time goes forward"
        self.clocked.set(wanted)

    def leave(self) -> None:
        for visitor in self._people.values():
            visitor.close()

    @property
    def complaints(self) -> list[str]:
        return [said for visitor in self._people.values() for said in visitor.complaints]
