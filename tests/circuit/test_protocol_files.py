"""The circuits that come with Kanaf: what is in them, and what they make everybody owe."""

from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from kanaf.cases.enums import Profile, Stage
from kanaf.circuit.checking_ladder import RECIPIENTS
from kanaf.circuit.clocks import WorkingClock, seconds
from kanaf.circuit.obligations import Event, Machine, State, obligations
from kanaf.circuit.protocol import DAY, HOUR, RISKS, Clock
from kanaf.circuit.reading import digest, read, write
from kanaf.circuit.schema_words import validator
from kanaf.portal.duties import DUTIES
from kanaf.territory.calendars import standard_calendar
from tests.circuit.protocols import SMALL, TEXTS, found_in, rows

both = pytest.mark.parametrize("name", ["tanger", "sale", "standard"])


def test_the_files_are_those_three():
    assert sorted(TEXTS) == ["sale", "standard", "tanger"]


@both
def test_a_file_loads_and_holds_together(name):
    assert found_in(TEXTS[name]) == []


def test_the_small_one_holds_together():
    assert found_in(SMALL) == []


def test_the_schema_is_one_and_knows_the_same_words():
    schema = validator().schema
    Draft202012Validator.check_schema(schema)
    parts = schema["$defs"]
    assert tuple(parts["step"]["properties"]["tell"]["enum"]) == RECIPIENTS
    assert parts["obligation"]["properties"]["clock"]["enum"] == [clock.value for clock in Clock]
    assert tuple(parts["obligation"]["properties"]["delays"]["properties"]) == RISKS


@both
def test_the_stages_are_the_official_steps_in_their_order(name):
    assert [stage.key for stage in read(TEXTS[name]).stages] == [step.name.lower() for step in Stage]


@both
def test_every_profile_has_its_pathway(name):
    programmes_only = {Profile.SINGLE_MOTHER.value}
    profiles = {pathway.profile for pathway in read(TEXTS[name]).pathways}
    assert profiles == set(Profile.values) - programmes_only


@both
def test_every_obligation_has_a_page_where_it_is_met(name):
    assert {rule.key for rule in read(TEXTS[name]).obligations} == set(DUTIES)


@both
def test_the_delays_are_those_of_the_settings(name):
    """Written here so that they do not part; ``refer_again`` takes those of the answer."""
    rules = {rule.key: rule for rule in read(TEXTS[name]).obligations}
    compared = set()
    for row in rows("delays"):
        if row["key"] not in rules:
            continue
        rule = rules[row["key"]]
        delay = int(row["amount"]) * (DAY if row["unit"] == "days" else HOUR)
        for risk in [row["risk"]] if row["risk"] else RISKS:
            assert rule.delays[risk] == delay, (rule.key, risk)
            clock = rule.clock if risk != "high" else Clock.CONTINUOUS
            exempt = (rule.key, risk) == ("triage", "low") or risk == "high"  # no report comes in as low
            assert clock == row["clock"] or exempt, (rule.key, risk)
            compared.add(rule.key)
    assert rules["refer_again"].delays == rules["referral_answer"].delays
    agreed = {rule.key for rule in rules.values() if not any(rule.delays.values())}
    assert compared == set(rules) - agreed - PROPOSED


PROPOSED = {
    "refer_again", "report_to_prosecutor", "report_unanswered", "hearing_outcome", "measure_execution",
    "stay_orientation", "kafala_visit",
}  # fmt: skip
"""The delays that no setting of the country proposes; those of days that people agree on are none."""


@both
def test_no_delay_is_confirmed_and_each_has_a_ladder(name):
    protocol = read(TEXTS[name])
    assert protocol.unconfirmed == list(protocol.obligations)
    assert all(rule.ladder for rule in protocol.obligations)
    assert all(rule.law.as_of for rule in protocol.obligations if rule.law)


@both
def test_everything_has_its_words_in_three_languages(name):
    protocol = read(TEXTS[name])
    named = [protocol, *protocol.stages, *protocol.tracks, *protocol.pathways, *protocol.doors, *protocol.obligations]
    assert all(one.name.fr and one.name.ar and one.name.en for one in named)


@both
def test_all_ends_with_the_file_but_what_is_promised_for_later(name):
    about_reports = {"triage", "report_read", "complaint_acknowledge", "complaint_answer"}
    afterwards = {"post_closure_contact", "sharing_stop"}
    for rule in read(TEXTS[name]).obligations:
        ends = {way.on for way in rule.ends}
        assert ("cases.closed" in ends) == (rule.key not in about_reports | afterwards), rule.key


CLOCK = WorkingClock(standard_calendar("MA"))
DESK, OTHER = "desk", "other desk"
NEWEST = {"by_lead": True, "is_newest": True}


def at(text):
    return seconds(datetime.fromisoformat(text).astimezone(UTC))


