"""Who is found, first, through which writing; and that nothing typed ever breaks the search."""

import random as chance
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from django.utils import translation

from kanaf.persons import names
from kanaf.persons.matching import births, explaining, features, few, model, searching
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.matching.traits import Traits
from tests.persons.matching.made import index_of, many

CHILD = UUID(int=10**6)
KNOWN = Traits("محمد", "بن عبد السلام", "عبد الرحيم", "فاطمة", births.on("2016-05-12"), "m", "01.511.01.03")
"""The same child at the police, at the hospital and at school, as the founding issue tells it."""


@pytest.fixture(scope="module")
def registry():
    return index_of(many(2000) | {CHILD: KNOWN})


@pytest.mark.parametrize(
    "asked",
    [
        Traits("Mohamed", "Benabdeslam", "Abderrahim", "Fatima", births.on("2016-05-12"), "m"),
        Traits("MHAMED", "B ABDESSLAM", birth=births.of(None, "9@2026-03-01", is_estimate=False)),
        Traits("Benabdessalam", "Mohamed", birth=births.on("2016")),
        Traits("Med", "Ben Abdessalam", "Abdrrahim", "", births.on("2016-12-05"), "m", "01.511.01.05"),
        Traits("محمد", "بنعبدالسلام", "", "فطمة"),
        Traits("mo7amed", "ben abd sslam", "abderra7im"),
    ],
)
def test_the_child_is_found_first_however_written(registry, asked):
    assert registry.match(asked)[0].person == CHILD


def test_a_brother_is_not_the_child(registry):
    brother = KNOWN._replace(given="Anas", birth=births.on("2013-02-01"))
    same = KNOWN._replace(given="Mohamed", birth=births.on("2016-05-12"))
    probability = {m.person: m.probability for m in registry.match(brother)}.get(CHILD, 0)
    assert probability < 0.5 < registry.match(same)[0].probability


@pytest.mark.parametrize("others", [0, 4, 30])
def test_whoever_is_alone_is_not_the_child_for_that(others):
    """A desk that begins knows one boy of nine: another one of nine, with four other names, is not him."""
    age = births.of(None, "9@2026-11-29", is_estimate=False)
    asked = Traits("زهير", "بنعبدالسلام", "عبد الرحيم", "حليمة", age, "m")
    girl = Traits("Kenza", "Talbi", "Driss", "Ghita", births.on("2012-02-17"), "f")
    known = Traits("Mounir", "Benkirane", "Abdelkader", "Fatima Zahra", age, "m")
    registry = index_of({CHILD: known} | {UUID(int=1 + n): girl for n in range(others)})
    assert all(match.probability < POSSIBLE for match in registry.match(asked))


def test_whoever_is_no_child_any_more_is_not_the_child_who_stands_there(registry):
    """Nothing is said of the birth, and yet something is known of it."""
    asked = Traits("Mohamed", "Benabdeslam", "Abderrahim")

    def likelihood(day: date) -> float:
        return {m.person: m.probability for m in registry.match(asked.of_child(day))}.get(CHILD, 0)

    assert likelihood(date(2026, 3, 1)) > 0.5 > likelihood(date(2046, 3, 1))
    assert likelihood(date(2010, 3, 1)) < 0.5
    assert KNOWN.of_child(date(2046, 3, 1)) == KNOWN
    with translation.override("en"):
        said = [
            str(reason.text) for reason in explaining.reasons(registry.match(asked.of_child(date(2026, 3, 1)))[0].row)
        ]
    assert not any("birth" in text or "age" in text for text in said)


def test_an_initial_or_a_nickname_that_was_kept_answers_the_whole_name():
    """The registry, too, was written in a hurry: « م. » and « Simo » are Mohamed."""
    other = KNOWN._replace(given="Simo", family="Kassou", father="Driss", mother="Itto", birth=births.on("2015-03-02"))
    nicknamed = UUID(int=10**6 + 1)
    registry = index_of(many(2000) | {CHILD: KNOWN._replace(given="م."), nicknamed: other})
    for person, asked in ((CHILD, KNOWN), (nicknamed, other._replace(given="محمد"))):
        found = registry.match(asked)[0]
        values = dict(zip(features.NAMED, found.row, strict=True))
        assert (found.person, found.probability > 0.5, values["given_asked"] >= 0.7) == (person, True, True)
    brother = registry.match(KNOWN._replace(given="Anas", birth=births.on("2013-02-01")))
    assert {m.person: m.probability for m in brother}.get(CHILD, 0) < 0.5


def test_an_initial_is_as_rare_as_all_whose_name_begins_so():
    people = many(2000)
    vocabulary = index_of(people).vocabulary
    begun = sum(traits.given[0] in "Mم" for traits in people.values())
    (initial,) = names.prepare("م.")
    assert vocabulary.rarity_as_begun(initial, 0, np.ones(1))[0] == pytest.approx(np.log(2001 / (begun + 1)), abs=0.3)
    for text in ("m", "moh", "mohamed", "zz"):
        rarity = vocabulary.rarity_as_begun(names.prepare(text)[0], 0, np.linspace(0, 1, 11))
        assert (np.diff(rarity) >= 0).all(), text


