"""Names are compared as written and as heard, in either script, without ever being shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.persons.names import traces as names

SAME = [
    ["Mohamed", "Mohammed", "Mohammad", "Muhammad", "محمد", "مُحَمَّد", "مـحـمـد"],
    ["Fatima Zahra", "Fatima-Ezzahra", "FATIMA EZ-ZAHRA", "Fatimazahra", "فاطمة الزهراء", "فاطمه الزهرا"],
    ["Ouafae", "Wafae", "وفاء"],
    ["Cherif", "Sharif", "Echarif", "الشريف", "شريف"],
    ["Youssef", "Yusuf", "Youcef", "يوسف"],
    ["Khadija", "Khadidja", "خديجة"],
    ["Aïcha", "Aicha", "Aisha", "عائشة"],
    ["Abdellah", "Abdallah", "Abd Allah", "عبد الله", "عبدالله"],
    ["Ilham", "Elham", "إلهام"],
    ["El Fassi", "Elfassi", "الفاسي"],
    ["Hassan", "Hasan", "حسن"],
]


@pytest.mark.parametrize("group", SAME, ids=lambda g: g[0])
def test_every_way_of_writing_a_name_finds_every_other(group):
    for asked in group:
        for stored in group:
            assert names.likeness(names.traces(asked), names.tokens(stored)), (asked, stored)


@pytest.mark.parametrize(
    ("asked", "stored"), [("Salma", "Hajar"), ("سلمى", "هاجر"), ("Mohamed Alami", "Mohamed Berrada"), ("", "Salma")]
)
def test_other_names_are_not_found(asked, stored):
    assert not names.likeness(names.traces(asked), names.tokens(stored))


def test_a_name_as_written_comes_before_one_as_heard():
    asked = names.traces("Mohamed")
    assert names.likeness(asked, names.tokens("Mohamed")) > names.likeness(asked, names.tokens("Mouhammad"))


def test_the_order_of_the_words_and_one_missing_among_three_do_not_matter():
    stored = names.tokens("Fatima Zahra Alaoui")
    assert names.likeness(names.traces("Alaoui Fatima"), stored)
    assert names.likeness(names.traces("Fatima Hassna Alaoui"), stored)


@given(st.text(max_size=60))
def test_any_text_leaves_traces_that_find_it_and_never_fails(text):
    asked = names.traces(text)
    assert all(len(token) == 16 for trace in asked for token in trace.all)
    assert bool(names.words(text)) == bool(names.likeness(asked, names.tokens(text)))
