"""What holds for names of every kind, and for any text at all."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.names import Table, alike, likeness, likenesses, prepare
from kanaf.persons.names.folding import LONGEST_TEXT, MOST_TOKENS, tokens
from kanaf.persons.names.particles import words
from kanaf.persons.names.sounding import skeleton, sound

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآئؤگڭپڤٹڈ"
LATIN = "abcdefghijklmnopqrstuvwxyzéèïöçœABCDEFGH2357 '’-"
HOSTILE = "\u200b\u200e\u202e\u2066\u2069\u0640\u064b\u0651\u0301\u0300\ufefb\ufdf2\U0001f476\U0001f3fd\x00\x1b\n\t٣9ⵎⵓⵃ王Иванπ"
PARTICLES = [
    "ben",
    "bin",
    "el",
    "al",
    "abd",
    "abdel",
    "bou",
    "abou",
    "ait",
    "ould",
    "bent",
    "b",
    "m",
    "med",
    "lalla",
    "moulay",
    "eddine",
    "allah",
    "بن",
    "ابن",
    "ال",
    "عبد",
    "أبو",
    "آيت",
    "ولد",
    "بنت",
    "الدين",
    "الله",
    "مولاي",
]
name_words = st.one_of(
    st.text(ARABIC, min_size=1, max_size=12), st.text(LATIN, min_size=1, max_size=12), st.sampled_from(PARTICLES)
)
names = st.lists(name_words, max_size=5).map(" ".join)
texts = st.one_of(st.text(max_size=60), names, st.text(ARABIC + LATIN + HOSTILE, max_size=40))


@given(texts)
def test_folding_twice_is_folding_once(text):
    folded = tokens(text)
    assert tokens(" ".join(folded)) == folded


@given(names)
def test_joining_the_words_again_gives_themselves(text):
    joined = words(tokens(text))
    assert words(joined) == joined


@given(texts)
def test_any_text_is_prepared_and_nothing_fails(text):
    prepared = prepare(text)
    assert len(prepared) <= 2 * MOST_TOKENS
    for word in prepared:
        assert word.written
        assert word.sound
        assert word.skeletons[0] == word.skeleton != ""
        assert prepare(text) == prepared


@given(texts, texts)
def test_a_comparison_is_symmetric_and_between_nothing_and_one(one, other):
    a, b = prepare(one), prepare(other)
    assert 0 <= alike(a, b) <= 1
    assert alike(a, b) == alike(b, a)
    for x, y in zip(a, b, strict=False):
        assert 0 <= likeness(x, y) <= 1
        assert likeness(x, y) == likeness(y, x)


@given(texts)
def test_a_name_is_like_itself(text):
    name = prepare(text)
    assert alike(name, name) == 1
    assert all(likeness(word, word) == 1 for word in name)


@given(names, st.lists(texts, max_size=8))
def test_one_against_many_is_each_alone_to_the_last_bit(text, others):
    many = [word for other in others for word in prepare(other)]
    table = Table.of(many)
    for word in prepare(text):
        assert likenesses(word, table).tolist() == [likeness(word, other) for other in many]
        some = np.arange(len(many))[::2]
        assert likenesses(word, table.take(some)).tolist() == [likeness(word, many[place]) for place in some]


@given(texts)
def test_what_is_not_a_letter_says_nothing(text):
    marked = "".join(f"\u200b{letter}\u0640" if "\u0621" <= letter <= "\u064a" else letter for letter in text)
    assert prepare("\u202e" + marked) == prepare(text)


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "محمد " * 2_000, "́" * 10_000, "\ufdfa" * 10_000, "👶🏽" * 5_000, "ben " * 2_500]
)
def test_a_very_long_text_is_read_in_part_and_at_once(text):
    started = time.perf_counter()
    name = prepare(text)
    assert alike(name, name) == 1
    assert time.perf_counter() - started < 0.5
    assert sum(len(word.written) for word in name) <= 2 * LONGEST_TEXT


def test_letters_of_other_scripts_are_the_same_or_not():
    assert likeness(*prepare("王 王")) == 1
    assert likeness(*prepare("王 李")) == 0
    assert alike(prepare("ⵎⵓⵃⵎⵎⴷ"), prepare("Mohamed")) > 0.75


@given(st.text(ARABIC, min_size=1, max_size=30))
def test_a_sound_has_no_more_signs_than_the_word_has_letters(word):
    assert len(sound(word)) <= len(word)
    assert len(skeleton(sound(word))) <= max(1, len(word))


@given(
    st.lists(
        st.sampled_from(["Salma", "Fatima Zahra", "Ben Ali", "محمد", "Simo", "M.", "عبد القادر", "Lalla"]),
        min_size=1,
        max_size=4,
    ),
    st.randoms(),
)
def test_the_order_of_the_parts_of_a_name_says_nothing(parts, random):
    prepared = [prepare(part) for part in parts if part != "Lalla"] or [prepare("Lalla")]
    mixed = random.sample(prepared, len(prepared))
    assert alike(sum(prepared, ()), sum(mixed, ())) == 1


def test_a_name_run_together_counts_once():
    whole, joined = prepare("Nour Houda Alaoui"), prepare("Nourhouda Tazi")
    assert alike(whole, joined) < 0.6
    assert alike(prepare("Nour Houda"), prepare("Nourhouda")) > 0.9
