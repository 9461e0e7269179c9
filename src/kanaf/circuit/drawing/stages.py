"""The body of the sheet: doors where it begins, a column for each stage, a lane for each track."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.cards import card
from kanaf.circuit.drawing.palette import COMMON, HEADING, LAGOON, LEAD, SMALL, TRACKS, WHITE, Tint, tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, centred, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.protocol import Door, ObligationRule, Protocol, Stage
from kanaf.circuit.tracks import track_of
from kanaf.circuit.wording import desk_kind, here, listed, sentence, services

GAP, PAD = 10.0, 10.0
DOORS_SHARE = 0.13
BUS = 34.0
STEP, NUMBER = Style(15.5, "bold", WHITE), Style(26, "bold", "#f2b632")
DOOR = Style(12.5, "semibold", LAGOON)
LANE = 15.0


@dataclass(frozen=True)
class Lane:
    """A track with who works there, and what it owes."""

    name: str
    who: str
    tint: Tint
    rules: Sequence[ObligationRule]


@dataclass(frozen=True)
class Columns:
    """Where the columns of the stages stand, from the same start for heads and lanes."""

    start: float
    width: float
    gap: float

    def x(self, place: int) -> float:
        return self.start + place * (self.width + self.gap)


def body(pen: Pen, protocol: Protocol, width: float, spare: float = 0) -> Box:
    """Doors, stages and lanes; ``spare`` is height to give away to the lanes."""
    doors_width = width * DOORS_SHARE
    right = width - doors_width - BUS
    grid = _grid(pen, protocol, right, spare).at(doors_width + BUS, 0)
    doors = _doors(pen, protocol.doors, doors_width, grid.height)
    height = max(grid.height, doors.height)
    return Box(0, 0, width, height, boxes=(doors, grid), lines=tuple(_ways_in(doors, grid)), name="body")


def _ways_in(doors: Box, grid: Box) -> list[Line]:
    """From every door to one line, and along it into the first stage."""
    bus = doors.end + BUS * 0.42
    entry = grid.boxes[0].boxes[0].height / 2
    middles = [box.y + box.height / 2 for box in doors.boxes if box.name == "door"]
    lines = [Line(((doors.end, middle), (bus, middle)), LAGOON, 1.6) for middle in middles]
    if middles:
        lines.append(Line(((bus, max(middles)), (bus, entry), (grid.x + 2, entry)), LAGOON, 2.2, has_arrow=True))
    return lines


def _doors(pen: Pen, doors: Sequence[Door], width: float, height: float) -> Box:
    heading = pen.block(_("Ways in"), HEADING, width)
    lead = pen.block(_("Whichever door it comes through, a report takes the same way."), LEAD, width)
    top = stacked([heading, lead])
    boxes = [_door(pen, door, width) for door in doors]
    free = height - bottom(top) - GAP - sum(box.height for box in boxes) - 6.0 * (len(boxes) - 1)
    more = max(0.0, free / max(len(boxes), 1))
    grown = [_grown(box, more) for box in boxes]
    placed = stacked(grown, 6, y=bottom(top) + GAP)
    return Box(0, 0, width, bottom([*top, *placed]), boxes=(*top, *placed), name="doors")


def _door(pen: Pen, door: Door, width: float) -> Box:
    words = pen.block(here(door.name), DOOR, width - 2 * PAD).at(PAD, 4)
    return Box(0, 0, width, words.height + 8, "box", WHITE, "#a9cdc6", 4, (words,), name="door")


def _grown(box: Box, more: float) -> Box:
    """Taller, what it says staying in its middle."""
    inside = tuple(one.at(one.x, one.y + more / 2) for one in box.boxes)
    return Box(
        box.x, box.y, box.width, box.height + more, box.shape, box.fill, box.stroke, box.radius, inside, name=box.name
    )


def _grid(pen: Pen, protocol: Protocol, width: float, spare: float) -> Box:
    count = len(protocol.stages)
    columns = Columns(PAD, (width - 2 * PAD - GAP * (count - 1)) / count, GAP)
    heads = _heads(pen, protocol.stages, columns)
    lanes = _lanes(pen, protocol, columns, width, spare)
    placed = stacked([Box(0, 0, width, bottom(heads), boxes=tuple(heads), name="heads"), *lanes], GAP)
    return Box(0, 0, width, bottom(placed), boxes=tuple(placed), name="grid")


def _heads(pen: Pen, stages: Sequence[Stage], columns: Columns) -> list[Box]:
    """Arrows that follow one another, then the services that the stage may need."""
    steps = [_step(pen, number, stage, columns.width) for number, stage in enumerate(stages, 1)]
    tallest = max(step.height for step in steps)
    heads = [_taller_step(step, tallest).at(columns.x(place), 0) for place, step in enumerate(steps)]
    for place, stage in enumerate(stages):
        if stage.basket:
            text = sentence(services(stage.basket))
            heads.append(pen.block(text, SMALL, columns.width - 8).at(columns.x(place) + 4, tallest + 5))
    return heads


def _step(pen: Pen, number: int, stage: Stage, width: float) -> Box:
    digit = pen.block(str(number), NUMBER, 30, "middle")
    start = 40.0
    name = pen.block(here(stage.name), STEP, width - start - 36 - 26)
    height = max(name.height, digit.height) + 22
    return Box(
        0, 0, width, height, "step", LAGOON, boxes=(digit.at(start - 14, 0), name.at(start + 20, 0)), name="stage"
    )


def _taller_step(step: Box, height: float) -> Box:
    inside = tuple(centred(one.at(one.x, 0), height) for one in step.boxes)
    return Box(0, 0, step.width, height, step.shape, step.fill, boxes=inside, name=step.name)


def _lanes(pen: Pen, protocol: Protocol, columns: Columns, width: float, spare: float) -> list[Box]:
    """What every file owes first, then one lane for each track."""
    known = [track.key for track in protocol.tracks]
    lanes = []
    common = [rule for rule in protocol.obligations if rule.track not in known]
    if common:
        lanes.append(Lane(_("For every child, whichever way"), "", COMMON, common))
    for track in protocol.tracks:
        own = [rule for rule in protocol.obligations if rule.track == track.key]
        lanes.append(Lane(here(track.name), _desks_of(track.key, protocol), tint(known, track.key), own))
    boxes = [_lane(pen, lane, [stage.key for stage in protocol.stages], columns, width) for lane in lanes]
    return [box.tall(box.height + spare / len(boxes)) for box in boxes]


def _desks_of(track: str, protocol: Protocol) -> str:
    """The kinds of desk of this way that hand files over, or are handed some."""
    keys = dict.fromkeys(key for one in protocol.handovers for key in (one.sender, one.receiver))
    named = [desk_kind(key, protocol) for key in keys if track_of(key) == track]
    return sentence(listed(named)) if track in TRACKS else ""


def _lane(pen: Pen, lane: Lane, stages: Sequence[str], columns: Columns, width: float) -> Box:
    """Its name and who is there, then what it owes in the column of each stage."""
    title = pen.block(lane.name, Style(LANE, "bold", lane.tint.ink), width - 2 * PAD).at(PAD, 6)
    boxes = [title]
    if lane.who:
        boxes.append(
            pen.block(lane.who, Style(SMALL.size, "regular", lane.tint.ink), width - 2 * PAD).at(PAD, title.bottom)
        )
    top = bottom(boxes) + 5
    for place, key in enumerate(stages):
        cards = [card(pen, rule, lane.tint, columns.width) for rule in lane.rules if rule.stage == key]
        boxes.extend(stacked(cards, 8, x=columns.x(place), y=top))
    if not lane.rules:
        boxes.append(
            pen.block(_("No delay of its own has been agreed here yet."), LEAD, width - 2 * PAD).at(PAD, top - 2)
        )
    return Box(0, 0, width, bottom(boxes) + PAD, "box", lane.tint.ground, lane.tint.edge, 8, tuple(boxes), name="lane")
