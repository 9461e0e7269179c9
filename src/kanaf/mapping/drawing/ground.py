"""Provinces coloured by state, on our own outlines: no tile server, no request to anyone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kanaf.actors.map import centre
from kanaf.mapping.drawing.heat import STATES
from kanaf.territory.map_svg import VIEW_BOX, shapes

POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
MARGIN, FEW = 0.04, 20
ACROSS = 520
"""How wide a map is on a screen, about: patterns keep the size they have in the tables."""


@dataclass(frozen=True)
class Ground:
    """One province: its code, its name, its state in words and as a code, its number in the list."""

    code: str
    name: str
    state: str
    words: str
    number: int

    @property
    def title(self) -> str:
        return f"{self.name} · {self.words}"


def draw(grounds: Sequence[Ground], *, title: str) -> SafeString:
    """One ``svg`` element around these provinces; numbers lead to the list when there are few of them."""
    drawn = [one for one in grounds if one.code in shapes()]
    box, size = _around([one.code for one in drawn])
    patterns = format_html_join(
        "",
        '<pattern id="ground-{}" href="#gap-{}" patternTransform="scale({})"></pattern>',
        ((state, state, f"{size / ACROSS:.4f}") for state in STATES),
    )
    paths = format_html_join(
        "",
        '<path class="ground" fill="url(#ground-{})" d="{}"><title>{}</title></path>',
        ((one.state, shapes()[one.code], one.title) for one in drawn),
    )
    numbers = [(one.number, *centre(one.code)) for one in drawn] if len(drawn) <= FEW else []
    marks = format_html_join(
        "",
        '<circle class="ground__plate" cx="{}" cy="{}" r="{}"></circle>'
        '<text class="ground__number" x="{}" y="{}" font-size="{}" text-anchor="middle" direction="ltr">{}</text>',
        (
            (x, y, f"{size * 0.026:.2f}", x, f"{(y or 0) + size * 0.0125:.2f}", f"{size * 0.034:.2f}", number)
            for number, x, y in numbers
            if x is not None
        ),
    )
    return format_html(
        '<svg class="map" viewBox="{}" role="img" aria-label="{}"><defs>{}</defs>{}{}</svg>',
        box,
        title,
        patterns,
        paths,
        marks,
    )


def _around(codes: Sequence[str]) -> tuple[str, float]:
    """The view box that holds these provinces, and its longer side."""
    points = [(float(x), float(y)) for code in codes for x, y in POINT.findall(shapes()[code])]
    if not points:
        return VIEW_BOX, 800
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    width, height = max(x for x, _y in points) - left, max(y for _x, y in points) - top
    size = max(width, height)
    edge = size * MARGIN
    return f"{left - edge:.1f} {top - edge:.1f} {width + 2 * edge:.1f} {height + 2 * edge:.1f}", size


def numbered(found: Mapping[str, tuple[str, str, str]]) -> list[Ground]:
    """Provinces by code, in the order given: name, state, words."""
    return [Ground(code, *told, number) for number, (code, told) in enumerate(found.items(), 1)]
