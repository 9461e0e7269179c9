"""Hand-overs as a chart: a line for each kind of desk, an arrow from the one that gives to the one that takes.

Arrows stand in columns with what they carry beside them; those that meet in no row share a column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kanaf.circuit.drawing.palette import HEADING, INK, LEAD, LINE, PAPER, TRACKS, WHITE, Tint
from kanaf.circuit.drawing.pen import Pen, Style, bottom, stacked
from kanaf.circuit.drawing.shapes import Box, Line
from kanaf.circuit.phrases import DOCUMENTS, desk_kind, said, sentence
from kanaf.circuit.protocol import Handover, Protocol
from kanaf.circuit.tracks import track_of

NAMES_SHARE, GAP, ROW, PAD, BESIDE = 0.2, 8.0, 26.0, 10.0, 26.0
NAME, CARRIED = Style(12, "semibold", INK), Style(12, "regular", INK)
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
class _Rows:
    """Where each kind of desk stands."""

    keys: Sequence[str]
    heights: Sequence[float]

    def y(self, key: str) -> float:
        place = self.keys.index(key)
        return PAD + sum(self.heights[:place]) + self.heights[place] / 2

    def height_of(self, key: str) -> float:
        return self.heights[self.keys.index(key)]

    def taller(self, height: float) -> "_Rows":
        """The same rows, as high as that together with the margins."""
        more = max(0.0, height - self.height) / len(self.keys)
        return replace(self, heights=[one + more for one in self.heights])

    @property
    def height(self) -> float:
        return sum(self.heights) + 2 * PAD

    def span(self, arrow: Arrow) -> tuple[float, float]:
        """The rows that an arrow goes through, from the top of the first to the bottom of the last."""
        keys = (*arrow.senders, *arrow.receivers)
        return (
            min(self.y(key) - self.height_of(key) / 2 for key in keys),
            max(self.y(key) + self.height_of(key) / 2 for key in keys),
        )


@dataclass(frozen=True)
class _Placed:
    """An arrow, the column it stands in, and what it carries."""

    arrow: Arrow
    column: int
    words: Box


def _chart(pen: Pen, protocol: Protocol, found: Sequence[Arrow], width: float, height: float) -> Box:
    keys = rows(found)
    names_width = width * NAMES_SHARE
    names = [pen.block(sentence(desk_kind(key, protocol)), NAME, names_width - 16) for key in keys]
    start = PAD + names_width + 6
    least = _Rows(keys, [max(box.height + 7, ROW) for box in names])
    placed, column = _columns(pen, found, least, width - start - PAD / 2)
    tall = least.taller(max([height, *(one.words.height + 8 for one in placed)]))
    labels = [_name(box, key, tall, names_width) for box, key in zip(names, keys, strict=True)]
    inside, lines = [*labels], _lives(tall, start, width)
    for one in placed:
        x = start + one.column * column
        inside += [_beside(one.words, one.arrow, x, tall), *(_dot(x, tall.y(key)) for key in one.arrow.senders)]
        lines += _arrow(one.arrow, x, tall)
    return Box(0, 0, width, tall.height, "box", PAPER, LINE, 8, tuple(inside), lines=tuple(lines), name="chart")


def _columns(pen: Pen, found: Sequence[Arrow], least: _Rows, width: float) -> tuple[list[_Placed], float]:
    """As few columns as will do, for then they are wide: arrows that meet in no row stand in the same one."""
    told = [[sentence(said(DOCUMENTS, key)) for key in arrow.documents] for arrow in found]
    everything = [text for texts in told for text in texts]
    for count in range(1, len(found) + 1):
        column = width / count
        style = pen.fitting(everything, CARRIED, column - BESIDE)
        words = [_listed(pen, texts, style, column - BESIDE) for texts in told]
        tall = least.taller(max(box.height + 8 for box in words))
        spans = [_extent(tall, arrow, box) for arrow, box in zip(found, words, strict=True)]
        if (places := packed(spans, count)) is not None:
            return [_Placed(*one) for one in zip(found, places, words, strict=True)], column
    raise ValueError("each arrow has room in a column of its own")


def packed(spans: Sequence[tuple[float, float]], count: int) -> list[int] | None:
    """The column of each span, so that no two of one column meet; ``None`` when there are too few columns."""
    taken: list[list[tuple[float, float]]] = [[] for _column in range(count)]
    places = []
    for first, last in spans:
        free = [
            at for at, others in enumerate(taken) if all(last <= start or end <= first for start, end in others)
        ]  # fmt: skip
        if not free:
            return None
        taken[free[0]].append((first, last))
        places.append(free[0])
    return places


def _extent(tall: _Rows, arrow: Arrow, words: Box) -> tuple[float, float]:
    """All that an arrow and its words take up."""
    first, last = tall.span(arrow)
    y, height = _words_at(words, arrow, tall)
    return min(first, y), max(last, y + height)


def _listed(pen: Pen, texts: Sequence[str], style: Style, width: float) -> Box:
    """One document under the other, no wider than they are."""
    boxes = stacked([pen.block(text, style, width) for text in texts], 2)
    widest = max((words.width for box in boxes for words in box.words), default=0)
    return Box(0, 0, widest, bottom(boxes), boxes=tuple(box.wide(widest) for box in boxes))


def _tint(key: str) -> Tint:
    return TRACKS[track_of(key)]


def _name(words: Box, key: str, tall: _Rows, width: float) -> Box:
    colours = _tint(key)
    height = tall.height_of(key) - 4
    inside = words.at(8, (height - words.height) / 2)
    y = tall.y(key) - height / 2
    return Box(PAD, y, width, height, "box", colours.ground, colours.edge, 5, (inside,), name="desk")


def _lives(tall: _Rows, start: float, width: float) -> list[Line]:
    """A thin line from each kind of desk to the end of the chart."""
    ends = start - 6, width - PAD / 2
    return [Line(((ends[0], tall.y(key)), (ends[1], tall.y(key))), _tint(key).edge, 0.9) for key in tall.keys]


def _arrow(arrow: Arrow, start: float, tall: _Rows) -> list[Line]:
    x = start + DOT
    if arrow.senders == arrow.receivers:
        y, half = tall.y(arrow.senders[0]), tall.height_of(arrow.senders[0]) * LOOP
        return [Line(((x, y), (x + 7, y), (x + 7, y + half), (x, y + half), (x, y + 3)), INK, 1.4, has_arrow=True)]
    lines = []
    for sender in arrow.senders:
        for receiver in arrow.receivers:
            away = 1 if tall.y(receiver) > tall.y(sender) else -1
            lines.append(Line(((x, tall.y(sender)), (x, tall.y(receiver) - away)), INK, 1.6, has_arrow=True))
    return lines


def _dot(start: float, y: float) -> Box:
    return Box(start + DOT / 2, y - DOT / 2, DOT, DOT, "dot", WHITE, INK, name="sender")


def _words_at(words: Box, arrow: Arrow, tall: _Rows) -> tuple[float, float]:
    """Where the words begin, beside the middle of their arrow, and how high their ground is."""
    ys = [tall.y(key) for key in (*arrow.senders, *arrow.receivers)]
    height = words.height + 4
    return min(max((min(ys) + max(ys)) / 2 - height / 2, 4), tall.height - height - 4), height


def _beside(words: Box, arrow: Arrow, start: float, tall: _Rows) -> Box:
    """What goes along, on a ground that hides the lines behind."""
    y, height = _words_at(words, arrow, tall)
    return Box(start + 17, y, words.width + 4, height, "box", PAPER, radius=3, boxes=(words.at(2, 2),), name="carried")
