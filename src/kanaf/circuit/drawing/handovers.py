"""Hand-overs as a chart: a line for each kind of desk, an arrow from the one that gives to the one that takes.

Each arrow has a column of its own, so what it carries is written beside it and nothing has to make way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.palette import HEADING, INK, LEAD, LINE, PAPER, TRACKS, WHITE, Tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.protocol import Handover, Protocol
from kanaf.circuit.tracks import track_of
from kanaf.circuit.wording import desk_kind, documents, sentence

NAMES_SHARE, GAP, ROW, PAD = 0.17, 8.0, 26.0, 10.0
NAME, CARRIED = Style(12, "semibold", INK), Style(11.5, "regular", INK)
DOT, LOOP = 7.0, 0.3
ROUNDS = 40


@dataclass(frozen=True)
class Arrow:
    """The same documents, from these kinds of desk to those."""

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    documents: tuple[str, ...]


def arrows(handovers: Sequence[Handover]) -> list[Arrow]:
    """Hand-overs of the same documents by one desk, or to one desk, share an arrow."""
    found: list[Arrow] = []
    for one in handovers:
        place = next((at for at, arrow in enumerate(found) if _joins(arrow, one)), None)
        if place is None:
            found.append(Arrow((one.sender,), (one.receiver,), one.documents))
        else:
            old = found[place]
            found[place] = Arrow(
                tuple(dict.fromkeys([*old.senders, one.sender])),
                tuple(dict.fromkeys([*old.receivers, one.receiver])), old.documents,
            )  # fmt: skip
    return found


def _joins(arrow: Arrow, one: Handover) -> bool:
    if one.sender == one.receiver or arrow.senders == arrow.receivers or set(arrow.documents) != set(one.documents):
        return False
    return arrow.receivers == (one.receiver,) or arrow.senders == (one.sender,)


def rows(found: Sequence[Arrow]) -> list[str]:
    """Kinds of desk from top to bottom: justice below, and whoever hands over to another near to it."""
    keys = list(dict.fromkeys(key for arrow in found for key in (*arrow.senders, *arrow.receivers)))
    keys.sort(key=track_of)
    for _round in range(ROUNDS):
        swapped = False
        for at in range(len(keys) - 1):
            if track_of(keys[at]) != track_of(keys[at + 1]):
                continue
            other = [*keys[:at], keys[at + 1], keys[at], *keys[at + 2 :]]
            if _length(found, other) < _length(found, keys):
                keys, swapped = other, True
        if not swapped:
            break
    return keys


def _length(found: Sequence[Arrow], keys: Sequence[str]) -> int:
    place = {key: at for at, key in enumerate(keys)}
    spans = ([place[key] for key in (*arrow.senders, *arrow.receivers)] for arrow in found)
    return sum(max(span) - min(span) for span in spans)


def handovers(pen: Pen, protocol: Protocol, width: float, height: float = 0) -> Box:
    """The chart with its heading, at least that high."""
    found = arrows(protocol.handovers)
    heading = pen.block(_("From hand to hand"), HEADING, width)
    lead = pen.block(_("Until the other desk has accepted, whoever gives stays responsible."), LEAD, width)
    top = stacked([heading, lead])
    if not found:
        return Box(0, 0, width, bottom(top), boxes=tuple(top), name="handovers")
    chart = _chart(pen, protocol, found, width, height - bottom(top) - GAP).at(0, bottom(top) + GAP)
    return Box(0, 0, width, chart.bottom, boxes=(*top, chart), name="handovers")


@dataclass(frozen=True)
class _Chart:
    """Where rows and columns stand."""

    keys: Sequence[str]
    row: float
    start: float
    column: float
    top: float

    def y(self, key: str) -> float:
        return self.top + (self.keys.index(key) + 0.5) * self.row

    def x(self, place: int) -> float:
        return self.start + place * self.column


def _chart(pen: Pen, protocol: Protocol, found: Sequence[Arrow], width: float, height: float) -> Box:
    keys = rows(found)
    names_width = width * NAMES_SHARE
    start = names_width + 1.6 * PAD
    column = (width - start - PAD / 2) / len(found)
    names = [pen.block(sentence(desk_kind(key, protocol)), NAME, names_width - 16) for key in keys]
    carried = [pen.block(sentence(documents(arrow.documents)), CARRIED, column - 22) for arrow in found]
    tallest = max([box.height for box in names] + [ROW - 6])
    row = max(tallest + 6, max(box.height + 8 for box in carried) / len(keys), (height - 2 * PAD) / len(keys))
    chart = _Chart(keys, row, start, column, PAD)
    whole = row * len(keys) + 2 * PAD
    labels = [_name(box, key, chart, names_width) for box, key in zip(names, keys, strict=True)]
    texts = [
        _beside(box, arrow, place, chart, whole) for place, (box, arrow) in enumerate(zip(carried, found, strict=True))
    ]
    lines = [
        *_lives(chart, width),
        *(line for place, arrow in enumerate(found) for line in _arrow(arrow, place, chart)),
    ]
    dots = [_dot(chart, place, key) for place, arrow in enumerate(found) for key in arrow.senders]
    return Box(0, 0, width, whole, "box", PAPER, LINE, 8, (*labels, *texts, *dots), lines=tuple(lines), name="chart")


def _tint(key: str) -> Tint:
    return TRACKS[track_of(key)]


def _name(words: Box, key: str, chart: _Chart, width: float) -> Box:
    colours = _tint(key)
    height = chart.row - 5
    inside = words.at(8, (height - words.height) / 2)
    y = chart.y(key) - height / 2
    return Box(PAD, y, width, height, "box", colours.ground, colours.edge, 5, (inside,), name="desk")


def _lives(chart: _Chart, width: float) -> list[Line]:
    """A thin line from each kind of desk to the end of the chart."""
    return [
        Line(((chart.start - PAD, chart.y(key)), (width - PAD / 2, chart.y(key))), _tint(key).edge, 0.9)
        for key in chart.keys
    ]


def _arrow(arrow: Arrow, place: int, chart: _Chart) -> list[Line]:
    x, colour = chart.x(place) + DOT, INK
    if arrow.senders == arrow.receivers:
        y, half = chart.y(arrow.senders[0]), chart.row * LOOP
        return [Line(((x, y), (x + 9, y), (x + 9, y + half), (x, y + half), (x, y + 2)), colour, 1.4, has_arrow=True)]
    lines = []
    for sender in arrow.senders:
        for receiver in arrow.receivers:
            away = 1 if chart.y(receiver) > chart.y(sender) else -1
            ends = (x, chart.y(sender)), (x, chart.y(receiver) - away)
            lines.append(Line(ends, colour, 1.6, has_arrow=True))
    return lines


def _dot(chart: _Chart, place: int, key: str) -> Box:
    return Box(
        chart.x(place) + DOT / 2, chart.y(key) - DOT / 2, DOT, DOT, "dot", WHITE, INK, name="sender",
    )  # fmt: skip


def _beside(words: Box, arrow: Arrow, place: int, chart: _Chart, whole: float) -> Box:
    """What goes along, beside the middle of its arrow, on a ground that hides the lines behind."""
    ys = [chart.y(key) for key in (*arrow.senders, *arrow.receivers)]
    middle = (min(ys) + max(ys)) / 2
    height = words.height + 4
    y = min(max(middle - height / 2, 4), whole - height - 4)
    inside = words.at(2, 2)
    return Box(
        chart.x(place) + 16, y, chart.column - 18, height, "box", PAPER, radius=3, boxes=(inside,), name="carried"
    )
