"""What is wrong with a protocol: where it stands in the text, and a sentence that says what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST = 100
"""Mistakes that are told of one text: whoever has more begins with these."""
Path = tuple[str | int, ...]
Mark = tuple[int, int]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake; ``line`` and ``column`` count from 1, and are 0 for a protocol that was not read from a text."""

    line: int
    column: int
    path: Path = field(compare=False)
    sentence: str = ""
    is_warning: bool = False

    @property
    def where(self) -> str:
        """The way to it in words, items of a list counted from 1."""
        return " › ".join(str(step + 1) if isinstance(step, int) else step for step in self.path)


class Refused(Exception):
    """The text is no protocol; ``problems`` says why, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems))[:MOST]
        super().__init__("; ".join(f"{found.line}: {found.sentence}" for found in self.problems))


@dataclass(frozen=True)
class Marks:
    """Where each value and each word before a colon stands in the text."""

    values: Mapping[Path, Mark] = field(default_factory=dict)
    words: Mapping[Path, Mark] = field(default_factory=dict)

    def of(self, path: Path, *, word: bool = False) -> Mark:
        """Where it stands, or whatever holds it; nowhere for a protocol that was not read from a text."""
        marks = self.words if word else self.values
        if path in marks:
            return marks[path]
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return (0, 0)

    def problem(self, path: Path, sentence: str, *, word: bool = False, is_warning: bool = False) -> Problem:
        """A mistake at this place."""
        return Problem(*self.of(path, word=word), path, sentence, is_warning)
