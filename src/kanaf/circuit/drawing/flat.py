"""A drawing as a plain list of marks, in the order in which they are painted and read, mirrored where it must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

from kanaf.circuit.drawing.shapes import Box, Drawing, Line, Point, Words

POINT_OF_STEP = 0.28
ARROW = 4.2


@dataclass(frozen=True)
class _Here:
    """The corner of the box we are in, and the width of the sheet."""

    x: float
    y: float
    sheet: float
    is_mirrored: bool

    def inside(self, box: Box) -> "_Here":
        return _Here(self.x + box.x, self.y + box.y, self.sheet, self.is_mirrored)

    def point(self, point: Point) -> Point:
        x = self.x + point[0]
        return round(self.sheet - x if self.is_mirrored else x, 2), round(self.y + point[1], 2)

    def left(self, x: float, width: float) -> float:
        """The left edge on the paper of what starts at ``x``."""
        x += self.x
        return round(self.sheet - x - width if self.is_mirrored else x, 2)


def marks(drawing: Drawing) -> list[dict[str, Any]]:
    """Rectangles, dots, shapes, lines and texts: dicts of numbers and words, with ``kind``."""
    here = _Here(0, 0, drawing.box.width, drawing.is_mirrored)
    return list(_box(drawing.box, here))


def _box(box: Box, around: _Here) -> Iterator[dict[str, Any]]:
    here = around.inside(box)
    if box.shape != "none":
        yield _outline(box, here)
    for line in box.lines:
        yield from _line(line, here)
    for words in box.words:
        yield _words(words, here)
    for inner in box.boxes:
        yield from _box(inner, here)


def _outline(box: Box, here: _Here) -> dict[str, Any]:
    look = {"fill": box.fill, "stroke": box.stroke}
    if box.shape == "step":
        cut = box.height * POINT_OF_STEP
        corners = [(0, 0), (box.width - cut, 0), (box.width, box.height / 2), (box.width - cut, box.height),
                   (0, box.height), (cut, box.height / 2)]  # fmt: skip
        return {"kind": "shape", "points": [here.point(corner) for corner in corners], **look}
    place = {"x": here.left(0, box.width), "y": round(here.y, 2), "width": round(box.width, 2)}
    if box.shape == "dot":
        return {"kind": "dot", **place, **look}
    return {"kind": "box", **place, "height": round(box.height, 2), "radius": round(box.radius, 2), **look}


def _words(words: Words, here: _Here) -> dict[str, Any]:
    return {
        "kind": "text", "text": words.text, "x": here.left(words.x, words.width), "y": round(here.y + words.y, 2),
        "width": round(words.width, 2), "size": round(words.size, 2), "weight": words.weight, "colour": words.colour,
    }  # fmt: skip


def _line(line: Line, here: _Here) -> Iterator[dict[str, Any]]:
    points = [here.point(point) for point in line.points]
    if line.has_arrow:
        points[-1], head = _arrow(points[-2], points[-1], line.width)
        yield {"kind": "shape", "points": head, "fill": line.colour, "stroke": ""}
    yield {
        "kind": "line", "points": points, "stroke": line.colour, "width": round(line.width, 2),
        "is_dashed": line.is_dashed,
    }  # fmt: skip


def _arrow(before: Point, tip: Point, width: float) -> tuple[Point, list[Point]]:
    """Where the line stops, and the triangle that ends it."""
    length = hypot(tip[0] - before[0], tip[1] - before[1]) or 1
    along = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
    size = ARROW * width
    base = (tip[0] - along[0] * size, tip[1] - along[1] * size)
    side = (-along[1] * size * 0.5, along[0] * size * 0.5)
    corners = [tip, (base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
    return _round(base), [_round(corner) for corner in corners]


def _round(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)
