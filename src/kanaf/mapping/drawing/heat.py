"""A table of cells as a picture: four states told by a pattern, a number and a colour, in this order of trust."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kanaf.circuit.drawing.pen import Pen, Style
from kanaf.foundation.paper import Measure, measured

NAMES, COLUMN, PAD, LEAST = 190.0, 78.0, 6.0, 40.0
HEAD, NAME = Style(12, "semibold"), Style(13.5)
STATES = ("none", "doubtful", "part", "whole")


@dataclass(frozen=True)
class HeatCell:
    """One square: its state, and what is written in it."""

    state: str
    text: str
    title: str


@dataclass(frozen=True)
class HeatRow:
    """One line of the picture."""

    name: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Placed:
    """A line of the picture with its height and the lines of its name."""

    row: HeatRow
    lines: tuple[str, ...]
    y: float
    height: float


def defs() -> SafeString:
    """The patterns, once on a page; the style sheet gives them their colours."""
    return mark_safe(
        '<svg class="visually-hidden" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="gap-none" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect width="7" height="7" class="gap-ground gap-ground--none"/>'
        '<path d="M0 0L7 7M7 0L0 7" class="gap-line gap-line--none"/></pattern>'
        '<pattern id="gap-doubtful" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<rect width="7" height="7" class="gap-ground gap-ground--doubtful"/>'
        '<circle cx="3.5" cy="3.5" r="1.3" class="gap-dot"/></pattern>'
        '<pattern id="gap-part" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" class="gap-ground gap-ground--part"/>'
        '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" class="gap-line gap-line--part"/></pattern>'
        '<pattern id="gap-whole" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" class="gap-ground gap-ground--whole"/></pattern>'
        "</defs></svg>"
    )


def draw(columns: Sequence[str], rows: Sequence[HeatRow], *, is_mirrored: bool, title: str) -> SafeString:
    """One ``svg`` element; the table beside it says the same."""
    heads, placed, height = measured(lambda measure: _placed(columns, rows, measure))
    width = NAMES + len(columns) * COLUMN
    inner = [_head(lines, number, width, is_mirrored) for number, lines in enumerate(heads)]
    inner += [_row(one, width, is_mirrored) for one in placed]
    return format_html(
        '<svg class="heat" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        f"{width:g}",
        f"{height:g}",
        title,
        format_html_join("", "{}", ((part,) for part in inner)),
    )


def _placed(
    columns: Sequence[str], rows: Sequence[HeatRow], measure: Measure
) -> tuple[list[tuple[str, ...]], list[Placed], float]:
    pen = Pen(measure)
    style = pen.fitting(columns, HEAD, COLUMN - PAD)
    heads = [tuple(pen.lines(column, style, COLUMN - PAD)) for column in columns]
    y = max((len(lines) for lines in heads), default=1) * HEAD.line + 2 * PAD
    placed = []
    for row in rows:
        lines = tuple(pen.lines(row.name, NAME, NAMES - 2 * PAD))
        height = max(LEAST, len(lines) * NAME.line + PAD)
        placed.append(Placed(row, lines, y, height))
        y += height
    return heads, placed, y + PAD


def _head(lines: Sequence[str], number: int, width: float, is_mirrored: bool) -> SafeString:  # noqa: FBT001
    middle = NAMES + (number + 0.5) * COLUMN
    x = width - middle if is_mirrored else middle
    return _text("heat__head", lines, x, PAD + HEAD.line * 0.8, HEAD, "middle", is_mirrored)


def _row(one: Placed, width: float, is_mirrored: bool) -> SafeString:  # noqa: FBT001
    top = one.y + (one.height - len(one.lines) * NAME.line) / 2 + NAME.line * 0.78
    name = _text("heat__name", one.lines, width - PAD if is_mirrored else PAD, top, NAME, "start", is_mirrored)
    squares = [_cell(cell, number, one, width, is_mirrored) for number, cell in enumerate(one.row.cells)]
    return format_html("<g>{}{}</g>", name, format_html_join("", "{}", ((square,) for square in squares)))


def _cell(cell: HeatCell, number: int, one: Placed, width: float, is_mirrored: bool) -> SafeString:  # noqa: FBT001
    start = NAMES + number * COLUMN
    x = width - start - COLUMN if is_mirrored else start
    return format_html(
        '<g class="heat__cell heat__cell--{}"><title>{}</title>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#gap-{})"></rect>'
        '<rect class="heat__plate" x="{}" y="{}" width="46" height="20" rx="10"></rect>'
        '<text x="{}" y="{}" font-size="12.5" text-anchor="middle" direction="ltr">{}</text></g>',
        cell.state,
        cell.title,
        f"{x + 1:g}",
        f"{one.y + 1:g}",
        f"{COLUMN - 2:g}",
        f"{one.height - 2:g}",
        cell.state,
        f"{x + COLUMN / 2 - 23:g}",
        f"{one.y + one.height / 2 - 10:g}",
        f"{x + COLUMN / 2:g}",
        f"{one.y + one.height / 2 + 4.5:g}",
        cell.text,
    )


def _text(
    kind: str,
    lines: Sequence[str],
    x: float,
    y: float,
    style: Style,
    anchor: str,
    is_mirrored: bool,  # noqa: FBT001
) -> SafeString:
    written = (
        (
            kind,
            f"{x:g}",
            f"{y + number * style.line:.1f}",
            f"{style.size:g}",
            anchor,
            "rtl" if is_mirrored else "ltr",
            line,
        )
        for number, line in enumerate(lines)
    )
    return format_html_join(
        "", '<text class="{}" x="{}" y="{}" font-size="{}" text-anchor="{}" direction="{}">{}</text>', written
    )