def event(when, kind, *, subject="file", desk=DESK, **facts):
    return Event(at(when), kind, subject, desk, facts)


def owed(events, now, name="tanger"):
    """What waits or is late at a moment: key → the obligation."""
    found = obligations(Machine(read(TEXTS[name]), CLOCK), events, at(now))
    return {one.rule: one for one in found if not one.ended_at}


OPENED = event("2027-04-05T09:00+01:00", "cases.opened", risk="medium", profile="victim")


def test_a_new_file_owes_its_first_steps():
    assert set(owed([OPENED], "2027-04-05T10:00+01:00")) == {
        "first_contact",
        "registration",
        "initial_assessment",
        "plan_approval",
    }


def test_a_referral_of_tuesday_is_answered_by_friday():
    sent = event("2027-04-06T10:00+01:00", "referrals.sent", referral="r", desk_to=OTHER, urgency="medium")
    answer = owed([OPENED, sent], "2027-04-09T10:01+01:00")["referral_answer"]
    assert (answer.owner, answer.due_at) == (OTHER, at("2027-04-09T10:00+01:00"))
    assert answer.state(at("2027-04-09T10:01+01:00")) == State.LATE


def test_a_declined_referral_is_looked_for_again_by_the_lead_until_another_is_sent():
    sent = event("2027-04-06T10:00+01:00", "referrals.sent", referral="r", desk_to=OTHER, urgency="medium")
    declined = event("2027-04-07T10:00+01:00", "referrals.declined", desk=OTHER, referral="r", reason="no_capacity")
    waiting = owed([OPENED, sent, declined], "2027-04-07T11:00+01:00")
    assert "referral_answer" not in waiting
    assert waiting["refer_again"].owner == DESK
    again = event("2027-04-08T10:00+01:00", "referrals.sent", referral="s", desk_to="third", urgency="medium")
    assert "refer_again" not in owed([OPENED, sent, declined, again], "2027-04-08T11:00+01:00")


def test_a_contact_meets_the_follow_up_and_begins_the_next():
    first = event(
        "2027-04-06T10:00+01:00", "cases.contact_recorded", contact="first_contact", child_seen=True, **NEWEST
    )
    waiting = owed([OPENED, first], "2027-04-06T11:00+01:00")
    assert "first_contact" not in waiting
    assert waiting["follow_up"].due_at == at("2027-04-20T10:00+01:00")
    visit = event("2027-04-10T10:00+01:00", "cases.contact_recorded", contact="home_visit", child_seen=False, **NEWEST)
    assert owed([OPENED, first, visit], "2027-04-10T11:00+01:00")["follow_up"].due_at == at("2027-04-24T10:00+01:00")


def test_an_approved_assessment_sets_the_rhythm_and_calls_for_the_full_one():
    initial = event("2027-04-07T10:00+01:00", "cases.assessment_approved", is_initial=True, risk="high")
    waiting = owed([OPENED, initial], "2027-04-07T11:00+01:00")
    assert "initial_assessment" not in waiting
    assert waiting["full_assessment"].due_at == waiting["follow_up"].due_at == at("2027-04-14T10:00+01:00")
    full = event("2027-04-12T10:00+01:00", "cases.assessment_approved", is_initial=False, risk="low")
    waiting = owed([OPENED, initial, full], "2027-04-12T11:00+01:00")
    assert "full_assessment" not in waiting
    assert waiting["follow_up"].due_at == at("2027-05-12T10:00+01:00")


def test_a_closed_file_owes_one_contact_and_an_open_again_one_its_first_steps():
    closed = event("2027-05-05T10:00+01:00", "cases.closed", reason="goals")
    assert set(owed([OPENED, closed], "2027-05-05T11:00+01:00")) == {"post_closure_contact"}
    later = event("2027-06-05T10:00+01:00", "cases.contact_recorded", contact="post_closure", child_seen=True)
    assert owed([OPENED, closed, later], "2027-06-05T11:00+01:00") == {}
    reopened = event("2027-06-06T10:00+01:00", "cases.reopened", reason="new")
    assert set(owed([OPENED, closed, reopened], "2027-06-06T11:00+01:00")) == {
        "first_contact",
        "initial_assessment",
        "plan_approval",
    }


def test_medical_limits_count_from_the_incident():
    known = {"counted_from": "2027-03-06T21:00:00+00:00", "contraception": True}
    set_ = event("2027-03-08T16:40+00:00", "cases.medical_clock_set", **known)
    waiting = owed([OPENED._replace(at=set_.at), set_], "2027-03-08T17:00+00:00")
    assert waiting["medical_pep"].due_at == at("2027-03-09T21:00+00:00")
    assert waiting["medical_contraception"].due_at == at("2027-03-11T21:00+00:00")
    gone = event("2027-03-08T18:00+00:00", "cases.medical_clock_set", counted_from=None)
    assert "medical_pep" not in owed([OPENED._replace(at=set_.at), set_, gone], "2027-03-08T19:00+00:00")


