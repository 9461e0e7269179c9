"""The whole wall poster: one sheet of the A series, lying, its letters as large as the sheet allows."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from kanaf.circuit.drawing.aside import aside
from kanaf.circuit.drawing.handovers import handovers
from kanaf.circuit.drawing.header import PAD, header
from kanaf.circuit.drawing.palette import SAND, SMALL
from kanaf.circuit.drawing.pen import Pen
from kanaf.circuit.drawing.shapes import Box, Drawing, scaled
from kanaf.circuit.drawing.stages import body
from kanaf.circuit.editions import Edition, version
from kanaf.circuit.wording import here, project_note
from kanaf.foundation.paper import Measure, measured

WIDTH, HEIGHT = 1683.78, 1190.55
"""A2, lying, in points."""
GAP, ASIDE_SHARE = 22.0, 0.33
NARROWEST, WIDEST, STEP = 0.75, 40.0, 1.02
LONGER = 1.15
"""When the sheet is far too small, wider steps until it is not."""


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
    pen, scale = Pen(measure), NARROWEST
    while scale < WIDEST:
        width = WIDTH * scale
        spare = HEIGHT * scale - _sheet(pen, edition, width, 0).height
        if spare >= 0:
            whole = replace(_sheet(pen, edition, width, spare), height=HEIGHT * scale)
            return scaled(whole, 1 / scale)
        scale *= LONGER if -spare > HEIGHT * scale else STEP
    raise ValueError("no sheet holds this circuit")


def _sheet(pen: Pen, edition: Edition, width: float, spare: float) -> Box:
    inner = width - 2 * PAD
    top = header(pen, edition, width)
    footer = _footer(pen, edition, inner)
    middle = body(pen, edition.protocol, inner, spare).at(PAD, top.height + GAP)
    beside = aside(pen, edition.protocol, inner * ASIDE_SHARE)
    chart = handovers(pen, edition.protocol, inner * (1 - ASIDE_SHARE) - GAP, beside.height)
    y = middle.bottom + GAP
    low = max(beside.height, chart.height)
    parts = (
        top, middle, chart.at(PAD, y), beside.at(width - PAD - beside.width, y), footer.at(PAD, y + low + GAP * 0.6),
    )  # fmt: skip
    height = y + low + GAP * 0.6 + footer.height + GAP * 0.8
    return Box(0, 0, width, height, "box", SAND, boxes=parts, name="sheet")


def _footer(pen: Pen, edition: Edition, width: float) -> Box:
    """Which version this is, since when, and where it comes from."""
    source = _("Source: %(source)s") % {"source": edition.protocol.source}
    return pen.block(f"{version(edition)} {source}", SMALL, width)
