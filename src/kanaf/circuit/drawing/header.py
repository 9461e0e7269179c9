"""The head of the sheet: what this is, whether it may be relied upon, and whom to call now."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.palette import DEEP, INK, SUBTITLE, SUN, TITLE, WHITE
from kanaf.circuit.drawing.pen import Pen, Style, bottom, centred, framed, stacked
from kanaf.circuit.drawing.shapes import Box
from kanaf.circuit.editions import Edition, Number, stamp
from kanaf.circuit.phrases import here, project_note

PAD, GAP = 40.0, 18.0
NUMBERS_SHARE, MOST_NUMBERS = 0.36, 4
STAMP = Style(19, "bold", INK)
NOTE = Style(13, "regular", WHITE)
CALL = Style(15, "semibold", SUN)
DIGITS = Style(46, "bold", WHITE)
CAPTION = Style(13, "regular", WHITE)


def header(pen: Pen, edition: Edition, width: float) -> Box:
    """A dark band over the whole width."""
    inner = width - 2 * PAD
    numbers = _numbers(pen, edition.numbers[:MOST_NUMBERS], inner * NUMBERS_SHARE)
    names = _names(pen, edition, inner - numbers.width - (2 * GAP if numbers.width else 0))
    height = max(names.height, numbers.height) + 1.4 * PAD
    inside = (
        centred(names, height).at(PAD, (height - names.height) / 2),
        numbers.at(width - PAD - numbers.width, (height - numbers.height) / 2),
    )
    return Box(0, 0, width, height, "box", DEEP, boxes=inside, name="header")


def _names(pen: Pen, edition: Edition, width: float) -> Box:
    name = here(edition.protocol.name)
    title = pen.block(name, pen.on_one_line([name], TITLE, width, least=0.75), width)
    subtitle = pen.block(_("Who does what, and within which delay, when a child needs help"), SUBTITLE, width)
    boxes = stacked([title, subtitle, *_stamp(pen, edition, width)], 8)
    return Box(0, 0, width, bottom(boxes), boxes=tuple(boxes))


def _stamp(pen: Pen, edition: Edition, width: float) -> list[Box]:
    """« Projet, à valider », as long as a delay is not confirmed; « brouillon » for what is not in force."""
    if not edition.is_project:
        return []
    text = f"« {stamp(edition)} »"
    long = min(pen.width(text, STAMP) + 1, width / 2)
    label = framed([pen.block(text, STAMP, long)], long + 28, (14, 5), Box(0, 0, 0, 0, "box", SUN, radius=6))
    note = pen.block(project_note(edition.protocol), NOTE, width - label.width - GAP)
    height = max(label.height, note.height)
    inside = (label.at(0, (height - label.height) / 2), note.at(label.width + GAP, (height - note.height) / 2))
    return [Box(0, 0, width, height + 4, boxes=inside, name="stamp")]


def _numbers(pen: Pen, numbers: Sequence[Number], width: float) -> Box:
    """Each number as large as it can be, with who answers under it."""
    if not numbers:
        return Box(0, 0, 0, 0)
    gap = GAP
    call = pen.block(_("In danger now? Call."), CALL, width)
    share = (width - gap * (len(numbers) - 1)) / len(numbers)
    cells = [_number(pen, one, share).at(place * (share + gap), call.height + 2) for place, one in enumerate(numbers)]
    return Box(0, 0, width, bottom(cells), boxes=(call, *cells), name="numbers")


def _number(pen: Pen, number: Number, width: float) -> Box:
    fitting = min(DIGITS.size, 0.99 * DIGITS.size * width / max(pen.width(number.number, DIGITS), 1))
    digits = pen.block(number.number, Style(fitting, DIGITS.weight, DIGITS.colour), width)
    boxes = stacked([digits, pen.block(number.label, CAPTION, width)])
    return Box(0, 0, width, bottom(boxes), boxes=tuple(boxes))
