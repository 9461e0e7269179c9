"""Writing inside a drawing: text broken into lines that are known to fit, and blocks put under one another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kanaf.circuit.drawing.shapes import Box, Words
from kanaf.foundation.paper import Measure, Weight

Align = Literal["start", "middle", "end"]
GLUED = re.compile(r"(?<=\d) (?=(?:h|j|d|s|min)\b)|(?<=«) | (?=[:;?!»])")
"""Spaces at which no line ends: before a unit, and around the marks that French sets apart."""
ASCENT = 0.97
LINE, SMALLEST = 1.3, 0.5
"""Of the size: how high letters reach, how far lines stand apart, and how small a word may become to stay whole."""


@dataclass(frozen=True)
class Style:
    """How a text looks."""

    size: float
    weight: Weight = "regular"
    colour: str = "#16242c"

    def of(self, part: float) -> "Style":
        """The same, of another size."""
        return replace(self, size=self.size * part)

    @property
    def line(self) -> float:
        return self.size * LINE


@dataclass(frozen=True)
class Pen:
    """What measures what it writes."""

    measure: Measure

    def width(self, text: str, style: Style) -> float:
        return self.measure.width(text, style.weight, style.size)

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """The text in lines of at most that width; a word longer than a line is cut."""
        lines: list[str] = []
        for word in self._words(GLUED.sub("\u00a0", text), style, width):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, style) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines or [""]

    def _words(self, text: str, style: Style, width: float) -> Iterator[str]:
        for word in text.split(" "):
            yield from self._pieces(word, style, width) if self.width(word, style) > width else [word]

    def _pieces(self, word: str, style: Style, width: float) -> Iterator[str]:
        while word:
            fits = 1
            while fits < len(word) and self.width(word[: fits + 1], style) <= width:
                fits += 1
            yield word[:fits]
            word = word[fits:]

    def longest_word(self, text: str, style: Style) -> float:
        """The width below which a word of the text is cut."""
        return max(self.width(word, style) for word in GLUED.sub("\u00a0", text).split(" "))

    def fitting(self, texts: Iterable[str], style: Style, width: float, *, least: float = SMALLEST) -> Style:
        """The style, smaller if it must be for no word to be cut; never below that part of its size."""
        longest = max((self.longest_word(text, style) for text in texts), default=0)
        return style if longest <= width else style.of(max(least, 0.995 * width / longest))

    def on_one_line(self, texts: Iterable[str], style: Style, width: float, *, least: float) -> Style:
        """The style, smaller if that brings the texts on one line each; never below that part of its size."""
        longest = max((self.width(text, style) for text in texts), default=0)
        return style if longest <= width else style.of(max(least, 0.995 * width / longest))

    def block(self, text: str, style: Style, width: float, align: Align = "start") -> Box:
        """The text as a box of that width, as tall as its lines."""
        words = []
        for number, line in enumerate(self.lines(text, style, width)):
            long = self.width(line, style)
            x = {"start": 0.0, "middle": (width - long) / 2, "end": width - long}[align]
            y = number * style.line + style.size * (ASCENT + (LINE - ASCENT) / 4)
            words.append(Words(line, x, y, long, style.size, style.weight, style.colour))
        return Box(0, 0, width, len(words) * style.line, words=tuple(words))


def stacked(boxes: Iterable[Box], gap: float = 0, *, x: float = 0, y: float = 0) -> list[Box]:
    """One under the other."""
    placed: list[Box] = []
    for box in boxes:
        placed.append(box.at(x, placed[-1].bottom + gap if placed else y))
    return placed


def bottom(boxes: Sequence[Box]) -> float:
    return max((box.bottom for box in boxes), default=0)


def framed(inner: Sequence[Box], width: float, pad: tuple[float, float], like: Box) -> Box:
    """A box that looks like another, around boxes stacked inside it."""
    placed = tuple(box.at(box.x + pad[0], box.y + pad[1]) for box in inner)
    height = bottom(placed) + pad[1]
    return replace(like, width=width, height=height, boxes=(*like.boxes, *placed))


def centred(box: Box, height: float) -> Box:
    """The box, placed in the middle of that height."""
    return box.at(box.x, box.y + max(0, (height - box.height) / 2))
