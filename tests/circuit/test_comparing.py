"""Two versions compared by meaning: nothing between equals, everything that changed, and nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.circuit.comparing import KEYS, Change, Kind, compare
from kanaf.circuit.protocol import HOUR, Clock, Door, Handover, Law, Protocol, Step, Text, Track, When
from kanaf.circuit.reading import read
from tests.circuit.protocols import SMALL, TEXTS

BASE = read(SMALL)
BOTH = [read(text) for text in TEXTS.values()]
TELLS = {"first_contact": BASE.obligations[0], "referral_answer": BASE.obligations[1]}

NEW_VALUES = {
    "name": st.builds(Text, st.sampled_from("ab"), st.sampled_from("ab"), st.sampled_from("ab")),
    "stage": st.sampled_from(["detection", "support", "elsewhere"]),
    "begins": st.just((When("cases.reopened"),)),
    "done": st.sampled_from([(), (When("cases.closed", {"x": frozenset({"y"})}),)]),
    "delays": st.dictionaries(st.sampled_from(["high", "medium", "low"]), st.integers(1, 9).map(lambda h: h * HOUR)),
    "clock": st.sampled_from(Clock),
    "owner": st.sampled_from(["lead", "desk", "desk_to"]),
    "ends": st.just((When("cases.closed", about="referral"),)),
    "counted_from": st.sampled_from(["", "counted_from"]),
    "track": st.sampled_from(["", "administrative"]),
    "ladder": st.sampled_from([(), (Step(0, "duty"),), (Step(0, "duty"), Step(HOUR, "cover"))]),
    "law": st.sampled_from([None, Law("Loi 1"), Law("Loi 1", "2026-01-01")]),
    "confirmed": st.booleans(),
}


def test_every_field_of_an_obligation_has_values_to_change_to():
    assert {field.name for field in fields(BASE.obligations[0])} - {"key"} == set(NEW_VALUES)


@pytest.mark.parametrize("protocol", [BASE, *BOTH], ids=lambda one: one.key)
def test_a_protocol_differs_in_nothing_from_itself(protocol):
    assert compare(protocol, protocol) == []
    assert compare(protocol, replace(protocol)) == []


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_field_that_changed_is_told_and_no_other(data):
    rule = data.draw(st.sampled_from(BASE.obligations))
    named = data.draw(st.sets(st.sampled_from(sorted(NEW_VALUES)), min_size=1))
    changed = replace(rule, **{name: data.draw(NEW_VALUES[name], label=name) for name in named})
    rules = tuple(changed if one.key == rule.key else one for one in BASE.obligations)
    found = compare(BASE, replace(BASE, obligations=rules))
    differ = {name for name in NEW_VALUES if getattr(rule, name) != getattr(changed, name)}
    told = {part.field.partition(".")[0] for change in found for part in change.parts}
    assert told == differ
    assert {(change.group, change.key, change.kind) for change in found} <= {("obligations", rule.key, Kind.CHANGED)}


LISTS = {
    "tracks": [Track(key, Text("x", "x", "x")) for key in "abcd"],
    "doors": [Door(key, Text("x", "x", "x"), channels) for key, channels in [("a", ()), ("b", ("x",)), ("c", ())]],
    "handovers": [Handover(one, "upe", ("report",)) for one in "abc"],
    "obligations": [replace(BASE.obligations[0], key=key) for key in "abcd"],
}


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    chosen = {
        group: tuple(draw(st.lists(st.sampled_from(things), unique_by=KEYS[group]))) for group, things in LISTS.items()
    }
    return replace(BASE, places=draw(st.sampled_from([(), ("01",), ("01", "04")])), **chosen)


@settings(max_examples=300, deadline=None)
@given(old=protocols(), new=protocols())
def test_nothing_is_told_between_equals_and_something_between_others(old, new):
    found = compare(old, new)
    assert (found == []) == (old == new)
    for group in LISTS:
        before, after = ({KEYS[group](one) for one in getattr(side, group)} for side in (old, new))
        assert keys(found, group, Kind.ADDED) == after - before
        assert keys(found, group, Kind.REMOVED) == before - after


@settings(max_examples=200, deadline=None)
@given(old=protocols(), new=protocols())
def test_the_other_way_round_tells_the_same_things(old, new):
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    there = {(one.group, one.key, one.kind) for one in compare(old, new)}
    back = {(one.group, one.key, turned.get(one.kind, one.kind)) for one in compare(new, old)}
    assert there == back


def keys(found: list[Change], group: str, kind: Kind) -> set[str]:
    return {one.key for one in found if one.group == group and one.kind == kind}


def test_the_two_circuits_differ_in_their_doors():
    tanger, sale = (next(one for one in BOTH if one.key == key) for key in ("tanger", "sale"))
    assert keys(compare(tanger, sale), "doors", Kind.REMOVED) == {"gendarmerie_unit", "street_outreach"}
