"""Paper: words are measured as they are set, with the letters of the house, and every PDF is tagged."""

from io import BytesIO

import pikepdf
import pytest
import typst

from kanaf.foundation.paper import Exact, measured, typeset
from kanaf.foundation.paper.measuring import TEMPLATE, ask
from kanaf.foundation.paper.typesetting import FONTS, HOUSE

SENTENCES = ["Enfant victime de violence", "« Projet, à valider »", "طفل ضحية عنف", "خلال 72 ساعة", "2511 · UPE", ""]


@pytest.mark.parametrize("weight", ["regular", "semibold", "bold"])
def test_word_by_word_a_line_is_as_wide_as_it_is_set(weight):
    set_width = ask(TEMPLATE, "widths", [(text, weight) for text in SENTENCES])
    for text, width in zip(SENTENCES, set_width, strict=True):
        assert Exact().width(text, weight, 100) == pytest.approx(width, abs=1)
        assert Exact().width(text, weight, 12) == pytest.approx(width * 0.12, abs=0.12)


def test_bold_is_wider_than_regular():
    assert Exact().width("Signalement", "bold", 12) > Exact().width("Signalement", "regular", 12)


def test_a_drawing_is_given_true_widths():
    seen = []
    measured(lambda measure: seen.append(measure.width("Signalement", "regular", 10)))
    assert seen[-1] == Exact().width("Signalement", "regular", 10)


def test_a_document_is_tagged_and_says_its_language(tmp_path):
    with pikepdf.open(BytesIO(typeset(_template('#set document(title: [T])\n#set text(lang: "ar")\n= T'), {}))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "ar"


def test_a_document_without_a_title_is_refused():
    with pytest.raises(typst.TypstError, match="title"):
        typeset(_template("= Heading"), {})


def test_a_letter_that_we_lack_stops_nobody():
    """Tifinagh is not among our letters yet: the document is made, and tagged."""
    text = "#set document(title: [T])\n= ⵣ"
    with pikepdf.open(BytesIO(typeset(_template(text), {}))) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_nothing_outside_the_house_is_read():
    with pytest.raises(typst.TypstError):
        typeset(_template('#set document(title: [T])\n#read("/../../etc/passwd")'), {})


def test_the_letters_come_with_their_licence():
    assert (FONTS / "OFL.txt").exists()
    assert len(list(FONTS.glob("*.ttf"))) == 6
    assert FONTS.is_relative_to(HOUSE)


def _template(text: str) -> bytes:
    return text.encode()
