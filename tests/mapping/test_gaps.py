"""The gap map: one more service never makes a gap, and every cell is what counting hour by hour says."""

from datetime import date, time
from types import SimpleNamespace
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import Weekday
from kanaf.mapping import gaps
from kanaf.mapping.enums import WINDOWS, CellState, Hours, Window
from kanaf.mapping.gaps import Need, Offer

TODAY = date(2026, 11, 29)
PLACES = [UUID(int=number) for number in range(1, 5)]
KINGDOM, REGION, PROVINCE, COMMUNE = PLACES
LINEAGE = frozenset(PLACES)
CATEGORIES = ("shelter", "legal")
ANY_TIME = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))


def line(byday, opens, closes, period="usual", valid_to=None):
    return SimpleNamespace(period=period, byday=byday, opens_at=opens, closes_at=closes, valid_to=valid_to)


lines = st.builds(
    line,
    st.lists(st.sampled_from(Weekday.values), max_size=7, unique=True),
    ANY_TIME,
    ANY_TIME | st.just(time(23, 59)),
    st.sampled_from(["usual", "usual", "ramadan", "public_holidays"]),
    st.sampled_from([None, None, date(2026, 1, 1), date(2027, 1, 1)]),
)


@st.composite
def offers(draw):
    told = draw(st.lists(lines, max_size=4))
    covered = frozenset(draw(st.lists(st.sampled_from([*PLACES, uuid4()]), max_size=2)))
    return Offer(
        key=uuid4(),
        categories=frozenset(draw(st.lists(st.sampled_from(CATEGORIES), max_size=2))),
        covers=covered,
        touches=covered | ({REGION, PROVINCE} if draw(st.booleans()) else set()),
        minimum_age=draw(st.none() | st.integers(0, 17)),
        maximum_age=draw(st.none() | st.integers(0, 17)),
        weeks=gaps.weeks_of(told, TODAY) or None,
        is_sure=draw(st.booleans()),
    ), told


needs = st.builds(
    Need,
    st.sampled_from(CATEGORIES),
    st.just(PROVINCE),
    st.just(frozenset({KINGDOM, REGION, PROVINCE})),
    st.sampled_from([(0, 5), (6, 11), (12, 14), (15, 17)]),
    st.sampled_from(list(WINDOWS.values())),
)


def is_open(told, period, day, hour):
    """The plain way: is there a line, valid today, that holds this whole hour of this day?"""
    for one in told:
        if one.period != period or (one.valid_to and one.valid_to < TODAY):
            continue
        for number, code in enumerate(Weekday.values):
            if code not in one.byday:
                continue
            first = number * 1440 + one.opens_at.hour * 60 + one.opens_at.minute
            last = number * 1440 + (
                1440 if one.closes_at == time(23, 59) else one.closes_at.hour * 60 + one.closes_at.minute
            )
            last += 1440 if one.closes_at <= one.opens_at else 0
            begins = day * 1440 + hour * 60
            if any(first <= begins + week and begins + week + 60 <= last for week in (0, 7 * 1440)):
                return True
    return False


@settings(max_examples=80, deadline=None)
@given(st.lists(offers(), max_size=5), needs)
def test_a_cell_is_what_counting_hour_by_hour_says(made, need):
    found = gaps.cell([offer for offer, _told in made], need)
    sure = {2: set(), 1: set()}
    is_somebody = False
    for offer, told in made:
        reached, period = gaps.reach(offer, need), need.window.period
        if not reached:
            continue
        open_at = {slot for slot in need.window.slots if is_open(told, period, *slot)}
        is_unknown = offer.weeks is None or period not in offer.weeks
        is_somebody |= bool(open_at) or is_unknown
        if offer.is_sure and not is_unknown:
            for level in range(1, reached + 1):
                sure[level] |= open_at
    assert found.open_hours == len(sure[1])
    assert found.hours == len(need.window.slots)
    if sure[2] == need.window.slots:
        assert found.state == CellState.WHOLE
    elif sure[1]:
        assert found.state == CellState.PART
    else:
        assert found.state == (CellState.DOUBTFUL if is_somebody else CellState.NONE)


