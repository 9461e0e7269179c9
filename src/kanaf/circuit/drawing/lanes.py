"""The tracks as lanes that run side by side, what they ask standing in the column of its stage."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.columns import Columns
from kanaf.circuit.drawing.palette import COMMON, LEAD, SMALL, TRACKS, Tint, tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.phrases import desk_kind, here, listed, sentence
from kanaf.circuit.protocol import ObligationRule, Protocol
from kanaf.circuit.tracks import track_of

PAD, BETWEEN = 7.0, 5.0
CardOf = Callable[[ObligationRule, Tint, float], Box]
"""Draws the card of an obligation in the colours of its lane, so wide."""
NAME = 15.0


@dataclass(frozen=True)
class Lane:
    """A track with who works there, and what it asks."""

    name: str
    who: str
    tint: Tint
    rules: Sequence[ObligationRule]


def lanes(pen: Pen, protocol: Protocol, columns: Columns, width: float, spare: float, card_of: CardOf) -> list[Box]:
    """What every file owes first, then one lane for each track; ``spare`` is height to give away."""
    stages = [stage.key for stage in protocol.stages]
    boxes = [_lane(pen, lane, stages, columns, width, card_of) for lane in _lanes_of(protocol)]
    return [_ruled(box.tall(box.height + spare / len(boxes)), columns) for box in boxes]


def _lanes_of(protocol: Protocol) -> Iterator[Lane]:
    known = [track.key for track in protocol.tracks]
    common = [rule for rule in protocol.obligations if rule.track not in known]
    if common:
        yield Lane(_("For every child, whichever way"), "", COMMON, common)
    for track in protocol.tracks:
        own = [rule for rule in protocol.obligations if rule.track == track.key]
        yield Lane(here(track.name), _desks_of(track.key, protocol), tint(known, track.key), own)


def _desks_of(track: str, protocol: Protocol) -> str:
    """The kinds of desk of this way that hand files over, or are handed some."""
    keys = dict.fromkeys(key for one in protocol.handovers for key in (one.sender, one.receiver))
    named = [desk_kind(key, protocol) for key in keys if track_of(key) == track]
    return sentence(listed(named)) if track in TRACKS else ""


def _lane(pen: Pen, lane: Lane, stages: Sequence[str], columns: Columns, width: float, card_of: CardOf) -> Box:
    inner = width - 2 * PAD
    title = pen.block(lane.name, Style(NAME, "bold", lane.tint.ink), inner).at(PAD, 6)
    boxes = [title]
    if lane.who:
        who = pen.block(lane.who, Style(SMALL.size, "regular", lane.tint.ink), inner)
        boxes.append(who.at(PAD, title.bottom))
    top = bottom(boxes) + 5
    for place, key in enumerate(stages):
        drawn = [card_of(rule, lane.tint, columns.unit) for rule in lane.rules if rule.stage == key]
        boxes.extend(_cards(drawn, columns, place, top))
    if not lane.rules:
        nothing = pen.block(_("No delay of its own has been agreed here yet."), LEAD, inner)
        boxes.append(nothing.at(PAD, top - 2))
    height = bottom(boxes) + PAD
    return Box(0, 0, width, height, "box", lane.tint.ground, lane.tint.edge, 8, tuple(boxes), name="lane")


def _cards(drawn: Sequence[Box], columns: Columns, place: int, top: float) -> Iterator[Box]:
    """The cards of one stage, side by side as far as it is wide, then below one another."""
    across = columns.shares[place]
    for column in range(across):
        yield from stacked(drawn[column::across], BETWEEN, x=columns.x(place, column), y=top)


def _ruled(lane: Box, columns: Columns) -> Box:
    """A thin line between one stage and the next, below the name of the lane."""
    cards = [box.y for box in lane.boxes if box.name.startswith("card")]
    if not cards:
        return lane
    between = [columns.x(place) - columns.gap / 2 for place in range(1, len(columns.shares))]
    lines = tuple(Line(((x, min(cards)), (x, lane.height - PAD)), lane.stroke, 0.8, is_dashed=True) for x in between)
    return replace(lane, lines=lines)
