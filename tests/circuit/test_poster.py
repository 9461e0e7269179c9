"""The poster: everything that the protocol says stands on it, fits, and overlaps nothing."""

import random
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.circuit.drawing.flat import marks
from kanaf.circuit.drawing.handovers import arrows, rows
from kanaf.circuit.drawing.paper import sheet_pdf
from kanaf.circuit.drawing.poster import HEIGHT, WIDTH, poster
from kanaf.circuit.drawing.svg import svg
from kanaf.circuit.protocol import DAY, HOUR, Handover, Protocol, Text
from kanaf.circuit.reading import read
from kanaf.circuit.tracks import JUDICIAL
from tests.circuit import drawings
from tests.circuit.protocols import SMALL, TEXTS
from tests.circuit.test_protocol_fuzz import protocols

LANGUAGES = ["fr", "ar", "en"]
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ["upe", "cape", "school", "prosecution", "juvenile_judge", "hospital_unit", "shelter", "court_cell"]


def joined(drawing) -> str:
    return " ".join(drawings.texts_of(drawing)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_everything_fits_and_nothing_overlaps(name, language):
    drawing = poster(drawings.edition(name), language)
    assert not drawings.troubles(drawing)
    assert not drawings.wrongly_measured(drawing)
    assert (drawing.box.width, drawing.box.height) == (pytest.approx(WIDTH), pytest.approx(HEIGHT))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_are_large_enough_to_be_read_on_a_wall(language):
    """At least 8 points on A2, and the name of each duty at least 10."""
    drawing = poster(drawings.edition("tanger"), language)
    sizes = [words.size for box in drawings.boxes_of(drawing.box) for words in box.words]
    cards = [box for box in drawings.boxes_of(drawing.box) if box.name.startswith("card")]
    assert min(sizes) >= 8
    assert min(card.boxes[1].words[0].size for card in cards) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_protocol_says_stands_on_it(language):
    protocol = read(TEXTS["tanger"])
    said = joined(poster(drawings.edition(protocol), language)).replace(" ", "")
    names = [*protocol.stages, *protocol.tracks, *protocol.doors, *protocol.obligations, *protocol.pathways]
    missing = [one.name.said_in(language) for one in names if one.name.said_in(language).replace(" ", "") not in said]
    assert not missing
    assert all(number.number in said for number in drawings.NUMBERS)


def test_each_duty_stands_in_its_stage_and_in_its_track():
    protocol = read(TEXTS["tanger"])
    drawing = poster(drawings.edition(protocol), "fr")
    grid = next(box for box in drawings.boxes_of(drawing.box) if box.name == "grid")
    heads = [box for box in grid.boxes[0].boxes if box.name == "stage"]
    lanes = [box for box in grid.boxes if box.name == "lane"]
    tracks = ["", *(track.key for track in protocol.tracks)]
    assert len(lanes) == len(tracks)
    for rule in protocol.obligations:
        card = next(one for one in lanes[tracks.index(rule.track)].boxes if one.name == f"card:{rule.key}")
        head = heads[[stage.key for stage in protocol.stages].index(rule.stage)]
        assert head.x <= card.x
        assert card.end <= head.end + drawings.NEAR


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "« Projet, à valider »"), ("ar", "« مشروع في انتظار المصادقة »"), ("en", "« Project, to be confirmed »")],
)
def test_it_says_that_it_is_a_project_while_a_delay_is_unconfirmed(language, words):
    protocol = read(TEXTS["tanger"])
    agreed = replace(protocol, obligations=tuple(replace(rule, confirmed=True) for rule in protocol.obligations))
    almost = replace(agreed, obligations=(replace(agreed.obligations[0], confirmed=False), *agreed.obligations[1:]))
    assert words in joined(poster(drawings.edition(protocol), language))
    assert words in joined(poster(drawings.edition(almost), language))
    assert words not in joined(poster(drawings.edition(agreed), language))


def test_a_draft_says_that_it_is_one():
    assert "« Brouillon, non en vigueur »" in joined(poster(drawings.edition("tanger", is_draft=True), "fr"))


def test_arabic_is_the_same_sheet_mirrored():
    """The doors at the right, the stages to the left of one another, and each text right-aligned in its box."""
    drawing = poster(drawings.edition("tanger"), "ar")
    texts = [mark for mark in marks(drawing) if mark["kind"] == "text"]
    first = next(mark for mark in texts if mark["text"].startswith("أبواب"))
    steps = [next(mark["x"] for mark in texts if mark["text"] == str(number)) for number in range(1, 7)]
    assert first["x"] > WIDTH * 0.8
    assert steps == sorted(steps, reverse=True)
    assert all(0 <= mark["x"] <= WIDTH - mark["width"] for mark in texts)


