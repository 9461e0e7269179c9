"""Protocols in words: no code of ours is left on the page, and every change is told in different words."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.circuit.enums import HandoverDocument
from kanaf.circuit.event_words import EVENTS
from kanaf.circuit.problems import Marks
from kanaf.circuit.protocol import DAY, HOUR
from kanaf.circuit.reading import read
from kanaf.circuit.wording import codes, happenings
from kanaf.circuit.wording.changes import FIELDS, comparison
from kanaf.circuit.wording.delays import delay_text, offset_text
from kanaf.circuit.wording.rules import protocol_words
from tests.circuit.protocols import TEXTS
from tests.circuit.test_comparing import BASE, NEW_VALUES

ALL = [read(text) for text in TEXTS.values()]
each = pytest.mark.parametrize("protocol", ALL, ids=lambda one: one.key)


@each
def test_everything_that_the_shipped_protocols_name_has_words(protocol):
    ways = [way for rule in protocol.obligations for way in (*rule.begins, *rule.done, *rule.ends)]
    assert {document for one in protocol.handovers for document in one.documents} <= set(HandoverDocument.values)
    assert {way.on for way in ways} <= set(EVENTS)
    assert {name for way in ways for name in way.facts} <= set(happenings.FACTS)
    assert {rule.owner for rule in protocol.obligations} <= set(codes.OWNERS)
    assert {rule.counted_from for rule in protocol.obligations} - {""} <= set(codes.MOMENTS)
    assert {step.tell for rule in protocol.obligations for step in rule.ladder} <= set(codes.RECIPIENTS)


@each
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_protocol_is_told_whole_in_each_language(protocol, language):
    with translation.override(language):
        said = protocol_words(protocol, Marks())
    assert said.obligations == sum(len(stage.rules) for stage in said.stages)
    assert all(pathway.stages and pathway.tracks for pathway in said.pathways)
    assert all("_" not in words for rule in said.stages[0].rules for words in (rule.owner, *rule.begins, *rule.done))


def test_delays_are_said_as_people_count_them():
    with translation.override("fr"):
        assert [delay_text(s) for s in (HOUR, 72 * HOUR, 7 * DAY, 91 * DAY, 90, 60)] == [
            "1\xa0h", "72\xa0h", "7 jours", "91 jours", "90\xa0s", "1\xa0min"
        ]  # fmt: skip
        assert [offset_text(s) for s in (-4 * HOUR, 0, DAY)] == [
            "4\xa0h avant l'échéance", "à l'échéance", "24\xa0h après l'échéance"
        ]  # fmt: skip
    with translation.override("ar"):
        assert delay_text(14 * DAY) == "14 يوما"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["fr", "ar", "en"]))
def test_every_change_reads_differently_before_and_after(data, language):
    rule = BASE.obligations[0]
    name = data.draw(st.sampled_from(sorted(NEW_VALUES)))
    changed = replace(rule, **{name: data.draw(NEW_VALUES[name])})
    new = replace(BASE, obligations=(changed, *BASE.obligations[1:]))
    with translation.override(language):
        groups = comparison(BASE, new)
        assert bool(groups) == (new != BASE)
        for group in groups:
            for change in group.changes:
                assert change.lines
                assert all(line.label in {str(label) for label in FIELDS.values()} for line in change.lines)
                assert all(line.before != line.after for line in change.lines)
