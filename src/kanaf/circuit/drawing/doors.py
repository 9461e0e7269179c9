"""Where a report may come in: a door for the public, for each kind of desk, in the colour of its way."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from kanaf.actors.enums import DeskKind
from kanaf.circuit.checking import PUBLIC
from kanaf.circuit.drawing.palette import COMMON, HEADING, LEAD, TRACKS, WHITE
from kanaf.circuit.drawing.pen import Pen, Style, bottom, centred, stacked
from kanaf.circuit.drawing.shapes import Box
from kanaf.circuit.phrases import here
from kanaf.circuit.protocol import Door
from kanaf.circuit.tracks import track_of

GAP, BETWEEN, PAD = 10.0, 6.0, 10.0
NAME = 12.5
EVERYBODY = (PUBLIC, DeskKind.HELPLINE)


def doors(pen: Pen, found: Sequence[Door], width: float, height: float) -> Box:
    """A column of doors, as high as what stands beside it."""
    top = stacked([
        pen.block(_("Ways in"), HEADING, width),
        pen.block(_("Whichever door it comes through, a report takes the same way."), LEAD, width),
    ])  # fmt: skip
    boxes = [_door(pen, door, width) for door in found]
    free = height - bottom(top) - GAP - sum(box.height for box in boxes) - BETWEEN * (len(boxes) - 1)
    more = max(0.0, free / max(len(boxes), 1))
    placed = stacked([_taller(box, box.height + more) for box in boxes], BETWEEN, y=bottom(top) + GAP)
    return Box(0, 0, width, bottom([*top, *placed]), boxes=(*top, *placed), name="doors")


def _door(pen: Pen, door: Door, width: float) -> Box:
    colours = COMMON if door.key in EVERYBODY else TRACKS[track_of(door.key)]
    words = pen.block(here(door.name), Style(NAME, "semibold", colours.ink), width - 2 * PAD).at(PAD, 4)
    return Box(0, 0, width, words.height + 8, "box", WHITE, colours.edge, 4, (words,), name="door")


def _taller(box: Box, height: float) -> Box:
    """What it says stays in its middle."""
    return replace(box, height=height, boxes=tuple(centred(one.at(one.x, 0), height) for one in box.boxes))
