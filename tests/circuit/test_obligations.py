"""The pure function: what is owed, by whom, until when, for any history."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.circuit.clocks import WorkingClock, moment, seconds
from kanaf.circuit.obligations import Event, Machine, State, obligations, steps_due
from kanaf.circuit.protocol import DAY, HOUR, Clock, ObligationRule, Protocol, Stage, Step, Text, When
from kanaf.territory.calendars import Calendar, standard_calendar

MOROCCO = standard_calendar("MA")
CLOCK = WorkingClock(MOROCCO)
NAME = Text("x", "س", "x")
BY_RISK = {"high": DAY, "medium": 3 * DAY, "low": 7 * DAY}


def rule(key: str, begins: list[When], done: list[When], **more: object) -> ObligationRule:
    return ObligationRule(
        key=key, name=NAME, stage="care", begins=tuple(begins), done=tuple(done),
        delays=more.pop("delays", BY_RISK), clock=Clock.WORKING, **more,
    )  # fmt: skip


RULES = (
    rule(
        "first_contact", [When("cases.opened"), When("cases.reopened")], [When("cases.contact_recorded")],
        ends=(When("cases.closed"),),
        ladder=(Step(-4 * HOUR, "duty"), Step(0, "coordinator"), Step(DAY, "supervisor")),
    ),
    rule(
        "follow_up", [When("cases.contact_recorded", {"child_seen": frozenset({"true"})})],
        [When("cases.contact_recorded")], ends=(When("cases.closed"),),
    ),
    rule(
        "referral_answer", [When("referrals.sent", about="referral")],
        [When("referrals.accepted", about="referral"), When("referrals.declined", about="referral")],
        ends=(When("referrals.revoked", about="referral"),), owner="desk_to",
    ),
    rule(
        "medical", [When("cases.medical_clock_set")], [When("health.examined")], counted_from="counted_from",
        delays={"high": 72 * HOUR, "medium": 72 * HOUR, "low": 72 * HOUR},
    ),
)  # fmt: skip


def protocol(*rules: ObligationRule, key: str = "test") -> Protocol:
    return Protocol(
        key=key, name=NAME, country="MA", places=(), source="", stages=(Stage("care", NAME),), tracks=(),
        pathways=(), doors=(), obligations=rules,
    )  # fmt: skip


MACHINE = Machine(protocol(*RULES), CLOCK)


def at(text: str) -> int:
    """A moment on the wall of Tanger."""
    return seconds(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Africa/Casablanca")))


def event(kind: str, when: str | int, *, subject: str = "s", desk: str = "upe", **facts: object) -> Event:
    return Event(at(when) if isinstance(when, str) else when, kind, subject, desk, facts)


def opened(when: str, risk: str = "medium") -> Event:
    return event("cases.opened", when, risk=risk, profile="victim")


def only(events: list[Event], now: str) -> dict[str, tuple[str, str]]:
    """Rule to its due time on the wall and its state."""
    zone = ZoneInfo("Africa/Casablanca")
    return {
        found.rule: (f"{moment(found.due_at).astimezone(zone):%a %d %H:%M}", found.state(at(now)).value)
        for found in obligations(MACHINE, events, at(now))
    }


def test_a_referral_sent_on_tuesday_waits_until_friday_at_the_same_hour():
    sent = event("referrals.sent", "2027-04-06 10:00", referral="r1", desk_to="ecoute")
    events = [opened("2027-04-01 09:00"), sent]
    assert only(events, "2027-04-09 10:00")["referral_answer"] == ("Fri 09 10:00", State.WAITING)
    assert only(events, "2027-04-09 10:01")["referral_answer"] == ("Fri 09 10:00", State.LATE)
    answered = [*events, event("referrals.declined", "2027-04-09 11:00", referral="r1")]
    assert only(answered, "2027-04-10 10:00")["referral_answer"][1] == State.DONE_LATE
    other = [*events, event("referrals.accepted", "2027-04-07 11:00", referral="another")]
    assert only(other, "2027-04-10 10:00")["referral_answer"][1] == State.LATE


def test_a_high_risk_runs_through_the_week_end_and_the_medical_clock_counts_from_the_facts():
    events = [
        opened("2027-03-08 16:40", "high"),
        event("cases.medical_clock_set", "2027-03-08 17:00", counted_from="2027-03-06T20:00:00+00:00"),
    ]
    found = only(events, "2027-03-09 16:41")
    assert found["first_contact"] == ("Tue 09 16:40", State.LATE)
    assert found["medical"][0].startswith("Tue 09")
    friday = [opened("2027-03-05 16:40", "high")]
    assert only(friday, "2027-03-05 17:00")["first_contact"][0] == "Sat 06 16:40"


def test_a_risk_that_rises_brings_what_waits_nearer_and_never_moves_it_away():
    events = [opened("2027-04-05 09:00", "low"), event("cases.risk_raised", "2027-04-06 09:00", after="high")]
    assert only(events, "2027-04-06 10:00")["first_contact"][0] == "Wed 07 09:00"
    lowered = [opened("2027-04-05 09:00", "high"), event("cases.assessment_approved", "2027-04-05 12:00", risk="low")]
    assert only(lowered, "2027-04-05 13:00")["first_contact"][0] == "Tue 06 09:00"


def test_what_waits_follows_the_lead_and_what_another_desk_owes_does_not():
    events = [
        opened("2027-04-05 09:00"),
        event("referrals.sent", "2027-04-05 10:00", referral="r1", desk_to="ecoute"),
        event("grants.lead_moved", "2027-04-05 11:00", desk_from="upe", desk_to="sale"),
    ]
    owners = {found.rule: found.owner for found in obligations(MACHINE, events, at("2027-04-05 12:00"))}
    assert owners == {"first_contact": "sale", "referral_answer": "ecoute"}


def test_silence_climbs_the_ladder_and_an_answer_stops_it():
    events = [opened("2027-04-05 09:00", "high")]
    owed = obligations(MACHINE, events, at("2027-04-06 04:00"))[0]
    told = {hour: [s.tell for s in steps_due(MACHINE, owed, at(hour))] for hour in (
        "2027-04-06 04:00", "2027-04-06 05:00", "2027-04-06 09:00", "2027-04-07 09:00",
    )}  # fmt: skip
    assert list(told.values()) == [[], ["duty"], ["duty", "coordinator"], ["duty", "coordinator", "supervisor"]]
    seen = [*events, event("cases.contact_recorded", "2027-04-06 08:00", child_seen=True)]
    met = obligations(MACHINE, seen, at("2027-04-08 09:00"))[0]
    assert [s.tell for s in steps_due(MACHINE, met, at("2027-04-08 09:00"))] == ["duty"]


def test_one_contact_satisfies_the_last_follow_up_and_begins_the_next():
    events = [opened("2027-04-05 09:00")] + [
        event("cases.contact_recorded", f"2027-04-{day:02} 09:00", child_seen=True) for day in (6, 7, 8)
    ]
    found = [o for o in obligations(MACHINE, events, at("2027-04-08 10:00")) if o.rule == "follow_up"]
    assert [o.state(at("2027-04-08 10:00")) for o in found] == [State.DONE, State.DONE, State.WAITING]


MOMENTS = st.datetimes(datetime(2010, 1, 8), datetime(2049, 12, 1), timezones=st.just(UTC))
RESTS = st.frozensets(st.integers(0, 6), max_size=6)
CALENDARS = st.builds(
    Calendar, st.sampled_from([ZoneInfo("Africa/Casablanca"), ZoneInfo("Asia/Beirut"), ZoneInfo("Africa/Algiers")]),
    RESTS, st.sampled_from(["", "MA"]), st.just({date(2027, 4, 7): False, date(2027, 4, 10): True}),
)  # fmt: skip
_clocks: dict[object, WorkingClock] = {}


def clock_of(calendar: Calendar) -> WorkingClock:
    key = (calendar.zone, calendar.rest_days, calendar.feasts)
    return _clocks.setdefault(key, WorkingClock(calendar))


@settings(max_examples=300, deadline=None)
@given(
    calendar=st.shared(CALENDARS, key="c"), start=MOMENTS, days=st.integers(0, 40), hours=st.sampled_from([0, 0, 5, 23])
)
def test_the_fast_clock_says_what_the_calendar_says(calendar, start, days, hours):
    start = start.replace(microsecond=0)
    slow = calendar.add(start, days * 24 + hours)
    assert clock_of(calendar).add(seconds(start), days * DAY + hours * HOUR) == seconds(slow)


@pytest.mark.parametrize("around", ["2027-02-07", "2027-03-14", "2026-02-15", "2026-03-22"])
def test_the_fast_clock_agrees_through_the_change_of_clock_of_ramadan(around):
    start = datetime.fromisoformat(f"{around} 00:00").replace(tzinfo=UTC) - timedelta(days=6)
    for hour in range(12 * 24):
        begun = start + timedelta(hours=hour, minutes=7)
        assert CLOCK.add(seconds(begun), 3 * DAY) == seconds(MOROCCO.add(begun, 72))


KINDS = st.sampled_from(
    ["cases.opened", "cases.reopened", "cases.contact_recorded", "cases.closed", "referrals.sent", "referrals.accepted",
     "referrals.declined", "referrals.revoked", "cases.medical_clock_set", "cases.risk_raised", "health.examined",
     "grants.lead_moved", "cases.assessment_approved", "nobody.knows_this"]
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(["high", "medium", "low", "r1", "r2"]),
    st.just("2027-03-06T20:00:00+00:00"), st.just("9999-99-99"),
)  # fmt: skip
FACTS = st.dictionaries(
    st.sampled_from(["risk", "after", "profile", "referral", "desk_to", "child_seen", "counted_from"]),
    VALUES,
    max_size=5,
)
START = at("2027-01-04 09:00")
EVENTS = st.lists(
    st.builds(Event, st.integers(START, START + 300 * DAY), KINDS, st.sampled_from("ab"), st.sampled_from("xyz"), FACTS),
    max_size=25,
)  # fmt: skip
NOWS = st.integers(START - DAY, START + 400 * DAY)


@settings(max_examples=300, deadline=None)
@given(events=EVENTS, first=NOWS, second=NOWS)
def test_time_moving_forward_never_undoes_what_was_done(events, first, second):
    before, after = sorted([first, second])
    then, later = obligations(MACHINE, events, before), obligations(MACHINE, events, after)
    assert len(later) >= len(then)
    for old, new in zip(then, later, strict=False):
        assert (old.rule, old.about, old.began_at) == (new.rule, new.about, new.began_at)
        assert new.due_at <= old.due_at or old.ended_at
        if old.ended_at:
            assert new == old
        if old.state(before) in {State.DONE, State.DONE_LATE, State.ENDED}:
            assert new.state(after) == old.state(before)


@settings(max_examples=300, deadline=None)
@given(events=EVENTS, now=NOWS)
def test_the_function_is_total_deterministic_and_one_thing_waits_once(events, now):
    found = obligations(MACHINE, events, now)
    assert found == obligations(MACHINE, list(events), now)
    waiting = [(o.rule, o.about) for o in found if not o.ended_at]
    assert len(waiting) == len(set(waiting))
    assert all(o.began_at <= now or o.rule == "medical" for o in found)
    assert all(step.after + o.due_at <= now for o in found for step in steps_due(MACHINE, o, now))


@settings(max_examples=100, deadline=None)
@given(events=EVENTS, now=NOWS)
def test_a_rule_of_another_protocol_changes_nothing_here(events, now):
    other = Machine(protocol(*RULES[:2], key="other"), CLOCK)
    mine = [o for o in obligations(MACHINE, events, now) if o.rule in {"first_contact", "follow_up"}]
    assert obligations(other, events, now) == mine
