"""The whole wall poster: one sheet of the A series, lying, its letters as large as the sheet allows."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from kanaf.circuit.drawing.aside import aside, legend
from kanaf.circuit.drawing.handovers import handovers
from kanaf.circuit.drawing.header import PAD, header
from kanaf.circuit.drawing.palette import SAND, SMALL
from kanaf.circuit.drawing.pen import Pen
from kanaf.circuit.drawing.shapes import Box, Drawing, scaled
from kanaf.circuit.drawing.stages import body
from kanaf.circuit.editions import Edition, version
from kanaf.circuit.phrases import here, project_note
from kanaf.foundation.paper import Measure, measured

WIDTH, HEIGHT = 1683.78, 1190.55
"""A2, lying, in points."""
GAP, ASIDE_SHARE = 15.0, 0.33
NARROWEST, WIDEST, STEP, HALVINGS = 0.75, 60.0, 1.15, 4
"""How much larger than A2 the sheet is drawn before it is brought to size: tried in steps, then between two of them."""


def poster(edition: Edition, language: str) -> Drawing:
    """The circuit on a sheet of ``WIDTH`` by ``HEIGHT`` points; another size of paper is the same sheet scaled."""
    with override(language):
        box = measured(lambda measure: _fitted(measure, edition))
        title = here(edition.protocol.name)
        note = project_note(edition.protocol) if edition.is_project else ""
        description = _("The stages, who does what within which delay, and what goes from hand to hand.")
        return Drawing(box, language, title, f"{description} {note}".strip())


def _fitted(measure: Measure, edition: Edition) -> Box:
    """The sheet drawn as wide as it must be for everything to stand on it, then brought to size."""
    pen, low, high = Pen(measure), NARROWEST, NARROWEST
    while _spare(pen, edition, high) < 0:
        low, high = high, high * STEP
        if high > WIDEST:
            raise ValueError("no sheet holds this circuit")
    for _halving in range(HALVINGS if high > low else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if _spare(pen, edition, middle) >= 0 else (middle, high)
    whole = _sheet(pen, edition, WIDTH * high, _spare(pen, edition, high))
    return scaled(replace(whole, height=HEIGHT * high), 1 / high)


def _spare(pen: Pen, edition: Edition, scale: float) -> float:
    """The height that is left on a sheet so many times larger; less than nothing when it is too small."""
    return HEIGHT * scale - _sheet(pen, edition, WIDTH * scale, 0).height


def _sheet(pen: Pen, edition: Edition, width: float, spare: float) -> Box:
    inner = width - 2 * PAD
    top = header(pen, edition, width)
    middle = body(pen, edition.protocol, inner, spare)
    low = _low(pen, edition, inner)
    boxes = [middle, low, legend(pen, inner), _footer(pen, edition, inner)]
    placed = [top]
    for box, gap in zip(boxes, (GAP, GAP, GAP * 0.8, GAP * 0.5), strict=True):
        placed.append(box.at(PAD, placed[-1].bottom + gap))
    return Box(0, 0, width, placed[-1].bottom + GAP * 0.7, "box", SAND, boxes=tuple(placed), name="sheet")


def _low(pen: Pen, edition: Edition, width: float) -> Box:
    """The chart of hand-overs, and beside it the ways of children and what silence sets off."""
    beside = aside(pen, edition.protocol, width * ASIDE_SHARE)
    chart = handovers(pen, edition.protocol, width - beside.width - GAP, beside.height)
    height = max(chart.height, beside.height)
    return Box(0, 0, width, height, boxes=(chart, beside.at(width - beside.width, 0)), name="low")


def _footer(pen: Pen, edition: Edition, width: float) -> Box:
    """Which version this is, since when, and where it comes from."""
    source = _("Source: %(source)s") % {"source": edition.protocol.source}
    return pen.block(f"{version(edition)} {source}", SMALL, width)
