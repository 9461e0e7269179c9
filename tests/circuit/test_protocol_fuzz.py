"""Whatever is done to a protocol's text, it loads or is refused with a sentence; what is written is read again."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.circuit import protocol as circuit
from kanaf.circuit.checking import check
from kanaf.circuit.checking_ladder import RECIPIENTS
from kanaf.circuit.protocol import DAY, RISKS, Clock, ObligationRule, Protocol, Text, When
from kanaf.circuit.reading import Refused, read, read_marked, write
from tests.circuit.protocols import KINDS, PLACES, SMALL, TEXTS

TOKENS = ["high", "cases.opened", ":", "-", "[", "]", "{", "}", "'", '"', "|", ">", "&a", "*a", "!!python/name:os.system",
          "null", "true", "0x1F", "1e999", "-4 h", "72 h", "٣", "\t", "\u202e", "\ufeff", "\x85", "#", "? ", "<<: ", "%", "@", "`"]  # fmt: skip


def spoilt(text, chance):
    """One to three mistakes of the hand, or worse."""
    for _step in range(chance.randint(1, 3)):
        text = chance.choice(SPOILERS)(text, chance)
    return text


def on_lines(change):
    def spoil(text, chance):
        lines = text.split("\n")
        change(lines, chance.randrange(len(lines)), chance.randrange(len(lines)), chance)
        return "\n".join(lines)

    return spoil


def swap(lines, one, other, chance):
    lines[one], lines[other] = lines[other], lines[one]


def drop(lines, one, other, chance):
    del lines[one]


def double(lines, one, other, chance):
    lines.insert(other, lines[one])


def indent(lines, one, other, chance):
    lines[one] = " " * chance.randint(0, 7) + lines[one].lstrip()


def retoken(lines, one, other, chance):
    words = re.findall(r"\s+|[^\s\w]|\w+", lines[one]) or [""]
    words[chance.randrange(len(words))] = chance.choice(TOKENS)
    lines[one] = "".join(words)


def cut(text, chance):
    return text[: chance.randrange(len(text) + 1)]


def sprinkle(text, chance):
    place = chance.randrange(len(text) + 1)
    noise = bytes(chance.randrange(256) for _byte in range(chance.randint(1, 4))).decode("latin-1")
    return text[:place] + noise + text[place + chance.randint(0, 3) :]


SPOILERS = [*map(on_lines, [swap, drop, double, indent, retoken]), cut, sprinkle]


def problems_of(text):
    """Why a text is refused; nothing when it loads. Whatever else is raised breaks the test."""
    try:
        read(text)
    except Refused as refused:
        return refused.problems
    return []


def try_to_read(text):
    """It loads, and then can be checked and written; or it is refused with a sentence at a line of the text."""
    problems = problems_of(text)
    lines = (text.decode(errors="replace") if isinstance(text, bytes) else text).count("\n") + 2
    for problem in problems:
        assert problem.sentence
        assert 1 <= problem.line <= lines
        assert problem.column
    if problems:
        return False
    marked = read_marked(text)
    check(marked.protocol, KINDS, places=PLACES, marks=marked.marks)
    assert read(write(marked.protocol)) == marked.protocol
    return True


@pytest.mark.parametrize(("name", "times"), [("small", 2000), ("tanger", 150), ("sale", 150)])
def test_any_mutation_loads_or_is_refused_with_a_sentence(name, times):
    text = TEXTS.get(name, SMALL)
    loaded = 0
    for seed in range(times):
        chance = random.Random(seed)
        loaded += try_to_read(spoilt(text, chance))
    assert 0 < loaded < times


def test_any_bytes_load_or_are_refused_with_a_sentence():
    whole = SMALL.encode()
    for seed in range(300):
        chance = random.Random(seed)
        place = chance.randrange(len(whole))
        noise = chance.randbytes(chance.randint(1, 8))
        try_to_read(whole[:place] + noise + whole[place + len(noise) :])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_refused_with_a_sentence(text):
    assert not try_to_read(text)


keys = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
some_keys = st.lists(keys, min_size=1, max_size=3, unique=True).map(tuple)
lines = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), min_size=1, max_size=40
).filter(str.strip)  # fmt: skip
texts = st.builds(Text, lines, st.just("") | lines, st.just("") | lines)
delays = st.integers(1, 3600 * DAY)
said = st.frozensets(lines | st.sampled_from(["true", "false", "0", "-7", "null", "yes", "12:30"]), min_size=1)
ways = st.builds(
    When, on=st.builds("{}.{}".format, keys, keys), facts=st.dictionaries(keys, said, max_size=2),
    about=keys, risk=st.just("") | keys,
)  # fmt: skip
rules = st.builds(
    ObligationRule, key=keys, name=texts, stage=keys, begins=st.lists(ways, min_size=1, max_size=2).map(tuple),
    done=st.lists(ways, max_size=2).map(tuple),
    delays=st.dictionaries(st.sampled_from(RISKS), delays, min_size=1), clock=st.sampled_from(Clock), owner=keys,
    ends=st.lists(ways, max_size=2).map(tuple), counted_from=st.just("") | keys, track=st.just("") | keys,
    ladder=st.lists(st.builds(circuit.Step, st.integers(-9 * DAY, 9 * DAY), st.sampled_from(RECIPIENTS))).map(tuple),
    law=st.none() | st.builds(circuit.Law, lines, st.just("") | st.dates().map(str)), confirmed=st.booleans(),
)  # fmt: skip
protocols = st.builds(
    Protocol, key=keys, name=texts, country=st.from_regex(r"[A-Z]{2}", fullmatch=True),
    places=st.lists(st.from_regex(r"[0-9]{2}\.[0-9]{3}", fullmatch=True), min_size=1, unique=True).map(tuple),
    source=lines,
    stages=st.lists(st.builds(circuit.Stage, keys, texts, some_keys | st.just(())), min_size=1, max_size=2).map(tuple),
    tracks=st.lists(st.builds(circuit.Track, keys, texts), min_size=1, max_size=2).map(tuple),
    pathways=st.lists(st.builds(circuit.Pathway, keys, texts, some_keys, some_keys), min_size=1, max_size=2).map(tuple),
    doors=st.lists(st.builds(circuit.Door, keys, texts, some_keys | st.just(())), min_size=1, max_size=2).map(tuple),
    obligations=st.lists(rules, min_size=1, max_size=3).map(tuple),
    handovers=st.lists(st.builds(circuit.Handover, keys, keys, some_keys), max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(protocols)
def test_what_is_written_is_read_again(protocol):
    text = write(protocol)
    assert read(text) == protocol
    assert write(read(text)) == text
    check(protocol, KINDS, places=PLACES)
