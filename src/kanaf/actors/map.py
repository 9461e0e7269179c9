"""Where services are, drawn on the provinces: a circle and a number each, and the same in a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from uuid import UUID

from kanaf.territory.access import provinces
from kanaf.territory.map_svg import shapes

_RING = re.compile(r"M([^MZ]+)Z")
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
SMALLEST, LARGEST, WORDLESS = 5.0, 20.0, 8.0


@dataclass(frozen=True)
class Spot:
    """One province on the map; without a shape it is only in the list."""

    code: str
    name: str
    number: int
    x: float | None
    y: float | None
    radius: float

    @property
    def says_number(self) -> bool:
        """A circle too small for its number leaves it to the list."""
        return self.radius > WORDLESS

    @property
    def letter(self) -> float:
        return round(self.radius * 0.85, 1)


def spots(counted: Mapping[UUID, int]) -> list[Spot]:
    """The provinces that have services, the most first; a circle's area follows its number."""
    most = max(counted.values(), default=1)
    found = [
        Spot(place.code, place.name, counted[place.pk], *centre(place.code), _radius(counted[place.pk], most))
        for place in provinces()
        if place.pk in counted
    ]
    return sorted(found, key=lambda spot: (-spot.number, spot.name))


@lru_cache(maxsize=256)
def centre(code: str) -> tuple[float | None, float | None]:
    """The centre of the largest ring of a province."""
    rings = [[(float(x), float(y)) for x, y in _POINT.findall(ring)] for ring in _RING.findall(shapes().get(code, ""))]
    if not rings:
        return None, None
    return max((_area_and_centre(ring) for ring in rings), key=lambda found: found[0])[1]


def _area_and_centre(ring: list[tuple[float, float]]) -> tuple[float, tuple[float, float]]:
    area = x_moment = y_moment = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x_moment += (x1 + x2) * cross
        y_moment += (y1 + y2) * cross
    if area == 0:
        return 0.0, ring[0]
    return abs(area), (round(x_moment / (3 * area), 1), round(y_moment / (3 * area), 1))


def _radius(number: int, most: int) -> float:
    return round(SMALLEST + (LARGEST - SMALLEST) * sqrt(number / most), 1)
