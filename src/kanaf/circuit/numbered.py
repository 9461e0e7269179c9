"""A text by its lines: numbered with what is wrong at each, and two texts beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from kanaf.circuit.problems import Problem

CONTEXT = 3
MOST_LINES = 4000
"""More than any protocol has; comparing more would tire the server."""


@dataclass(frozen=True)
class NumberedLine:
    """One line of a text, and what is wrong in it."""

    number: int
    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return any(not one.is_warning for one in self.problems)


def numbered(text: str, problems: Iterable[Problem] = ()) -> list[NumberedLine]:
    """Every line of a text with its number, from 1."""
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    return [
        NumberedLine(number, line, tuple(by_line.get(number, ()))) for number, line in enumerate(text.split("\n"), 1)
    ]


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison: ``sign`` is + or - or a space; a missing number says that it is not on that side."""

    sign: str
    old: int | None
    new: int | None
    text: str


def by_lines(old: str, new: str) -> list[list[DiffLine]] | None:
    """The places where two texts differ, each with a few lines around; ``None`` for texts of too many lines."""
    before, after = old.split("\n"), new.split("\n")
    if max(len(before), len(after)) > MOST_LINES:
        return None
    matcher = SequenceMatcher(None, before, after)
    groups = matcher.get_grouped_opcodes(CONTEXT)
    return [[line for opcode in group for line in _lines(opcode, before, after)] for group in groups if before != after]


def _lines(opcode: tuple[str, int, int, int, int], before: list[str], after: list[str]) -> Iterator[DiffLine]:
    tag, from_old, to_old, from_new, to_new = opcode
    if tag == "equal":
        for at in range(to_old - from_old):
            yield DiffLine(" ", from_old + at + 1, from_new + at + 1, before[from_old + at])
        return
    yield from (DiffLine("-", at + 1, None, before[at]) for at in range(from_old, to_old))
    yield from (DiffLine("+", None, at + 1, after[at]) for at in range(from_new, to_new))
