"""Time and age are said as people say them, in three languages, and never say nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kanaf.foundation import words

LANGUAGES = ["fr", "ar", "en"]
NOW = datetime(2027, 3, 8, 16, 40, tzinfo=UTC)
"""A Monday; 16:40 in Casablanca too, because Ramadan puts Morocco back on UTC in March 2027."""

moments = st.datetimes(min_value=datetime(2001, 1, 1), max_value=datetime(2049, 12, 31), timezones=st.just(UTC))
languages = st.sampled_from(LANGUAGES)


def said(text: str) -> str:
    """As read: a space that does not break is a space."""
    return text.replace("\u00a0", " ")


@given(moments, moments, languages)
def test_every_deadline_has_words_and_is_late_exactly_when_it_has_passed(at, now, language):
    with translation.override(language):
        phrase = words.due(at, now)
    assert phrase.text.strip()
    assert phrase.exact.strip()
    assert "%(" not in phrase.text + phrase.exact
    assert (phrase.state == "late") == (at < now)
    assert (phrase.state == "soon") == (timedelta(0) <= at - now <= words.SOON)


@given(moments, moments, languages)
def test_every_moment_has_words(at, now, language):
    with translation.override(language):
        for text in (words.when(at, now), words.exact(at), words.hour(at), words.day(at.date(), now.date())):
            assert text.strip()
            assert "%(" not in text


@given(st.sampled_from(["f", "m", "female", "", None]), st.integers(0, 110), st.booleans(), languages)
def test_every_person_has_words(sex, years, is_estimate, language):
    with translation.override(language):
        text = words.person_text(sex, years=years, months=years * 12, is_estimate=is_estimate)
    assert text.strip()
    assert "%(" not in text


@pytest.mark.parametrize(
    ("delta", "french", "arabic"),
    [
        (timedelta(hours=-2), "en retard de 2 h", "متأخر ساعتين"),
        (timedelta(minutes=-1), "en retard de 1 min", "متأخر دقيقة"),
        (timedelta(seconds=-1), "en retard de 1 min", "متأخر دقيقة"),
        (timedelta(hours=-11), "en retard de 11 h", "متأخر 11 ساعة"),
        (timedelta(days=-3), "en retard de 3 jours", "متأخر 3 أيام"),
        (timedelta(days=-90), "en retard de 3 mois", "متأخر 3 أشهر"),
        (timedelta(hours=1, minutes=20), "aujourd'hui 18 h", "اليوم 18:00"),
        (timedelta(hours=17, minutes=20), "demain 10 h", "غدا 10:00"),
        (timedelta(days=2), "après-demain 16 h 40", "بعد غد 16:40"),
        (timedelta(days=4), "vendredi 12 mars", "الجمعة 12 مارس"),
    ],
)
def test_a_deadline_is_said_as_in_the_trade(delta, french, arabic):
    with translation.override("fr"):
        assert said(words.due(NOW + delta, NOW).text) == french
    with translation.override("ar"):
        assert said(words.due(NOW + delta, NOW).text) == arabic


def test_the_exact_moment_stands_beneath():
    with translation.override("fr"):
        assert said(words.due(NOW - timedelta(hours=2), NOW).exact) == "depuis 14 h 40"
        assert said(words.due(NOW - timedelta(days=1), NOW).exact) == "depuis hier 16 h 40"
        assert said(words.due(NOW + timedelta(hours=1, minutes=20), NOW).exact) == "dans 1 h 20 min"
        assert said(words.due(NOW + timedelta(days=2), NOW).exact) == "mercredi 10 mars"
        assert said(words.due(NOW + timedelta(days=4), NOW).exact) == "16 h 40, dans 4 jours"


def test_the_hour_is_the_one_on_the_wall_in_casablanca():
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)  # Morocco is one hour ahead outside Ramadan
    with translation.override("fr"):
        assert said(words.hour(summer)) == "13 h"


def test_months_have_their_moroccan_names():
    with translation.override("ar"):
        names = [words.date_text(date(2026, month, 2)).split()[1] for month in range(1, 13)]
    assert names == [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ]


def test_the_first_day_of_a_month_is_said_first_in_french():
    with translation.override("fr"):
        assert words.date_text(date(2026, 8, 1)) == "1er août 2026"
    with translation.override("en"):
        assert words.date_text(date(2026, 8, 1)) == "1 August 2026"


@pytest.mark.parametrize(
    ("years", "arabic"),
    [(1, "سنة واحدة"), (2, "سنتان"), (7, "7 سنوات"), (13, "13 سنة"), (100, "100 سنة"), (103, "103 سنوات")],
)
def test_arabic_counts_in_its_six_forms(years, arabic):
    with translation.override("ar"):
        assert words.age_text(years=years) == arabic


def test_a_child_without_a_shown_name_is_still_somebody():
    with translation.override("fr"):
        assert said(words.person_text("f", years=13)) == "fille, 13 ans"
        assert said(words.person_text("m", years=0, months=8)) == "garçon, 8 mois"
        assert said(words.person_text(None, years=9, is_estimate=True)) == "enfant, environ 9 ans"
        assert said(words.person_text("f", years=34)) == "femme, 34 ans"
        assert words.person_text(None) == "enfant"
    with translation.override("ar"):
        assert words.person_text("f", years=13) == "بنت، 13 سنة"


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)), st.integers(0, 20000))
def test_an_age_grows_by_one_on_the_birthday(born_on, days):
    years, months = words.age_on(born_on, born_on + timedelta(days=days))
    assert years == months // 12
    assert abs(years - days / 365.25) < 1.01