def test_a_report_is_decided_about_and_what_is_added_later_is_read():
    received = event("2027-04-05T09:00+01:00", "cases.report_received", desk_in_charge=DESK, risk="medium")
    assert set(owed([received], "2027-04-05T10:00+01:00")) == {"triage"}
    nothing = event("2027-04-05T10:00+01:00", "cases.report_triaged", decision="no_action")
    assert set(owed([received, nothing], "2027-04-05T10:30+01:00")) == {"triage"}
    agreed = event("2027-04-05T11:00+01:00", "cases.triage_confirmed")
    assert owed([received, nothing, agreed], "2027-04-05T11:30+01:00") == {}
    added = event("2027-04-06T11:00+01:00", "cases.report_added_to", after_decision=True)
    assert set(owed([received, nothing, agreed, added], "2027-04-06T11:30+01:00")) == {"report_read"}


def test_a_complaint_is_acknowledged_then_answered():
    received = event("2027-04-05T09:00+01:00", "cases.complaint_received", handled_by=DESK, about="service")
    assert set(owed([received], "2027-04-05T10:00+01:00")) == {"complaint_acknowledge", "complaint_answer"}
    taken = event("2027-04-05T10:00+01:00", "cases.complaint_taken")
    assert set(owed([received, taken], "2027-04-05T11:00+01:00")) == {"complaint_answer"}


@both
def test_a_file_is_known_whatever_its_layout_and_remarks(name):
    protocol = read(TEXTS[name])
    assert digest(read(write(protocol))) == digest(protocol)
    assert digest(read(f"# Another remark.\n\n{TEXTS[name]}")) == digest(protocol)


def test_another_word_is_another_protocol():
    assert digest(read(SMALL)) != digest(read(SMALL.replace("Essai", "essai")))


def test_an_action_of_the_plan_falls_due_on_the_day_agreed_on_even_when_that_has_passed():
    planned = event(
        "2027-04-06T19:00+01:00", "cases.action_planned", subject="a", desk_owing=OTHER,
        due_at="2027-04-06T18:00:00+01:00",
    )  # fmt: skip
    raised = event("2027-04-06T20:00+01:00", "cases.risk_raised", before="medium", after="high")
    action = owed([OPENED, planned, raised], "2027-04-06T21:00+01:00")["plan_action"]
    assert (action.owner, action.about, action.due_at) == (OTHER, "a", at("2027-04-06T18:00+01:00"))
    finished = event("2027-04-07T09:00+01:00", "cases.action_finished", subject="a", outcome="done")
    assert "plan_action" not in owed([OPENED, planned, finished], "2027-04-07T10:00+01:00")


def test_a_day_that_an_event_does_not_say_is_owed_to_nobody():
    """As those written before the day was among their facts: moving to a newer version makes nothing late."""
    old = [
        event("2027-04-06T10:00+01:00", "cases.safety_written", is_safe_tonight=True, author_has_access=False),
        event("2027-04-06T10:00+01:00", "justice.measure_ordered", subject="m", desk_owing=DESK, review_at=""),
    ]
    waiting = owed([OPENED, *old], "2027-04-07T10:00+01:00")
    assert not {"safety_review", "review_of_measure"} & set(waiting)
    assert "measure_execution" in waiting


def test_a_plan_sent_back_is_still_looked_at_again_on_its_day():
    day = "2027-05-03T18:00:00+01:00"
    approved = event("2027-04-06T10:00+01:00", "cases.plan_approved", review_at=day)
    newer = [
        event("2027-04-20T10:00+01:00", "cases.plan_submitted"), event("2027-04-21T10:00+01:00", "cases.plan_returned"),
    ]  # fmt: skip
    assert owed([OPENED, approved, *newer], "2027-04-22T10:00+01:00")["plan_review"].due_at == at(day)


def test_an_older_contact_written_down_late_changes_nothing():
    first = event("2027-04-06T10:00+01:00", "cases.contact_recorded", contact="first_contact", **NEWEST)
    older = event("2027-04-08T10:00+01:00", "cases.contact_recorded", contact="call", by_lead=True, is_newest=False)
    due = at("2027-04-20T10:00+01:00")
    assert owed([OPENED, first, older], "2027-04-09T10:00+01:00")["follow_up"].due_at == due


def test_a_hand_over_takes_along_what_the_old_desk_owed():
    moved = event("2027-04-06T10:00+01:00", "grants.lead_moved", desk_to=OTHER)
    planned = event(
        "2027-04-05T19:00+01:00",
        "cases.action_planned",
        subject="a",
        desk_owing=DESK,
        due_at="2027-04-16T18:00:00+01:00",
    )
    waiting = owed([OPENED, planned, moved], "2027-04-06T11:00+01:00")
    assert {one.owner for one in waiting.values()} == {OTHER}
