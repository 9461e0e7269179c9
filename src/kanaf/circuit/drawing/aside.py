"""Beside the chart: the way of each profile, what happens in silence, and how to read the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kanaf.circuit.checking_ladder import RECIPIENTS
from kanaf.circuit.drawing.palette import BODY, HEADING, INK, LAGOON, LEAD, LINE, PAPER, SMALL, STRONG, SUN, WHITE, tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.phrases import RUNGS, here, said, sentence
from kanaf.circuit.protocol import Pathway, Protocol

DOT, STEP = 24.0, 33.0
GAP, PAD = 8.0, 12.0
DIGIT = 13.0
RUNG = Style(11.5, "semibold", LAGOON)


@dataclass(frozen=True)
class Way:
    """The profiles that go through the same stages by the same tracks."""

    names: tuple[str, ...]
    stages: tuple[str, ...]
    tracks: tuple[str, ...]


def ways(pathways: Sequence[Pathway]) -> list[Way]:
    """Pathways that are the same, told once."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for pathway in pathways:
        found.setdefault((pathway.stages, pathway.tracks), []).append(here(pathway.name))
    return [Way(tuple(names), stages, tracks) for (stages, tracks), names in found.items()]


def aside(pen: Pen, protocol: Protocol, width: float) -> Box:
    blocks = [_pathways(pen, protocol, width), _silence(pen, protocol, width)]
    boxes = stacked([block for block in blocks if block.height], 14)
    return Box(0, 0, width, bottom(boxes), boxes=tuple(boxes), name="aside")


def _pathways(pen: Pen, protocol: Protocol, width: float) -> Box:
    heading = pen.block(_("The way of each child"), HEADING, width)
    lead = pen.block(
        _("The stages by their number, in their order; in yellow, one that comes earlier than usual."), LEAD, width
    )
    rows = [_way(pen, protocol, way, width) for way in ways(protocol.pathways)]
    boxes = stacked([heading, lead])
    placed = stacked(rows, 6, y=bottom(boxes) + GAP)
    return Box(0, 0, width, bottom(placed), boxes=(*boxes, *placed), name="pathways")


def _way(pen: Pen, protocol: Protocol, way: Way, width: float) -> Box:
    most = max(len(pathway.stages) for pathway in protocol.pathways)
    step = min(STEP, width * 0.55 / most)
    stops_width = step * most
    names_width = width - stops_width - 2 * PAD - GAP
    texts = stacked([
        pen.block(" · ".join(way.names), STRONG, names_width),
        pen.block(_tracks(protocol, way), SMALL, names_width),
    ])  # fmt: skip
    height = max(bottom(texts), DOT) + 12
    stops = _stops(pen, protocol, way, step).at(width - PAD - stops_width, (height - DOT) / 2)
    top = (height - bottom(texts)) / 2
    inside = (*(text.at(PAD, text.y + top) for text in texts), stops)
    return Box(0, 0, width, height, "box", PAPER, LINE, 6, inside, name="way")


def _tracks(protocol: Protocol, way: Way) -> str:
    names = {track.key: here(track.name) for track in protocol.tracks}
    return " + ".join(names.get(key, key) for key in way.tracks)


def _stops(pen: Pen, protocol: Protocol, way: Way, step: float) -> Box:
    """Dots on a line, each with the number of its stage; one that comes earlier than usual shines."""
    numbers = {stage.key: at for at, stage in enumerate(protocol.stages, 1)}
    order = [numbers[key] for key in way.stages if key in numbers]
    dot = min(DOT, step - 6)
    track = tint([one.key for one in protocol.tracks], way.tracks[0])
    boxes = []
    for place, number in enumerate(order):
        is_early = any(later < number for later in order[place:])
        digit = pen.block(str(number), Style(min(DIGIT, dot * 0.55), "bold", INK if is_early else WHITE), dot, "middle")
        inside = digit.at(0, (dot - digit.height) / 2)
        fill = SUN if is_early else track.ink
        boxes.append(Box(place * step, (DOT - dot) / 2, dot, dot, "dot", fill, boxes=(inside,), name="stop"))
    lines = [
        Line(((place * step + dot, DOT / 2), ((place + 1) * step - 0.5, DOT / 2)), track.ink, 1.4, has_arrow=step > DOT)
        for place in range(len(order) - 1)
    ]
    return Box(0, 0, step * max(len(order), 1), DOT, boxes=tuple(boxes), lines=tuple(lines), name="stops")


def _silence(pen: Pen, protocol: Protocol, width: float) -> Box:
    """Who is told, one after the other, when nothing comes."""
    told = {step.tell for rule in protocol.obligations for step in rule.ladder}
    rungs = [key for key in RECIPIENTS if key in told]
    if not rungs:
        return Box(0, 0, width, 0)
    heading = pen.block(_("And if nothing comes?"), HEADING, width)
    lead = pen.block(_("Silence is an event: before the delay is over and after it, somebody is told."), LEAD, width)
    top = stacked([heading, lead])
    gap = 16.0
    share = (width - gap * (len(rungs) - 1)) / len(rungs)
    words = [pen.block(sentence(said(RUNGS, key)), RUNG, share - 12, "middle") for key in rungs]
    height = max(box.height for box in words) + 10
    y = bottom(top) + GAP
    boxes = [
        Box(
            place * (share + gap), y, share, height, "box", "#e3efec", "#a9cdc6", 5,
            (box.at(6, (height - box.height) / 2),), name="rung",
        )
        for place, box in enumerate(words)
    ]  # fmt: skip
    lines = [
        Line(((box.end + 1, y + height / 2), (box.end + gap - 1, y + height / 2)), LAGOON, 1.6, has_arrow=True)
        for box in boxes[:-1]
    ]
    return Box(0, 0, width, y + height, boxes=(*top, *boxes), lines=tuple(lines), name="silence")


def legend(pen: Pen, width: float) -> Box:
    """How to read the sheet, in one row."""
    sentences = [
        _("Unless a card names somebody else, the desk that leads the file does it."),
        _("A delay depends on the risk for the child: high, medium or low. That of a high risk never stops."),
        _("In working time, 24 h are counted for each worked day; other days do not count."),
    ]
    gap = 24.0
    share = (width - gap * (len(sentences) - 1)) / len(sentences)
    blocks = [pen.block(one, BODY, share).at(place * (share + gap), 0) for place, one in enumerate(sentences)]
    return Box(0, 0, width, bottom(blocks), boxes=tuple(blocks), name="legend")
