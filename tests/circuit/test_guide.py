"""The guide: everything that the protocol says, in words of the reader's language, in a document that is tagged."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.circuit import phrases
from kanaf.circuit.drawing.paper import sheet_pdf
from kanaf.circuit.drawing.poster import poster
from kanaf.circuit.event_words import EVENTS, when_in_words
from kanaf.circuit.guide import guide_pdf, guide_values
from kanaf.circuit.protocol import DAY, HOUR, When
from kanaf.circuit.reading import read
from tests.circuit.drawings import edition
from tests.circuit.protocols import SMALL, TEXTS
from tests.circuit.test_protocol_fuzz import protocols

LANGUAGES = ["fr", "ar", "en"]


def words_in(value) -> list[str]:
    if isinstance(value, dict):
        return [word for one in value.values() for word in words_in(one)]
    if isinstance(value, list | tuple):
        return [word for one in value for word in words_in(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_protocol_says_stands_in_it(language):
    protocol = read(TEXTS["tanger"])
    said = "\n".join(words_in(guide_values(edition(protocol), language)))
    named = [*protocol.stages, *protocol.tracks, *protocol.doors, *protocol.obligations, *protocol.pathways]
    laws = {rule.law.reference for rule in protocol.obligations if rule.law}
    assert not [one.name.said_in(language) for one in named if one.name.said_in(language) not in said]
    assert all(law in said for law in laws)
    assert protocol.source in said
    assert "2511" in said


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_nothing_in_it_is_left_in_the_words_of_the_code(language):
    """No English sentence, no key of an event, of a document or of a desk."""
    values = guide_values(edition("tanger"), language)
    said = words_in([values["labels"], values["stages"], values["handovers"], values["glossary"], values["rungs"]])
    with translation.override("en"):
        english = set(words_in([guide_values(edition("tanger"), "en")["labels"]]))
    assert not [one for one in said if "_" in one or "cases." in one or "referrals." in one]
    same = {one for one in said if one in english}
    assert same <= {"Page", "Situation", "Vers"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*sorted(TEXTS), "small"])
def test_it_is_a_tagged_pdf_in_its_language(name, language):
    protocol = read(TEXTS.get(name, SMALL))
    with pikepdf.open(BytesIO(guide_pdf(edition(protocol), language))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
        assert protocol.name.said_in(language) in str(pdf.docinfo["/Title"])
        assert len(pdf.pages) >= 4


def test_it_says_what_it_is():
    protocol = read(TEXTS["tanger"])
    agreed = replace(protocol, obligations=tuple(replace(rule, confirmed=True) for rule in protocol.obligations))
    assert guide_values(edition(protocol), "fr")["stamp"] == "Projet, à valider"
    assert guide_values(edition(protocol), "ar")["stamp"] == "مشروع في انتظار المصادقة"
    assert guide_values(edition(agreed), "fr")["stamp"] == ""
    draft = guide_values(edition(agreed, is_draft=True), "fr")
    assert draft["stamp"] == "Brouillon, non en vigueur"
    assert draft["version"] == "Version 1, brouillon du 24 novembre 2026."


def test_delays_are_said_as_people_say_them():
    with translation.override("fr"):
        assert [phrases.delay(one) for one in (2 * HOUR, 72 * HOUR, 7 * DAY, 91 * DAY, 300, 61)] == [
            "2 h", "72 h", "7 jours", "91 jours", "5 min", "61 s",
        ]  # fmt: skip
        assert phrases.rung_in_words(-4 * HOUR, "duty") == "4 h avant\u00a0: la personne de permanence"
        assert phrases.rung_in_words(0, "cover") == "à l’échéance\u00a0: la personne qui remplace"
    with translation.override("ar"):
        assert [phrases.delay(one) for one in (2 * HOUR, 10 * HOUR, 24 * HOUR, 14 * DAY)] == [
            "ساعتان", "10 ساعات", "24 ساعة", "14 يوما",
        ]  # fmt: skip


def test_events_are_told_with_what_makes_them_count():
    when = When(on="cases.risk_raised", facts={"after": frozenset({"high"})})
    assert when_in_words(when) == "the risk rises (to high)"
    assert when_in_words(When(on="cases.note_added")) == "“Wrote a note”"
    assert when_in_words(When(on="elsewhere.done_something")) == "elsewhere.done something"


def test_every_event_of_the_shipped_texts_has_words():
    used = {
        when.on
        for text in TEXTS.values()
        for rule in read(text).obligations
        for when in (*rule.begins, *rule.done, *rule.ends)
    }
    documents = {key for text in TEXTS.values() for one in read(text).handovers for key in one.documents}
    assert used <= set(EVENTS)
    assert documents <= set(phrases.DOCUMENTS)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(protocols, st.sampled_from(LANGUAGES))
def test_any_protocol_that_can_be_read_can_be_written(protocol, language):
    """Words are words: nothing that somebody types is taken for an order to the typesetter."""
    name = replace(protocol.name, fr=f"#panic() *{protocol.name.fr}* $x$ @y <z>")
    assert guide_pdf(edition(replace(protocol, name=name)), language).startswith(b"%PDF")
    assert sheet_pdf(poster(edition(replace(protocol, name=name)), language)).startswith(b"%PDF")