@settings(max_examples=80, deadline=None)
@given(st.lists(offers(), max_size=5), offers(), needs)
def test_one_more_service_never_makes_a_gap(made, more, need):
    before = gaps.cell([offer for offer, _told in made], need)
    after = gaps.cell([*(offer for offer, _told in made), more[0]], need)
    assert gaps.RANK[after.state] >= gaps.RANK[before.state]
    assert after.open_hours >= before.open_hours
    assert not after.is_gap or before.is_gap


def always(**more):
    week = dict.fromkeys(("usual", "ramadan", "public_holidays"), (1 << gaps.WEEK) - 1)
    told = {"categories": frozenset({"shelter"}), "covers": frozenset({PROVINCE}), "touches": LINEAGE, "weeks": week}
    return Offer(key=uuid4(), **{**told, **more})


def need_at(hours, ages=(6, 11), place=COMMUNE, lineage=LINEAGE):
    return Need("shelter", place, lineage, ages, WINDOWS[hours])


def test_a_mandate_over_the_province_holds_each_of_its_communes_and_not_the_other_way():
    assert gaps.cell([always()], need_at(Hours.NIGHT)).state == CellState.WHOLE
    small = always(covers=frozenset({COMMUNE}))
    above = need_at(Hours.NIGHT, place=PROVINCE, lineage=LINEAGE - {COMMUNE})
    assert gaps.cell([small], above).state == CellState.PART
    elsewhere = always(covers=frozenset({uuid4()}), touches=frozenset({KINGDOM}))
    assert gaps.cell([elsewhere], above).state == CellState.NONE


def test_ages_count_whole_in_part_or_not_at_all():
    for low, high, state in [
        (0, 17, "whole"),
        (None, None, "whole"),
        (8, 17, "part"),
        (12, 17, "none"),
        (0, 5, "none"),
    ]:
        found = gaps.cell([always(minimum_age=low, maximum_age=high)], need_at(Hours.NIGHT))
        assert found.state == state, (low, high)


def test_usual_hours_are_no_promise_for_ramadan_and_unknown_hours_none_at_all():
    weeks = gaps.weeks_of([line(Weekday.values, time(0), time(23, 59))], TODAY)
    usual = always(weeks=weeks)
    assert gaps.cell([usual], need_at(Hours.WORKING)).state == CellState.WHOLE
    assert gaps.cell([usual], need_at(Hours.RAMADAN)).state == CellState.DOUBTFUL
    assert gaps.cell([always(weeks=None)], need_at(Hours.WORKING)).state == CellState.DOUBTFUL


def test_a_night_runs_over_midnight():
    night = gaps.weeks_of([line(["SU"], time(22), time(6))], TODAY)
    monday_two, sunday_late = gaps.bit(0, 2), gaps.bit(6, 23)
    assert night["usual"] & monday_two
    assert night["usual"] & sunday_late
    assert not night["usual"] & gaps.bit(0, 6)
    half = gaps.weeks_of([line(["MO"], time(8, 30), time(10, 30))], TODAY)
    assert half["usual"] == gaps.bit(0, 9), "an hour counts once it is whole"


def test_closed_written_as_closed_is_a_gap_and_not_a_doubt():
    closed = always(weeks={"usual": gaps.weeks_of([line(["SA"], None, None)], TODAY)["usual"]})
    assert gaps.cell([closed], need_at(Hours.WEEKEND)).state == CellState.NONE


def test_what_is_full_or_old_is_doubtful():
    assert gaps.is_believed(date(2025, 11, 30), TODAY)
    assert not gaps.is_believed(date(2025, 11, 29), TODAY)
    assert not gaps.is_believed(None, TODAY)
    assert not gaps.has_room(0, date(2026, 11, 20), TODAY)
    assert gaps.has_room(0, date(2026, 11, 1), TODAY)
    assert gaps.has_room(3, TODAY, TODAY)
    assert gaps.cell([always(is_sure=False)], need_at(Hours.NIGHT)).state == CellState.DOUBTFUL


def test_no_window_is_empty_and_none_is_the_same_as_another():
    windows = list(WINDOWS.values())
    assert all(isinstance(one, Window) and one.slots for one in windows)
    assert len({(one.period, one.slots) for one in windows}) == len(Hours)
