"""How long an answer holds: pure, for any birthday, guessed or not, any table of ages, any clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kanaf.cases.enums import ConsentState
from kanaf.cases.policies_consent import question_between
from kanaf.cases.policies_consent_life import RANK, Birth, Standing, Terms, life_of, outgrown, steps
from kanaf.cases.policies_people import MAJORITY
from kanaf.persons.ages import birthday
from kanaf.territory.enums import ConsentFallback, ConsentKind
from kanaf.territory.models import ConsentRule

TABLE = steps([(0, "information"), (6, "oral_assent"), (12, "written_assent"), (15, "consent")])
TERMS = Terms(notice=timedelta(days=30), grace=timedelta(days=30))
KINDS = list(RANK)


@dataclass(frozen=True)
class Said:
    """An answer, as plain as the row."""

    state: str = ConsentState.GIVEN
    child_kind: str = "oral_assent"
    child_agrees: bool | None = True
    adult_agrees: bool | None = True
    holds_until: datetime | None = None


births = st.builds(
    Birth, born_on=st.dates(date(2004, 1, 1), date(2030, 12, 31)), is_estimate=st.booleans()
) | st.builds(Birth, age=st.integers(0, 19), age_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)))
tables = st.dictionaries(st.integers(0, 17), st.sampled_from(KINDS), max_size=5).map(lambda found: steps(found.items()))
terms = st.builds(
    Terms, notice=st.timedeltas(timedelta(0), timedelta(days=120)),
    grace=st.integers(0, 120).map(lambda days: timedelta(days=days)),
)  # fmt: skip
moments = st.datetimes(datetime(2020, 1, 1), datetime(2049, 12, 31), timezones=st.just(UTC))
said = st.builds(
    Said, state=st.sampled_from(ConsentState.values), child_kind=st.sampled_from(KINDS),
    child_agrees=st.sampled_from([True, False, None]), adult_agrees=st.sampled_from([True, False, None]),
    holds_until=st.none() | moments,
)  # fmt: skip
LEAP = Birth(born_on=date(2012, 2, 29))


def life(answer, birth, at, table=TABLE, spans=TERMS):
    return life_of(answer, at=at, day=at.date(), birth=birth, table=table, terms=spans)


@given(said, births, tables, terms, moments, st.timedeltas(timedelta(0), timedelta(days=9000)))
@example(Said(), LEAP, TABLE, TERMS, datetime(2024, 2, 28, tzinfo=UTC), timedelta(days=2))
def test_time_moving_forward_never_makes_an_answer_hold_again(answer, birth, table, spans, at, later):
    before, after = life(answer, birth, at, table, spans), life(answer, birth, at + later, table, spans)
    order = [Standing.HOLDS, Standing.ENDING, Standing.OUTGROWN, Standing.TO_ASK]
    assert order.index(after.standing) >= order.index(before.standing) or not before.is_over
    assert not (before.is_over and not after.is_over)
    assert not (before.must_ask and not after.must_ask)
    assert not (before.step and not after.step)


@given(births, st.integers(1, 25), moments)
@example(LEAP, 12, datetime(2024, 2, 29, tzinfo=UTC))
@example(LEAP, 15, datetime(2027, 3, 1, tzinfo=UTC))
def test_the_child_s_side_counts_the_earliest_day_on_which_an_age_may_be_reached(birth, years, at):
    window, between = birth.window(years), birth.between(at.date())
    assert window.first <= window.last
    youngest, oldest = between
    assert youngest <= oldest <= youngest + 2
    assert birth.may_be(years, at.date()) == (oldest >= years)
    assert window.is_over(at.date()) == (youngest >= years)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
@example(date(2012, 2, 29), 16)
@example(date(2012, 2, 29), 18)
def test_a_birthday_is_the_first_day_of_that_age(born_on, years):
    day = birthday(born_on, years)
    birth = Birth(born_on=born_on)
    assert birth.between(day) == (years, years)
    assert birth.between(day - timedelta(days=1)) == (years - 1, years - 1)


@given(births, tables, terms, moments)
def test_nobody_of_age_is_bound_by_what_others_answered(birth, table, spans, at):
    assume(birth.may_be(MAJORITY, at.date()))
    for other in (Said(child_kind="information", child_agrees=None), Said(child_kind="written_assent")):
        found = life(other, birth, at, table, spans)
        assert found.is_over
    refused = Said(state=ConsentState.REFUSED, child_agrees=True, adult_agrees=False)
    assert life(refused, birth, at, table, spans).must_ask
    own = Said(child_kind="consent")
    assert not life(own, birth, at, table, spans).must_ask


@given(said, births, tables, terms, moments)
def test_an_age_asks_only_for_what_the_child_did_not_say(answer, birth, table, spans, at):
    found = outgrown(answer, birth, table)
    if answer.state in (ConsentState.WITHDRAWN, ConsentState.NOT_NEEDED):
        assert found is None
        assert life(answer, birth, at, table, spans).standing is Standing.HOLDS
    if found and answer.state == ConsentState.GIVEN and answer.child_agrees:
        assert RANK[found[0].child] > RANK[answer.child_kind]


@pytest.mark.parametrize(
    ("day", "standing", "years"),
    [
        (date(2026, 11, 2), Standing.HOLDS, None),
        (date(2026, 11, 3), Standing.OUTGROWN, 15),
        (date(2026, 12, 2), Standing.OUTGROWN, 15),
        (date(2026, 12, 3), Standing.TO_ASK, 15),
        (date(2029, 11, 2), Standing.TO_ASK, 15),
        (date(2029, 11, 3), Standing.TO_ASK, 18),
    ],
)
def test_the_girl_is_fifteen_and_is_asked_herself(day, standing, years):
    born = Birth(born_on=date(2011, 11, 3))
    found = life(Said(child_kind="written_assent"), born, datetime.combine(day, datetime.min.time(), UTC))
    assert (found.standing, found.step.years if found.step else None) == (standing, years)


def test_majority_has_no_grace_and_a_guess_is_taken_on_the_safe_side():
    of_age = Birth(born_on=date(2008, 11, 3))
    guessed = Birth(born_on=date(2008, 11, 3), is_estimate=True)
    parents = Said(child_kind="written_assent")
    eve = datetime(2026, 11, 2, tzinfo=UTC)
    only_18 = steps([])
    assert not life(parents, of_age, eve, only_18).must_ask
    assert life(parents, of_age, eve + timedelta(days=1), only_18).is_over
    assert life(parents, guessed, eve, only_18).is_over


def test_an_end_is_warned_of_then_holds_no_more():
    end = datetime(2026, 12, 1, 9, tzinfo=UTC)
    answer, none = Said(holds_until=end), None
    standings = [life(answer, none, end + timedelta(days=days)).standing for days in (-31, -30, 0, 400)]
    assert standings == [Standing.HOLDS, Standing.ENDING, Standing.TO_ASK, Standing.TO_ASK]


def rule(child, caregiver=ConsentKind.CONSENT, fallback=ConsentFallback.TRUSTED_ADULT):
    return ConsentRule(child=child, caregiver=caregiver, fallback=fallback)


def test_between_two_ages_the_child_is_asked_as_the_older_and_adults_as_for_the_younger():
    young, old = rule("written_assent"), rule("consent", ConsentKind.CONSENT_IF_CHILD_AGREES, ConsentFallback.CHILD)
    both = question_between(young, old)
    assert (both.child, both.needs_adult, both.stand_ins) == ("consent", True, ("worker", "child"))
    nearly = question_between(old, None)
    assert (nearly.child, nearly.needs_adult) == ("consent", True)
    assert question_between(None, None).needs_adult is False
