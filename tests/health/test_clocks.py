"""Limits run from the incident, on the safe side, until what was given or why not is written down."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kanaf.health.clocks import Answer, Start, State, nearest, standing, start_of
from kanaf.health.enums import LimitKey

DELAYS = {
    LimitKey.PEP: timedelta(hours=72),
    LimitKey.FORENSIC: timedelta(hours=72),
    LimitKey.CONTRACEPTION: timedelta(hours=120),
}
EPOCH = datetime(2027, 3, 6, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(-300, 300).map(lambda hours: EPOCH + hours * HOUR)


@st.composite
def starts_(draw):
    at, width, lag = draw(moments), draw(st.integers(0, 48)), draw(st.integers(0, 200))
    return start_of(at, at + width * HOUR, at + lag * HOUR)


many_starts = st.lists(starts_(), max_size=4)
answers_ = st.lists(st.builds(Answer, st.sampled_from([key.value for key in LimitKey]), moments), max_size=6)


def of(limits, key):
    return next(limit for limit in limits if limit.key == key)


def exact(at):
    return start_of(at, at, at)


def test_story_1_the_limit_is_said_three_days_after_the_facts():
    saturday = datetime(2027, 3, 6, 20, tzinfo=UTC)  # 21:00 in Tangier
    learnt = Start(saturday, saturday, datetime(2027, 3, 8, 15, 40, tzinfo=UTC))
    limits = standing([learnt], DELAYS, [], datetime(2027, 3, 8, 15, 40, tzinfo=UTC))
    assert of(limits, LimitKey.PEP).until == datetime(2027, 3, 9, 20, tzinfo=UTC)
    assert of(limits, LimitKey.CONTRACEPTION).until == datetime(2027, 3, 11, 20, tzinfo=UTC)
    assert nearest(limits).until == datetime(2027, 3, 9, 20, tzinfo=UTC)


def test_an_hour_that_nobody_knows_counts_from_the_first_minute_and_is_answered_from_the_last():
    day = start_of(EPOCH, EPOCH + 24 * HOUR, EPOCH + 40 * HOUR)
    in_the_middle = [Answer("pep", EPOCH + 10 * HOUR)]
    assert of(standing([day], DELAYS, in_the_middle, EPOCH + 41 * HOUR), LimitKey.PEP).is_running
    afterwards = [Answer("pep", EPOCH + 24 * HOUR)]
    assert of(standing([day], DELAYS, afterwards, EPOCH + 41 * HOUR), LimitKey.PEP).state == State.ANSWERED


def test_a_limit_over_before_anybody_knew_is_nobodys_delay():
    late = Start(EPOCH, EPOCH, EPOCH + 80 * HOUR)
    limits = standing([late], DELAYS, [], EPOCH + 90 * HOUR)
    assert of(limits, LimitKey.PEP).state == State.TOO_LATE_ALREADY
    assert of(limits, LimitKey.CONTRACEPTION).is_running


@given(many_starts, answers_, moments)
def test_it_is_what_one_would_work_out_by_hand(starts, answers, now):
    limits = standing(starts, DELAYS, answers, now)
    assert [limit.key for limit in sorted(limits, key=lambda one: one.key)] == (sorted(DELAYS) if starts else [])
    for limit in limits:
        good = [answer.at for answer in answers if answer.key == limit.key and answer.at <= now]
        waiting = [s for s in starts if not any(at >= s.over_at for at in good)]
        assert limit.is_open == bool(waiting)
        assert limit.until - limit.start == DELAYS[limit.key]
        assert limit.is_running == any(s.at + DELAYS[limit.key] >= now for s in waiting)
        if limit.is_running:
            assert limit.until == min(s.at + DELAYS[limit.key] for s in waiting if s.at + DELAYS[limit.key] >= now)


@given(starts_(), moments, moments)
def test_time_alone_only_ever_makes_it_pass(start, one, other):
    before, after = sorted((one, other))
    first = of(standing([start], DELAYS, [], before), LimitKey.PEP)
    second = of(standing([start], DELAYS, [], after), LimitKey.PEP)
    assert second.until == first.until
    assert not (second.is_running and not first.is_running)


@given(many_starts, starts_(), answers_, moments)
def test_an_older_incident_never_hides_a_newer_limit(starts, more, answers, now):
    alone = nearest(standing([more], DELAYS, answers, now))
    together = nearest(standing([*starts, more], DELAYS, answers, now))
    assert alone is None or (together is not None and together.until <= alone.until)


@given(starts_(), moments)
def test_an_answer_after_the_facts_silences_and_one_before_does_not(start, now):
    after = standing([start], DELAYS, [Answer("pep", start.over_at)], max(now, start.over_at))
    before = standing([start], DELAYS, [Answer("pep", start.over_at - HOUR)], max(now, start.over_at))
    assert not of(after, LimitKey.PEP).is_open
    assert of(before, LimitKey.PEP).is_open
