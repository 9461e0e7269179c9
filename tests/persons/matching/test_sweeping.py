"""Who is written down twice: found in either script, whatever the order, and never a brother or a twin."""

from random import Random
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.persons import names
from kanaf.persons.matching import births, comparing, likening, sweeping
from kanaf.persons.matching.crowd import Readings
from kanaf.persons.matching.everybody import Everybody
from kanaf.persons.matching.reading import Home
from kanaf.persons.matching.strength import POSSIBLE, STRONG
from kanaf.persons.matching.traits import Traits
from kanaf.persons.matching.vocabulary import Vocabulary
from tests.persons.matching.made import index_of, many

CHILD, AGAIN, OTHER = (UUID(int=10**6 + number) for number in range(3))
KNOWN = Traits("محمد", "بن عبد السلام", "عبد الرحيم", "فاطمة", births.on("2016-05-12"), "m", "01.511.01.03")
IN_LATIN = Traits("Mohamed", "Benabdeslam", "Abderrahim", "Fatima", births.on("2016-05-12"), "m", "01.511.01.03")


def swept(people, homes=None):
    """Both ids of each pair, and its probability."""
    crowd = index_of(people).crowd()
    homes_of = sweeping.nowhere if homes is None else lambda asked: {one: homes[one] for one in asked if one in homes}
    found = [pair for batch in sweeping.pairs(crowd, homes_of) for pair in batch]
    assert all(pair.one < pair.other for pair in found)
    return {(pair.one, pair.other): pair.probability for pair in found}


def strong(people, homes=None):
    return {pair for pair, probability in swept(people, homes).items() if probability >= STRONG}


@pytest.fixture(scope="module")
def crowd():
    return many(1500, seed=3)


@pytest.mark.parametrize(
    "again",
    [
        IN_LATIN,
        IN_LATIN._replace(given="MHAMED", family="B ABDESSLAM", birth=births.on("2016-05-12")),
        IN_LATIN._replace(given="Benabdessalam", family="Mohamed"),
        IN_LATIN._replace(mother="", birth=births.on("2016")),
        IN_LATIN._replace(birth=births.on("2016-12-05"), father=""),
        KNOWN._replace(family="بنعبدالسلام", mother="فطمة", sex=""),
    ],
)
def test_a_child_written_down_twice_is_found_however_written(crowd, again):
    assert (CHILD, AGAIN) in strong(crowd | {CHILD: KNOWN, AGAIN: again})


@pytest.mark.parametrize(
    "relative",
    [
        IN_LATIN._replace(given="Anas", birth=births.on("2013-02-01")),
        IN_LATIN._replace(given="Anas"),  # a twin
        IN_LATIN._replace(given="Salma", sex="f"),  # a twin sister
        KNOWN._replace(given="إلياس"),
        KNOWN._replace(birth=births.on("2008-11-30"), mother="خديجة", father="أنس"),  # a namesake
    ],
)
def test_a_brother_a_twin_and_a_namesake_are_not_the_child(crowd, relative):
    assert (CHILD, AGAIN) not in strong(crowd | {CHILD: KNOWN, AGAIN: relative})


def test_among_brothers_and_sisters_only_the_child_itself_is_paired(crowd):
    family = {
        UUID(int=2 * 10**6 + number): KNOWN._replace(given=given, birth=births.on(f"{2008 + 2 * number}-03-1{number}"))
        for number, given in enumerate(["أنس", "إلياس", "يوسف", "عبد الله"])
    }
    found = strong(crowd | family | {CHILD: KNOWN, AGAIN: IN_LATIN})
    assert {pair for pair in found if set(pair) & {CHILD, AGAIN, *family}} == {(CHILD, AGAIN)}


@pytest.mark.parametrize("people", [{}, {CHILD: KNOWN}, {CHILD: Traits(), AGAIN: Traits()}])
def test_nobody_and_one_person_alone_make_no_pair(people):
    assert swept(people) == {}


def test_two_people_may_be_all_there_is():
    assert (CHILD, AGAIN) in strong({CHILD: KNOWN, AGAIN: IN_LATIN})
    stranger = Traits("Salma", "Tazi", "Anas", "Hajar", births.on("2011-01-09"), "f", "04.441.01.06")
    assert swept({CHILD: KNOWN, AGAIN: stranger}) == {}


def test_the_order_in_which_people_were_written_down_changes_nothing(crowd):
    people = crowd | {CHILD: KNOWN, AGAIN: IN_LATIN}
    found = swept(people)
    shuffled = list(people.items())
    for seed in range(3):
        Random(seed).shuffle(shuffled)
        assert swept(dict(shuffled)) == found


