"""The body of the sheet: doors where it begins, a column for each stage, a lane for each track."""

from collections.abc import Sequence
from dataclasses import replace

from kanaf.circuit.drawing.cards import card, comfortable
from kanaf.circuit.drawing.columns import Columns, possible_shares
from kanaf.circuit.drawing.doors import doors
from kanaf.circuit.drawing.lanes import CardOf, lanes
from kanaf.circuit.drawing.palette import LAGOON, SMALL, SUN, WHITE, Tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, centred, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.phrases import here, sentence, services
from kanaf.circuit.protocol import ObligationRule, Protocol, Stage

GAP, PAD = 8.0, 8.0
DOORS_SHARE = 0.13
BUS, SHRUNK = 34.0, 0.85
NAME, NUMBER = Style(15.5, "bold", WHITE), Style(26, "bold", SUN)
NOTCH, DIGIT, POINT = 20.0, 26.0, 20.0


def body(pen: Pen, protocol: Protocol, width: float, spare: float = 0) -> Box:
    """Doors, stages and lanes; ``spare`` is height to give away to the lanes."""
    doors_width = width * DOORS_SHARE
    right = width - doors_width - BUS
    grid = _lowest(pen, protocol, right, spare).at(doors_width + BUS, 0)
    entry = doors(pen, protocol.doors, doors_width, grid.height)
    height = max(grid.height, entry.height)
    return Box(0, 0, width, height, boxes=(entry, grid), lines=tuple(_ways_in(entry, grid)), name="body")


def _ways_in(entry: Box, grid: Box) -> list[Line]:
    """From every door to one line, and along it into the first stage."""
    bus = entry.end + BUS * 0.42
    first = grid.boxes[0].boxes[0].height / 2
    middles = [box.y + box.height / 2 for box in entry.boxes if box.name == "door"]
    lines = [Line(((entry.end, middle), (bus, middle)), LAGOON, 1.6) for middle in middles]
    if middles:
        lines.append(Line(((bus, max(middles)), (bus, first), (grid.x + 2, first)), LAGOON, 2.2, has_arrow=True))
    return lines


def _lowest(pen: Pen, protocol: Protocol, width: float, spare: float) -> Box:
    """The room shared between the stages in the way that leaves the sheet lowest and lets each card breathe."""
    ways = [Columns(PAD, width - 2 * PAD, GAP, shares) for shares in possible_shares(protocol)]
    least = comfortable(pen, protocol.obligations)
    heads = [_comfortable(pen, stage) for stage in protocol.stages]
    fine = [way for way in ways if way.unit >= least and all(way.wide(at) >= one for at, one in enumerate(heads))]
    card_of = _drawing_once(pen)
    grids = (_grid(pen, protocol, way, width, spare, card_of) for way in fine or ways[:1])
    return min(grids, key=lambda grid: grid.height)


def _drawing_once(pen: Pen) -> CardOf:
    """Each card once for each width: most ways to share the room have cards as wide as another one's."""
    drawn: dict[tuple[str, float], Box] = {}

    def card_of(rule: ObligationRule, tint: Tint, width: float) -> Box:
        key = (rule.key, width)
        if key not in drawn:
            drawn[key] = card(pen, rule, tint, width)
        return drawn[key]

    return card_of


def _comfortable(pen: Pen, stage: Stage) -> float:
    """The width below which the name of a stage would have to shrink much."""
    return NOTCH + DIGIT + POINT + pen.longest_word(here(stage.name), NAME) * SHRUNK


def _grid(pen: Pen, protocol: Protocol, columns: Columns, width: float, spare: float, card_of: CardOf) -> Box:
    heads = _heads(pen, protocol.stages, columns)
    row = Box(0, 0, width, bottom(heads), boxes=tuple(heads), name="heads")
    placed = stacked([row, *lanes(pen, protocol, columns, width, spare, card_of)], GAP)
    return Box(0, 0, width, bottom(placed), boxes=tuple(placed), name="grid")


def _heads(pen: Pen, stages: Sequence[Stage], columns: Columns) -> list[Box]:
    """Arrows that follow one another, then the services that the stage may need."""
    steps = [_step(pen, number, stage, columns.wide(number - 1)) for number, stage in enumerate(stages, 1)]
    tallest = max(step.height for step in steps)
    heads = [_taller(step, tallest).at(columns.x(place), 0) for place, step in enumerate(steps)]
    for place, stage in enumerate(stages):
        if stage.basket:
            text = sentence(services(stage.basket))
            heads.append(pen.block(text, SMALL, columns.wide(place) - 8).at(columns.x(place) + 4, tallest + 5))
    return heads


def _step(pen: Pen, number: int, stage: Stage, width: float) -> Box:
    digit = pen.block(str(number), NUMBER, DIGIT, "middle").at(NOTCH, 0)
    start = NOTCH + DIGIT + 3
    room = max(width - start - POINT, 1)
    name = pen.block(here(stage.name), pen.fitting([here(stage.name)], NAME, room), room).at(start, 0)
    height = max(name.height, digit.height) + 22
    return Box(0, 0, width, height, "step", LAGOON, boxes=(digit, name), name="stage")


def _taller(step: Box, height: float) -> Box:
    """What it says stays in its middle."""
    return replace(step, height=height, boxes=tuple(centred(one.at(one.x, 0), height) for one in step.boxes))
