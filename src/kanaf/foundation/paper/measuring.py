"""How wide words are when they are set: what a drawing needs before it can say that they fit."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from kanaf.foundation.paper.typesetting import ask

Weight = Literal["regular", "semibold", "bold"]
Piece = tuple[str, Weight]
Drawn = TypeVar("Drawn")

TEMPLATE = Path(__file__).parent / "measuring.typ"
SIZE = 100.0
ROUGHLY = 0.6
MOST_KNOWN = 20_000
SPACES: list[Piece] = [(text, weight) for weight in ("regular", "semibold", "bold") for text in ("n n", "nn")]
_known: dict[Piece, float] = {}


class Measure(Protocol):
    """Whatever can say how wide a text is, in points."""

    def width(self, text: str, weight: Weight, size: float) -> float:
        """The width of the text on one line."""


class _Rough:
    """Guesses, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: set[Piece] = set()

    def width(self, text: str, weight: Weight, size: float) -> float:
        self.asked.update((word, weight) for word in text.split(" "))
        return len(text) * size * ROUGHLY


class Exact:
    """Word by word and the spaces between them, each measured once in the life of the process."""

    def __init__(self) -> None:
        self._known = _shared()

    def width(self, text: str, weight: Weight, size: float) -> float:
        words: list[Piece] = [(word, weight) for word in text.split(" ")]
        self.learn(words)
        space = self._known["n n", weight] - self._known["nn", weight]
        return (sum(self._known[word] for word in words) + (len(words) - 1) * space) * size / SIZE

    def learn(self, pieces: Iterable[Piece]) -> None:
        """Measure all of these at once."""
        unknown = sorted({piece for piece in pieces if piece not in self._known})
        if unknown:
            wanted = [*unknown, *(piece for piece in SPACES if piece not in self._known)]
            self._known.update(zip(wanted, ask(TEMPLATE, "widths", wanted), strict=True))


def _shared() -> dict[Piece, float]:
    """What the process has measured; forgotten when it grows too long, without disturbing who is drawing."""
    global _known  # noqa: PLW0603 - replaced whole, never emptied under a reader
    if len(_known) > MOST_KNOWN:
        _known = {}
    return _known


def measured(draw: Callable[[Measure], Drawn]) -> Drawn:
    """Draw with true widths: once roughly, to know which words there are, and once with all of them measured."""
    rough, exact = _Rough(), Exact()
    draw(rough)
    exact.learn(rough.asked)
    return draw(exact)