def test_a_pair_is_compared_the_same_from_either_side(crowd):
    everybody = index_of(
        crowd | {CHILD: KNOWN, AGAIN: IN_LATIN._replace(given="Benabdeslam", family="Mohamed")}
    ).crowd()
    one, other = np.random.default_rng(1).integers(0, len(everybody), (2, 5000))
    one[0], other[0] = everybody.ids.index(CHILD), everybody.ids.index(AGAIN)
    there, back = (comparing.Comparer(everybody).compare(*sides) for sides in ((one, other), (other, one)))
    for what in ("levels", "rarity", "beside"):
        assert (getattr(there, what) == getattr(back, what)).all()


def test_whoever_is_erased_never_comes_and_whoever_is_new_does(crowd):
    everybody = index_of(crowd | {CHILD: KNOWN, AGAIN: IN_LATIN})
    everybody.change([(OTHER, KNOWN), (CHILD, None)])
    found = {pair for batch in sweeping.pairs(everybody.crowd()) for pair in batch}
    assert CHILD not in {person for pair in found for person in pair[:2]}
    assert (AGAIN, OTHER) in {pair[:2] for pair in found}
    everybody.change([(OTHER, Traits("Salma", "Tazi"))])
    found = {pair[:2] for batch in sweeping.pairs(everybody.crowd()) for pair in batch}
    assert not {pair for pair in found if set(pair) & {AGAIN, OTHER}}


def test_ten_thousand_namesakes_are_not_all_compared():
    people = {
        UUID(int=1 + number): KNOWN._replace(birth=births.on("2016"), commune="", father="", mother="")
        for number in range(10_000)
    }
    crowd = index_of(
        people | {CHILD: IN_LATIN._replace(given="Ghizlane"), AGAIN: KNOWN._replace(given="غزلان")}
    ).crowd()
    packed, probable = sweeping.probabilities(crowd)
    assert len(packed) < 100_000
    assert sweeping.pairs(crowd).__next__()[0][:2] == (CHILD, AGAIN)
    assert (probable >= POSSIBLE).sum() == 1


def test_where_they_live_decides_between_namesakes(crowd):
    vague = [who._replace(birth=births.on("2016"), commune="", father="", mother="") for who in (KNOWN, IN_LATIN)]
    people = crowd | {CHILD: vague[0], AGAIN: vague[1]}
    said = {
        "nothing": {},
        "the same": {CHILD: Home("12 rue Atlas, Hay Salam", "+212600000001"), AGAIN: Home("١٢ زنقة أطلس حي السلام", "+212600000001")},
        "others": {CHILD: Home("12 rue Atlas, Hay Salam", "+212600000001"), AGAIN: Home("5 bd Zerktouni", "+212600000002")},
    }  # fmt: skip
    found = {what: swept(people, homes).get((CHILD, AGAIN), 0) for what, homes in said.items()}
    assert found["others"] < found["nothing"] < found["the same"]


def test_two_processes_find_the_same_as_one(crowd, monkeypatch):
    people = crowd | {CHILD: KNOWN, AGAIN: IN_LATIN}
    alone = swept(people)
    monkeypatch.setattr(sweeping, "MANY", 100)
    monkeypatch.setattr(sweeping, "AT_ONCE", 1000)
    assert swept(people) == alone


def test_pruning_lets_the_same_pairs_through(crowd, monkeypatch):
    people = crowd | {CHILD: KNOWN, AGAIN: IN_LATIN}
    monkeypatch.setattr(sweeping, "FEW", 100)
    assert (CHILD, AGAIN) in strong(people)


def test_progress_is_told_from_nothing_to_all():
    told = []
    list(sweeping.pairs(index_of(many(200)).crowd(), told=told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0


LETTERS = st.text(alphabet="abdhlmnsty 37محمدعبلىةءأ", min_size=1, max_size=14)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=20))
def test_many_words_are_as_alike_as_each_two(asked):
    vocabulary = Vocabulary()
    prepared = [(a, b) for one, other in asked for a in names.prepare(one) for b in names.prepare(other)]
    numbers = np.array([(vocabulary.add(a), vocabulary.add(b)) for a, b in prepared], dtype=np.int32).reshape(-1, 2)
    readings = Readings(vocabulary.words, np.full((len(vocabulary.words), 1), -1, dtype=np.int32))
    found = likening.Likening(readings).of(numbers[:, 0], numbers[:, 1])
    assert found == pytest.approx([names.likeness(a, b) for a, b in prepared], abs=1e-6)


def test_an_index_of_nobody_has_no_pairs():
    assert list(sweeping.pairs(Everybody().crowd())) == []
