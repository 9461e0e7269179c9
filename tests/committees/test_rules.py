"""Quorum, notice, terms and substitutes, over anything that can happen."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.committees import rules
from kanaf.foundation.ids import new_id

DAY = date(2027, 6, 15)


@dataclass(frozen=True)
class ASeat:
    id: UUID
    is_required: bool = False
    ended_on: date | None = None


@dataclass(frozen=True)
class ATerm:
    seat_id: UUID
    is_substitute: bool
    since: date
    until: date | None


days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
seats = st.lists(st.builds(ASeat, st.builds(new_id), st.booleans()), min_size=1, max_size=15)


@st.composite
def periods(draw):
    since = draw(days)
    return since, draw(st.none() | st.integers(0, 60).map(lambda n: since + timedelta(days=n)))


@st.composite
def terms(draw):
    since, until = draw(periods())
    return ATerm(new_id(), draw(st.booleans()), since, until)


@st.composite
def tables(draw):
    all_seats = draw(seats)
    return all_seats, draw(st.sets(st.sampled_from([seat.id for seat in all_seats]))), draw(st.integers(1, 100))


@settings(deadline=None)
@given(tables())
def test_a_quorum_is_a_share_of_all_seats_and_every_required_one(table):
    all_seats, sat, percent = table
    found = rules.quorum(all_seats, sat, percent)
    assert 1 <= found.needed <= found.seats == len(all_seats)
    assert found.needed * 100 >= percent * found.seats > (found.needed - 1) * 100 or found.needed == 1
    assert found.is_reached == (
        len(sat) >= found.needed and all(seat.id in sat for seat in all_seats if seat.is_required)
    )


@settings(deadline=None)
@given(tables(), st.data())
def test_somebody_more_never_undoes_a_quorum(table, data):
    all_seats, sat, percent = table
    more = sat | data.draw(st.sets(st.sampled_from([seat.id for seat in all_seats])))
    if rules.quorum(all_seats, sat, percent).is_reached:
        assert rules.quorum(all_seats, more, percent).is_reached


@settings(deadline=None)
@given(tables())
def test_strangers_and_a_second_coming_count_for_nothing(table):
    all_seats, sat, percent = table
    assert rules.quorum(all_seats, [*sat, *sat, new_id()], percent) == rules.quorum(all_seats, sat, percent)


@settings(deadline=None)
@given(tables())
def test_a_vacant_seat_raises_what_is_needed_and_never_lowers_it(table):
    all_seats, sat, percent = table
    wider = [*all_seats, ASeat(new_id())]
    assert rules.quorum(wider, sat, percent).needed >= rules.quorum(all_seats, sat, percent).needed


@settings(deadline=None)
@given(terms(), periods())
def test_two_terms_overlap_exactly_when_they_share_a_day(term, period):
    since, until = period
    other = ATerm(term.seat_id, term.is_substitute, since, until)
    days_around = [DAY + timedelta(days=n) for n in range(-50, 110)]
    shared = any(rules.runs(term, day) and rules.runs(other, day) for day in days_around)
    assert rules.overlap(term, since, until) == shared


@settings(deadline=None)
@given(st.lists(terms(), max_size=8), days)
def test_who_sits_is_somebody_whose_term_runs(all_terms, day):
    member, substitute = rules.member_on(all_terms, day), rules.substitute_on(all_terms, day)
    assert rules.is_vacant(all_terms, day) == (member is None)
    for found, wanted in ((member, False), (substitute, True)):
        if found is None:
            assert not any(rules.runs(t, day) for t in all_terms if t.is_substitute == wanted)
        else:
            assert found.is_substitute == wanted
            assert rules.runs(found, day)
        assert rules.who_represents(all_terms, day, substitute=wanted) == found


@settings(deadline=None)
@given(terms())
def test_a_term_ends_on_the_eve_of_its_last_date(term):
    if term.until is not None:
        assert not rules.runs(term, term.until)
        assert rules.runs(term, term.until - timedelta(days=1)) == (term.until > term.since)


@settings(deadline=None)
@given(days, st.integers(0, 60), st.integers(0, 60))
def test_notice_is_enough_from_the_nth_day_on(letter, notice, after):
    assert rules.is_notice_enough(letter, letter + timedelta(days=after), notice) == (after >= notice)


def test_the_dates_of_story_10():
    """Convened 2027-06-15 with ten days of notice: the letter leaves on the 5th at the latest."""
    assert rules.is_notice_enough(date(2027, 6, 5), DAY, 10)
    assert not rules.is_notice_enough(date(2027, 6, 6), DAY, 10)
