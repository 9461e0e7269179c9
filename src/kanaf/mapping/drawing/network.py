"""The network as two layers around one column of desks: agreements on the side where reading starts, referrals on the
other. Nothing can lie on a name, because names have the column to themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kanaf.circuit.drawing.pen import Pen, Style
from kanaf.foundation.paper import Measure, measured
from kanaf.mapping.network import Flow, Node, Pair

SIDE, NAMES, PAD = 190.0, 330.0, 10.0
WIDTH = SIDE + NAMES + SIDE
LABEL, GROUP = Style(14), Style(12.5, "semibold")
GAP, GROUP_GAP = 12.0, 14.0
NEAREST, STEP, FARTHEST = 26.0, 13.0, 168.0
OUT, IN = 5.0, -5.0
"""An arrow leaves a little below the middle of a name and arrives a little above it."""
THICK = ((20, 6.0), (10, 4.0), (5, 2.6))
THIN = 1.6


@dataclass(frozen=True)
class Label:
    """A name in the column: its lines, its box."""

    lines: tuple[str, ...]
    y: float
    height: float
    is_group: bool = False
    desk: UUID | None = None
    width: float = 0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arc:
    """A line from one name to another, on one side of the column."""

    begins: float
    ends: float
    bulge: float
    width: float
    title: str
    is_referral: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Picture:
    """Everything placed, in the direction of reading; mirrored only when it is written."""

    labels: tuple[Label, ...]
    arcs: tuple[Arc, ...]
    height: float

    def svg(self, *, is_mirrored: bool, title: str) -> SafeString:
        """One ``svg`` element; the same picture is told by the table beside it."""
        ends = {y for arc in self.arcs if arc.is_referral for y in (arc.begins - OUT, arc.ends - IN)}
        leaders = [label for label in self.labels if label.desk and label.middle in ends]
        return format_html(
            '<svg class="network" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
            f"{WIDTH:g}",
            f"{self.height:g}",
            title,
            format_html_join("", "{}", ((_leader(label, is_mirrored),) for label in leaders)),
            format_html_join("", "{}", ((_arc(arc, is_mirrored),) for arc in self.arcs)),
            format_html_join("", "{}", ((_label(label, is_mirrored),) for label in self.labels)),
        )


def draw(
    nodes: Sequence[Node],
    agreed: set[Pair],
    flows: Sequence[Flow],
    group_name: Callable[[str], str],
    told: Callable[[Flow], str],
) -> Picture:
    """The picture of these desks; ``told`` says one flow in words."""
    labels, height = measured(lambda measure: _labels(nodes, group_name, measure))
    rows = {label.desk: label for label in labels if label.desk is not None}
    order = {node.desk: number for number, node in enumerate(nodes)}
    names = {node.desk: node.name for node in nodes}
    arcs = [_agreement(pair, rows, order, names) for pair in sorted(agreed, key=lambda p: (order[p[0]], order[p[1]]))]
    inside = [flow for flow in flows if flow.desk_from in rows and flow.desk_to in rows]
    arcs += [_referral(flow, rows, order, told(flow)) for flow in sorted(inside, key=lambda f: _rank(f, order))]
    return Picture(tuple(labels), tuple(arcs), height)


def _rank(flow: Flow, order: Mapping[UUID, int]) -> tuple[int, int, str]:
    return order[flow.desk_from], order[flow.desk_to], flow.kind


def _labels(nodes: Sequence[Node], group_name: Callable[[str], str], measure: Measure) -> tuple[list[Label], float]:
    pen, labels, y, group = Pen(measure), list[Label](), PAD, ""
    for node in nodes:
        if node.group != group:
            group = node.group
            lines = tuple(pen.lines(group_name(group), GROUP, NAMES - 2 * PAD))
            labels.append(Label(lines, y + GROUP_GAP / 2, len(lines) * GROUP.line, is_group=True))
            y += GROUP_GAP + len(lines) * GROUP.line
        lines = tuple(pen.lines(node.name, LABEL, NAMES - 2 * PAD))
        long = max(pen.width(line, LABEL) for line in lines)
        labels.append(Label(lines, y, len(lines) * LABEL.line, desk=node.desk, width=long))
        y += len(lines) * LABEL.line + GAP
    return labels, y + PAD


def _bulge(pair: tuple[UUID, UUID], order: Mapping[UUID, int]) -> float:
    return min(FARTHEST, NEAREST + STEP * abs(order[pair[0]] - order[pair[1]]))


def _agreement(pair: Pair, rows: Mapping[UUID, Label], order: Mapping[UUID, int], names: Mapping[UUID, str]) -> Arc:
    first, last = rows[pair[0]].middle, rows[pair[1]].middle
    return Arc(first, last, _bulge(pair, order), 2.2, title=f"{names[pair[0]]} — {names[pair[1]]}")


def _referral(flow: Flow, rows: Mapping[UUID, Label], order: Mapping[UUID, int], words: str) -> Arc:
    width = next((wide for least, wide in THICK if (flow.count or 0) >= least), THIN)
    begins, ends = rows[flow.desk_from].middle + OUT, rows[flow.desk_to].middle + IN
    return Arc(
        begins,
        ends,
        _bulge((flow.desk_from, flow.desk_to), order),
        width,
        words,
        is_referral=True,
        is_hidden=flow.count is None,
    )


def _leader(label: Label, is_mirrored: bool) -> SafeString:  # noqa: FBT001 - written twice, a line below another
    """From the end of a name to where its arrows leave and arrive."""
    begins, ends = SIDE + PAD + label.width + PAD, SIDE + NAMES
    x1, x2 = (WIDTH - begins, WIDTH - ends) if is_mirrored else (begins, ends)
    y = f"{label.middle:g}"
    return format_html(
        '<line class="network__leader" x1="{}" y1="{}" x2="{}" y2="{}"></line>', f"{x1:g}", y, f"{x2:g}", y
    )


def _arc(arc: Arc, is_mirrored: bool) -> SafeString:  # noqa: FBT001 - written twice, a line below another
    at = SIDE + NAMES if arc.is_referral else SIDE
    out = at + arc.bulge * (1.3 if arc.is_referral else -1.3)
    at, out = (WIDTH - at, WIDTH - out) if is_mirrored else (at, out)
    path = f"M{at:g} {arc.begins:g}C{out:g} {arc.begins:g} {out:g} {arc.ends:g} {at:g} {arc.ends:g}"
    kind = "referral" if arc.is_referral else "agreement"
    hidden = " network__few" if arc.is_hidden else ""
    return format_html(
        '<path class="network__{}{}" d="{}" stroke-width="{}"><title>{}</title></path>{}',
        kind,
        hidden,
        path,
        f"{arc.width:g}",
        arc.title,
        _head(at, arc.ends, arc.width, 1 if out > at else -1) if arc.is_referral else "",
    )


def _head(x: float, y: float, width: float, side: int) -> SafeString:
    long, wide = side * (7 + width), 3.5 + width / 2
    points = f"{x:g},{y:g} {x + long:g},{y - wide:g} {x + long:g},{y + wide:g}"
    return format_html('<polygon class="network__head" points="{}"></polygon>', points)


def _label(label: Label, is_mirrored: bool) -> SafeString:  # noqa: FBT001 - written twice, a line below another
    style = GROUP if label.is_group else LABEL
    x = SIDE + PAD
    written = [
        format_html(
            '<text class="network__{}" x="{}" y="{}" font-size="{}" direction="{}">{}</text>',
            "group" if label.is_group else "name",
            f"{WIDTH - x if is_mirrored else x:g}",
            f"{label.y + (number + 0.78) * style.line:.1f}",
            f"{style.size:g}",
            "rtl" if is_mirrored else "ltr",
            line,
        )
        for number, line in enumerate(label.lines)
    ]
    return mark_safe("".join(written))  # noqa: S308 - made of pieces that escaped themselves
