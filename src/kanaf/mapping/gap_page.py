"""The gap map as a page says it: sentences, two tables with their pictures, and a map with its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kanaf.actors.actor import Actor
from kanaf.mapping import gaps
from kanaf.mapping.access import maps
from kanaf.mapping.access.maps import Asked
from kanaf.mapping.drawing import ground, heat
from kanaf.mapping.enums import BANDS, CellState, Hours
from kanaf.mapping.forms.maps import ALL
from kanaf.territory import access as territory
from kanaf.territory.enums import PlaceLevel
from kanaf.territory.models import Place

MOST_SHOWN, ROUNDED = 8, 1000


def ages_words(band: str) -> str:
    return _("%(ages)s years") % {"ages": band.replace("-", "–")}


def about(children: int) -> str:
    """« 165 000 »: what is worked out from bands is not told to the last child."""
    return str(number_format(round(children, -2 if children >= ROUNDED else 0), use_l10n=True, force_grouping=True))


def said(need: str, place: str, band: str, hours: str) -> str:
    """« Hébergement d’urgence · nuit · 15–17 ans · Tanger-Assilah »."""
    return " · ".join([need, str(Hours(hours).label).lower(), ages_words(band), place])


def legend() -> list[tuple[str, str, str]]:
    """Each state, its word, and what it means."""
    return [
        (CellState.NONE, str(CellState.NONE.label), _("no service is open for these children at these hours")),
        (CellState.DOUBTFUL, str(CellState.DOUBTFUL.label), _("hours unknown, full, or not verified for a year")),
        (CellState.PART, str(CellState.PART.label), _("some of the hours, of the ages or of the place")),
        (CellState.WHOLE, str(CellState.WHOLE.label), _("at every hour, for all of these children")),
    ]


@dataclass(frozen=True)
class Square:
    """One cell of a table, with the way to fill it when it is empty."""

    cell: gaps.Cell
    column: str
    query: str = ""

    @property
    def state(self) -> str:
        return str(self.cell.state)

    @property
    def words(self) -> str:
        return str(CellState(self.cell.state).label)

    @property
    def figure(self) -> str:
        return f"{self.cell.open_hours}/{self.cell.hours}"


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    name: str
    squares: Sequence[Square]
    children: int = 0

    @property
    def people(self) -> str:
        return about(self.children)


@dataclass(frozen=True)
class Worst:
    """One of the widest gaps, in words."""

    words: str
    hours: str
    children: str
    query: str


@dataclass
class GapPage:
    """All that one choice of place, need, ages and hours shows; asked for as the template needs it."""

    actor: Actor
    place: Place
    needs: Sequence[tuple[str, str, str]]
    need: str
    band: str
    hours: str
    is_mirrored: bool = False

    @cached_property
    def offers(self) -> list[gaps.Offer]:
        return maps.offers(self.actor, territory.today())

    @property
    def bands(self) -> list[str]:
        return list(BANDS) if self.band == ALL else [self.band]

    @property
    def need_label(self) -> str:
        return next(label for code, label, _category in self.needs if code == self.need)

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(code, category) for code, _label, category in self.needs]

    @cached_property
    def here(self) -> list[Asked]:
        """Every need at the chosen place."""
        return maps.cells(self.offers, [self.place], self._pairs, self.bands, Hours.values)

    @cached_property
    def inside(self) -> list[Asked]:
        """The chosen need in each part of the place."""
        chosen = [pair for pair in self._pairs if pair[0] == self.need]
        return maps.cells(self.offers, maps.parts_of(self.place), chosen, self.bands, Hours.values)

    @property
    def columns(self) -> list[str]:
        return [str(label) for label in Hours.labels]

    @cached_property
    def by_need(self) -> list[Line]:
        return [
            Line(label, self._squares([one for one in self.here if one.need == code]))
            for code, label, _category in self.needs
        ]

    @cached_property
    def by_place(self) -> list[Line]:
        places = {one.place.pk: one.place for one in self.inside}
        rows = [
            Line(place.name, self._squares(found), sum({one.band: one.children for one in found}.values()))
            for place in places.values()
            if (found := [one for one in self.inside if one.place.pk == place.pk])
        ]
        return sorted(rows, key=lambda row: (-_emptiness(row), -row.children, row.name))

    def _squares(self, asked: Sequence[Asked]) -> list[Square]:
        """One square for each column: the worst of the ages that are looked at."""
        return [self._square(window, [one for one in asked if one.window == window]) for window in Hours.values]

    def _square(self, window: str, asked: Sequence[Asked]) -> Square:
        cell = gaps.worst([one.cell for one in asked])
        first = next(one for one in asked if one.cell == cell)
        query = _query(first) if cell.is_gap else ""
        return Square(cell, str(Hours(window).label), query)

    @cached_property
    def worst(self) -> list[Worst]:
        labels = {code: label for code, label, _category in self.needs}
        found = maps.worst_gaps([*self.here, *self.inside], MOST_SHOWN)
        return [
            Worst(
                " · ".join([labels[gap[0].need], ages_words(gap[0].band), gap[0].place.name]),
                _(", ").join(str(Hours(one.window).label).lower() for one in gap),
                about(gap[0].children),
                _query(gap[0]),
            )
            for gap in found
        ]

    @property
    def need_picture(self) -> SafeString:
        title = _("Needs and hours in %(place)s; the same is in the table") % {"place": self.place.name}
        return self._heat(self.by_need, title)

    @property
    def place_picture(self) -> SafeString:
        title = _("%(need)s, place by place; the same is in the table") % {"need": self.need_label}
        return self._heat(self.by_place, title)

    def _heat(self, lines: Sequence[Line], title: str) -> SafeString:
        rows = [heat.HeatRow(line.name, [_heat_cell(line, one) for one in line.squares]) for line in lines]
        return heat.draw(self.columns, rows, is_mirrored=self.is_mirrored, title=title)

    @cached_property
    def grounds(self) -> list[ground.Ground]:
        """The provinces of the region, by the chosen need and hours."""
        region = self.place if self.place.level == PlaceLevel.REGION else territory.get_place(self.place.lineage[0])
        provinces = territory.places_within(region, PlaceLevel.PROVINCE)
        chosen = [pair for pair in self._pairs if pair[0] == self.need]
        asked = maps.cells(self.offers, provinces, chosen, self.bands, [self.hours])
        found = {}
        for province in provinces:
            cell = gaps.worst([one.cell for one in asked if one.place.pk == province.pk])
            words = _("%(state)s, %(open)s of %(hours)s hours") % {
                "state": CellState(cell.state).label,
                "open": cell.open_hours,
                "hours": cell.hours,
            }
            found[province.code] = (province.name, str(cell.state), words)
        return ground.numbered(found)

    @property
    def map_title(self) -> str:
        return _("%(need)s, %(hours)s: province by province; the same is in the list") % {
            "need": self.need_label,
            "hours": str(Hours(self.hours).label).lower(),
        }

    @property
    def map_picture(self) -> SafeString:
        return ground.draw(self.grounds, title=self.map_title)

    @property
    def patterns(self) -> SafeString:
        return heat.defs()


def _emptiness(row: Line) -> int:
    return sum(square.cell.is_gap for square in row.squares)


def _query(one: Asked) -> str:
    return urlencode({"need": one.need, "place": one.place.code, "band": one.band, "hours": one.window})


def _heat_cell(line: Line, square: Square) -> heat.HeatCell:
    title = f"{line.name} · {square.column} · {square.words} ({square.figure})"
    return heat.HeatCell(square.state, square.figure, title)
