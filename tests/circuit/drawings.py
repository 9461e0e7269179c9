"""What the tests of drawings share: editions of the shipped texts, and whether everything stands where it may."""

from datetime import date

from kanaf.circuit.drawing.shapes import Box, Drawing
from kanaf.circuit.editions import Edition, Number
from kanaf.circuit.protocol import Protocol
from kanaf.circuit.reading import digest, read
from kanaf.foundation.paper.measuring import TEMPLATE, ask
from tests.circuit.protocols import TEXTS

NUMBERS = (
    Number("2511", "Numéro national d’écoute des enfants, gratuit, jour et nuit"),
    Number("19", "Police"),
    Number("177", "Gendarmerie royale"),
)
DAY = date(2026, 11, 24)
NEAR = 0.6
"""Points by which rounding may differ."""
HIGH = 1.0


def edition(protocol: Protocol | str, *, is_draft: bool = False, numbers: tuple[Number, ...] = NUMBERS) -> Edition:
    known = read(TEXTS[protocol]) if isinstance(protocol, str) else protocol
    return Edition(known, 1, digest(known), numbers, DAY, None if is_draft else DAY)


def boxes_of(box: Box) -> list[Box]:
    """The box and every box in it."""
    return [box, *(inner for one in box.boxes for inner in boxes_of(one))]


def texts_of(drawing: Drawing) -> list[str]:
    return [words.text for box in boxes_of(drawing.box) for words in box.words]


def told(box: Box) -> str:
    """A box in a few words."""
    first = next((words.text for one in boxes_of(box) for words in one.words), "")
    return f"{box.name or 'box'} “{first}” {box.x:.1f},{box.y:.1f} {box.width:.1f}×{box.height:.1f}"


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.end - NEAR
        and other.x < one.end - NEAR
        and one.y < other.bottom - NEAR
        and other.y < one.bottom - NEAR
    )


def troubles(drawing: Drawing) -> list[str]:
    """Boxes that overlap or leave theirs, words that do, and lines that strike words through."""
    found = []
    for box in boxes_of(drawing.box):
        for place, one in enumerate(box.boxes):
            found += [
                f"{told(one)} over {told(other)} in {told(box)}"
                for other in box.boxes[place + 1 :]
                if overlap(one, other)
            ]
            if one.x < -NEAR or one.y < -NEAR or one.end > box.width + NEAR or one.bottom > box.height + NEAR:
                found.append(f"{told(one)} leaves {told(box)}")
        for words in box.words:
            outside = words.x < -NEAR or words.x + words.width > box.width + NEAR
            if outside or words.y > box.height + NEAR or words.y - words.size * HIGH < -NEAR:
                found.append(f"{words} leaves its box of {box.width} by {box.height}")
        ys = [words.y for words in box.words]
        if any(second - first < words.size for first, second, words in zip(ys, ys[1:], box.words, strict=False)):
            found.append(f"lines of {box.words} touch")
    return found + struck(drawing)


def struck(drawing: Drawing) -> list[str]:
    """Lines that cross the words of a card, of a desk or of a document; the ground of a document hides those behind."""
    found = []
    for box in boxes_of(drawing.box):
        placed = [
            box
            for box in box.boxes
            if box.name in {"carried", "desk", "door", "way", "rung"} or box.name.startswith("card")
        ]
        for line in box.lines:
            if not line.has_arrow and box.name == "chart":
                continue
            for (x, y), (to_x, to_y) in zip(line.points, line.points[1:], strict=False):
                way = Box(min(x, to_x), min(y, to_y), max(abs(to_x - x), 0.1), max(abs(to_y - y), 0.1))
                inner = [
                    one
                    for one in placed
                    if way.x < one.end - NEAR
                    and one.x + NEAR < way.end
                    and way.y < one.bottom - NEAR
                    and one.y + NEAR < way.bottom
                ]
                found += [f"{line.points} strikes {told(one)}" for one in inner]
    return found


def wrongly_measured(drawing: Drawing) -> list[str]:
    """Lines whose width, set as a whole, is not the one that the layout counted with."""
    lines = [words for box in boxes_of(drawing.box) for words in box.words]
    true = ask(TEMPLATE, "widths", [(words.text, words.weight) for words in lines])
    return [
        f"{words.text!r}: {width * words.size / 100:.1f} instead of {words.width:.1f}"
        for words, width in zip(lines, true, strict=True)
        if abs(width * words.size / 100 - words.width) > max(NEAR, words.width * 0.01)
    ]