def test_a_name_is_answered_in_either_script_and_in_part(registry):
    for text in ("Benabdeslam", "بن عبد السلام", "mohamed ben abdessalam", "Abdeslam Ben Mohamed"):
        assert CHILD in [one.person for one in registry.named(text, most=20)], text
    assert not registry.named("Zzyzx Quux")


@pytest.mark.parametrize("most_looked_at", [few.FEW, 0])
def test_with_a_reader_it_is_as_if_there_were_nobody_else(monkeypatch, most_looked_at):
    monkeypatch.setattr(few, "FEW", most_looked_at)
    people = many(600)
    own = dict(list(people.items())[::7])
    whole, alone = index_of(people), index_of(own)
    for asked in list(people.values())[:40]:
        found = [m.person for m in whole.match(asked, within=set(own), most=5)]
        assert set(found) <= set(own)
        assert [n.person for n in whole.named(asked.given, within=set(own), most=400)] != []
        assert {n.person for n in whole.named(asked.given, within=set(own), most=400)} == {
            n.person for n in alone.named(asked.given, most=400)
        }


@pytest.mark.parametrize("most_looked_at", [few.FEW, 0])
def test_a_crowd_of_others_hides_nobody_from_a_reader(monkeypatch, most_looked_at):
    monkeypatch.setattr(few, "FEW", most_looked_at)
    monkeypatch.setattr(searching, "MOST_REACHED", 5)
    people = many(600)
    own = dict(list(people.items())[::60])
    whole = index_of(people)
    for person, traits in own.items():
        assert whole.match(traits, within=set(own))[0].person == person
        assert person in {one.person for one in whole.named(f"{traits.given} {traits.family}", within=set(own))}


def test_why_is_said_field_by_field(registry):
    asked = Traits("Mohamed", "Benabdeslam", "Abderrahim", "Khadija", births.on("2015-05-12"), "f", "01.511.01.05")
    with translation.override("en"):
        said = {str(reason.text): reason.speaks_for for reason in explaining.reasons(registry.match(asked)[0].row)}
    assert said["same given name, in the other script"]
    assert said["same day and month of birth, another year"]
    assert said["same province"]
    assert not said["another mother’s name"]
    assert not said["another sex"]


def test_an_empty_registry_and_an_empty_question_find_nobody(registry):
    assert Everybody().match(KNOWN) == []
    assert registry.match(Traits()) == []
    assert registry.named("") == []


SIGNS = [
    *"\x00\x01\x1b\x7f", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "🧒", "👨‍👩‍👧", "\u0301", "\u0651", "\u064e", "ـ", "\U000e0041", "ﷺ",
    "ﻻ", "é", "ß", "ı", "İ", "ⴰ", "漢", "'", '"', "%", "_", "\\", "<b>", ";--", "\n", " ", ".", "-", "7", "٣", "م", "ا", "Ben ", "عبد ",
]  # fmt: skip


def test_ten_thousand_hostile_names_have_an_answer(registry):
    random = chance.Random(4)
    for number in range(10_000):
        length = 10_000 if number % 500 == 0 else random.randint(0, 12)
        text = "".join(random.choices(SIGNS, k=length))
        if number % 3:
            assert len(registry.named(text, most=3)) <= 3
        else:
            found = registry.match(Traits(text, text[::-1], birth=births.on(text[:10])), most=3)
            assert all(0 <= match.probability <= 1 for match in found)


def test_the_trees_take_what_is_unknown_either_way():
    trees = model.load()
    rows = np.full((3, len(features.NAMED)), np.nan, dtype=np.float32)
    rows[1] = 0
    assert ((trees.probabilities(rows) >= 0) & (trees.probabilities(rows) <= 1)).all()
    assert len(trees.probabilities(rows[:0])) == 0


UNSAID = Traits("Mohamed Amine", "", "M", "Fatima Zahra", births.of(None, "9@2026-03-01", is_estimate=False))


def test_asking_for_somebody_as_they_are_kept_is_asking_for_their_traits():
    """Words, birth, sex and place: the one question of the search page answers as the two did."""
    people = many(60) | {CHILD: KNOWN, UUID(int=CHILD.int + 1): UNSAID}
    registry = index_of(people)
    assert registry.match_again(UUID(int=CHILD.int + 2)) == []
    own = {UUID(int=number + 1) for number in range(0, 60, 2)}
    for person, traits in people.items():
        for within in (None, own):
            again, anew = registry.match_again(person, within), registry.match(traits, within)
            assert [m.person for m in again] == [m.person for m in anew], traits
            assert np.allclose([m.probability for m in again], [m.probability for m in anew])
            assert all(np.allclose(one.row, other.row, equal_nan=True) for one, other in zip(again, anew, strict=True))
