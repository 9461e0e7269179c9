"""Freshness, opening hours, ages and names: pure functions and their words."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kanaf.actors.freshness import freshness
from kanaf.actors.naming import said
from kanaf.actors.opening import by_period, hours_on, periods_on, today_phrase
from kanaf.actors.reading import ages
from tests.actors import support

TODAY = date(2026, 11, 23)
WEEK = ["MO", "TU", "WE", "TH", "FR"]


@dataclass
class Hours:
    period: str = "usual"
    byday: list[str] = field(default_factory=lambda: list(WEEK))
    opens_at: time | None = time(8, 30)
    closes_at: time | None = time(16, 30)
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""


@given(older=st.integers(0, 2000), newer=st.integers(0, 2000))
def test_freshness_never_rises_with_time(older: int, newer: int) -> None:
    first, second = sorted([older, newer])
    late, early = (freshness(TODAY - timedelta(days=days), TODAY) for days in (second, first))
    assert 0 <= late.score <= early.score <= 100


@pytest.mark.parametrize(
    ("days", "state", "french"),
    [
        (0, "fresh", "vérifié aujourd’hui"),
        (1, "fresh", "vérifié il y a 1 jour"),
        (95, "fresh", "vérifié il y a 3 mois"),
        (300, "ageing", "vérifié il y a 10 mois"),
        (800, "stale", "vérifié il y a 2 ans"),
    ],
)
def test_freshness_is_said_in_words(days: int, state: str, french: str) -> None:
    with translation.override("fr"):
        said_so = freshness(TODAY - timedelta(days=days), TODAY)
    assert (said_so.state, said_so.phrase) == (state, french)


def test_what_nobody_verified_has_no_score() -> None:
    with translation.override("ar"):
        never = freshness(None, TODAY)
    assert (never.score, never.state, never.phrase) == (0, "never", "لم يُتحقق منه قط")


def test_ramadan_and_public_holidays_replace_the_usual_hours() -> None:
    usual, ramadan = Hours(), Hours("ramadan", opens_at=time(9), closes_at=time(14))
    feast = Hours("public_holidays", byday=[*WEEK, "SA", "SU"], opens_at=None, closes_at=None)
    everything = [usual, ramadan, feast]
    assert hours_on(everything, TODAY, {"usual"}) == [usual]
    assert hours_on(everything, TODAY, {"usual", "ramadan"}) == [ramadan]
    assert hours_on(everything, TODAY, {"usual", "ramadan", "public_holidays"}) == []
    assert hours_on([usual], TODAY, {"usual", "ramadan"}) == [usual]
    assert hours_on([usual], TODAY + timedelta(days=5), {"usual"}) == []  # a Saturday


def test_the_day_knows_its_periods() -> None:
    assert periods_on(date(2026, 2, 25)) >= {"ramadan"}
    assert periods_on(date(2026, 5, 1)) == {"usual", "public_holidays"}
    assert periods_on(TODAY) == {"usual"}


def test_hours_are_said_as_people_say_them() -> None:
    with translation.override("fr"):
        assert today_phrase([Hours()], TODAY, {"usual"}) == "ouvert, 08:30 à 16:30"
        assert today_phrase([Hours(byday=["SU"])], TODAY, {"usual"}) == "fermé"
        assert today_phrase([], TODAY, {"usual"}) == ""
        shown = by_period([Hours("ramadan", closes_at=time(14)), Hours(byday=["MO", "TU", "TH"])])
    assert [str(period.label) for period in shown] == ["Horaires habituels", "Pendant le ramadan"]
    assert shown[0].lines == ["lundi à mardi, jeudi : 08:30 à 16:30"]


def test_ages_are_said_in_words() -> None:
    with translation.override("fr"):
        assert [ages(6, 17), ages(None, 17), ages(6, None), ages(None, None), ages(0, 5)] == [
            "de 6 à 17 ans",
            "jusqu’à 17 ans",
            "à partir de 6 ans",
            "tout âge",
            "jusqu’à 5 ans",
        ]


@pytest.mark.django_db
def test_a_name_is_said_in_the_readers_language_and_as_it_was_then() -> None:
    ministry = support.organisation("Ministère de la Justice")
    ministry.names.update(valid_from=date(2017, 10, 1))
    ministry.names.create(language="fr", name="Justice et Libertés", valid_to=date(2017, 9, 30))
    ministry.names.create(language="ar", name="وزارة العدل")
    assert said(ministry, language="ar") == "وزارة العدل"
    assert said(ministry, language="en") == "Ministère de la Justice"
    assert said(ministry, language="fr", on=date(2015, 1, 1)) == "Justice et Libertés"