def test_the_svg_is_well_formed_and_bears_its_letters_and_widths():
    drawing = poster(drawings.edition("tanger"), "ar")
    root = ET.fromstring(svg(drawing, width_mm=594).encode())
    texts = root.findall(f"{SVG}text")
    assert (root.get("width"), root.get("height")) == ("594mm", "420mm")
    assert {text.get("direction") for text in texts} == {"rtl"}
    assert all(float(text.get("textLength")) > 0 for text in texts if text.text.strip())
    assert root.find(f"{SVG}style").text.count("@font-face") == 6
    said = {text.text for text in texts}
    assert set(drawings.texts_of(drawing)) <= said
    assert "script" not in {element.tag.removeprefix(SVG) for element in root.iter()}


@pytest.mark.parametrize(("paper", "width", "height"), [("a2", 594, 420), ("a3", 420, 297)])
def test_the_pdf_has_the_size_of_its_paper_and_is_tagged(paper, width, height):
    drawing = poster(drawings.edition("tanger"), "ar")
    with pikepdf.open(BytesIO(sheet_pdf(drawing, paper))) as pdf:
        page = [round(float(one) / 72 * 25.4) for one in pdf.pages[0].mediabox[2:]]
        assert page == [width, height]
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("ar")
        assert str(pdf.docinfo["/Title"]) == read(TEXTS["tanger"]).name.ar


def test_what_goes_to_one_desk_shares_an_arrow():
    found = arrows([
        Handover("school", "upe", ("report",)), Handover("street_outreach", "upe", ("report",)),
        Handover("upe", "school", ("report",)), Handover("upe", "upe", ("summary",)), Handover("upe", "cape", ("summary",)),
    ])  # fmt: skip
    assert [(one.senders, one.receivers) for one in found] == [
        (("school", "street_outreach"), ("upe",)), (("upe",), ("school",)), (("upe",), ("upe",)), (("upe",), ("cape",)),
    ]  # fmt: skip


def test_desks_of_justice_stand_together():
    keys = rows(arrows(read(TEXTS["tanger"]).handovers))
    judicial = [
        key
        in {"prosecution", "juvenile_judge", "minors_brigade", "gendarmerie_unit", "court_cell", "protection_centre"}
        for key in keys
    ]
    assert judicial == sorted(judicial)
    assert JUDICIAL


def grown(protocol: Protocol, chance: random.Random) -> Protocol:
    """The same circuit after a committee with much to add."""

    def said(text: Text) -> Text:
        times = chance.choice([1, 1, 1, 2, 5])
        return replace(
            text, fr=" ".join([text.fr] * times), ar=" ".join([text.ar] * times), en="x" * chance.choice([1, 30, 90])
        )

    rules = [
        replace(
            rule, key=f"{rule.key}{copy}", name=said(rule.name), stage=chance.choice(protocol.stages).key,
            track=chance.choice(["", "administrative", "judicial"]), owner=chance.choice(["lead", "desk_to", "somebody_else"]),
            delays={risk: chance.choice([300, HOUR, 72 * HOUR, 14 * DAY, 3000 * DAY]) for risk in ("high", "medium", "low")[: chance.randint(1, 3)]},
        )
        for copy in range(chance.randint(1, 3)) for rule in protocol.obligations if chance.random() < 0.7
    ]  # fmt: skip
    handovers = [
        Handover(chance.choice(KINDS), chance.choice(KINDS), tuple(chance.sample(["report", "consent", "a_very_long_document_of_our_own", "plan", "summary"], chance.randint(1, 4))))
        for _one in range(chance.randint(0, 30))
    ]  # fmt: skip
    return replace(
        protocol, name=said(protocol.name), doors=tuple(replace(door, name=said(door.name)) for door in protocol.doors[: chance.randint(1, 13)]),
        stages=tuple(replace(stage, name=said(stage.name)) for stage in protocol.stages),
        obligations=tuple(rules or protocol.obligations[:1]), handovers=tuple(handovers),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_a_circuit_that_grew_still_fits(seed):
    chance = random.Random(seed)
    protocol = grown(read(TEXTS[chance.choice(sorted(TEXTS))]), chance)
    drawing = poster(drawings.edition(protocol, is_draft=chance.random() < 0.3), chance.choice(LANGUAGES))
    assert not drawings.troubles(drawing)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(protocols, st.sampled_from(LANGUAGES))
def test_any_protocol_that_can_be_read_can_be_drawn(protocol, language):
    drawing = poster(drawings.edition(protocol), language)
    assert not drawings.troubles(drawing)
    ET.fromstring(svg(drawing, width_mm=420).encode())


def test_a_small_circuit_without_numbers_is_drawn_too():
    drawing = poster(drawings.edition(read(SMALL), numbers=()), "fr")
    assert not drawings.troubles(drawing)
    assert sheet_pdf(drawing, "a3").startswith(b"%PDF")
