"""What a drawing is made of, in points. Everything stands inside a box and is placed from the corner of that box.

The inline axis is logical: ``x`` grows from where reading starts. A drawing in Arabic is the same one, mirrored when it
is flattened, so nothing below knows the direction. No two boxes of one box overlap, and no words leave theirs.
"""

from dataclasses import dataclass, replace
from typing import Literal

from kanaf.foundation.paper import Weight

Shape = Literal["box", "step", "dot", "none"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """One line of text; ``y`` is its baseline, ``width`` is measured."""

    text: str
    x: float
    y: float
    width: float
    size: float
    weight: Weight = "regular"
    colour: str = "#16242c"


@dataclass(frozen=True)
class Line:
    """A line through points, with an arrow at its end if somebody goes there."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.2
    has_arrow: bool = False
    is_dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A place on the paper, what it looks like, and what stands in it. ``step`` points to where reading goes."""

    x: float
    y: float
    width: float
    height: float
    shape: Shape = "none"
    fill: str = ""
    stroke: str = ""
    radius: float = 0
    boxes: tuple["Box", ...] = ()
    words: tuple[Words, ...] = ()
    lines: tuple[Line, ...] = ()
    name: str = ""

    def at(self, x: float, y: float) -> "Box":
        """The same box elsewhere."""
        return replace(self, x=x, y=y)

    def tall(self, height: float) -> "Box":
        """The same box, of another height."""
        return replace(self, height=height)

    def wide(self, width: float) -> "Box":
        """The same box, of another width."""
        return replace(self, width=width)

    @property
    def end(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Drawing:
    """A whole sheet, ``box.width`` by ``box.height`` points, scaled to the paper when it is set."""

    box: Box
    language: str
    title: str
    description: str

    @property
    def is_mirrored(self) -> bool:
        return self.language == "ar"


def scaled(box: Box, by: float) -> Box:
    """Everything larger or smaller."""
    return replace(
        box, x=box.x * by, y=box.y * by, width=box.width * by, height=box.height * by, radius=box.radius * by,
        boxes=tuple(scaled(one, by) for one in box.boxes),
        words=tuple(
            replace(one, x=one.x * by, y=one.y * by, width=one.width * by, size=one.size * by) for one in box.words
        ),
        lines=tuple(
            replace(one, points=tuple((x * by, y * by) for x, y in one.points), width=one.width * by)
            for one in box.lines
        ),
    )  # fmt: skip
