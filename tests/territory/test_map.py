"""The map is ours: drawn from TopoJSON, without style and without anybody's server."""

import csv
import xml.etree.ElementTree as ET

import pytest

from kanaf.territory import map_svg
from kanaf.territory.morocco import DATA

WIDTH, HEIGHT = (float(part) for part in map_svg.VIEW_BOX.split()[2:])


def paths(language: str) -> list[ET.Element]:
    return ET.fromstring(map_svg.provinces_svg(language)).findall("path")


def test_every_province_is_drawn_once_by_its_code() -> None:
    with (DATA / "crosswalk_hcp_iso3166_2.csv").open(encoding="utf-8") as file:
        codes = {row["hcp"] for row in csv.DictReader(file) if row["iso3166_2"]}
    assert {path.get("data-code") for path in paths("fr")} == codes
    assert {path.get("id") for path in paths("fr")} == {f"p-{code}" for code in codes}
    assert len(paths("fr")) == 75


@pytest.mark.parametrize(("language", "name"), [("fr", "Salé"), ("ar", "سلا"), ("en", "Salé")])
def test_each_province_says_its_name_in_the_language(language: str, name: str) -> None:
    titles = {path.get("data-code"): path.findtext("title") for path in paths(language)}
    assert titles["04.441"] == name


def test_a_shape_is_a_closed_line_inside_the_map_and_carries_no_style() -> None:
    for path in paths("fr"):
        line = path.get("d", "")
        assert line.startswith("M")
        assert line.endswith("Z")
        assert "style" not in path.attrib
        for point in line[1:-1].replace("ZM", "L").split("L"):
            x, y = (float(part) for part in point.split())
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_the_whole_kingdom_is_on_the_map() -> None:
    codes = {path.get("data-code") for path in paths("fr")}
    assert {"01.511", "11.321", "12.391", "12.066"} <= codes


def test_neighbours_share_their_border_point_for_point() -> None:
    rabat, sale = map_svg.shapes()["04.421"], map_svg.shapes()["04.441"]
    assert len(set(rabat[1:-1].split("L")) & set(sale[1:-1].split("L"))) >= 2


def contains(code: str, point: tuple[float, float]) -> bool:
    """Whether a point lies in a province, by crossing its outline."""
    line = [tuple(map(float, p.split())) for p in map_svg.shapes()[code][1:-1].split("ZM")[0].split("L")]
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(line, line[1:] + line[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [
        ("01.511", -5.81, 35.77),  # Tanger
        ("01.571", -5.37, 35.57),  # Tétouan
        ("04.441", -6.80, 34.05),  # Salé
        ("04.421", -6.84, 34.01),  # Rabat
        ("06.141", -7.61, 33.58),  # Casablanca
        ("03.231", -5.00, 34.04),  # Fès
        ("07.351", -8.00, 31.63),  # Marrakech
        ("08.401", -6.90, 30.93),  # Ouarzazate
        ("09.001", -9.59, 30.42),  # Agadir
        ("11.321", -13.19, 27.15),  # Laâyoune
        ("12.391", -15.00, 23.70),  # the land behind Dakhla, whose peninsula is too thin for the map
    ],
)
def test_a_point_of_the_world_falls_in_its_province(code: str, lon: float, lat: float) -> None:
    assert contains(code, map_svg.project(lon, lat))


def test_the_drawing_is_made_once_and_stays_light() -> None:
    assert map_svg.provinces_svg("fr") is map_svg.provinces_svg("fr")
    assert len(map_svg.provinces_svg("ar")) < 90_000
