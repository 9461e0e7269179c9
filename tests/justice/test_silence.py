"""What justice owes, and what it is owed: who, by when, what meets it, and who may know of it."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Membership
from kanaf.cases.access import open_file
from kanaf.circuit import access as circuit
from kanaf.circuit.models import Alert, Obligation
from kanaf.circuit.protocol import COMPARTMENTS, ObligationRule, When
from kanaf.circuit.reading import read
from kanaf.circuit.services import escalation
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.ids import new_id
from kanaf.grants import services as grants
from kanaf.grants.enums import Compartment, Reason
from kanaf.journal.models import Entry
from kanaf.justice.enums import (
    EndReason,
    HearingKind,
    HearingStatus,
    ProcedureKind,
    RequisitionKind,
    ReviewOutcome,
    StepKind,
    Until,
)
from kanaf.justice.services import hearings, measures, procedures
from kanaf.portal import files
from kanaf.territory import access as territory
from tests import world
from tests.circuit.protocols import TEXTS
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()
DAY = timedelta(days=1)


def open_to(way, desk, *parts):
    """The leading desk shares these parts of the file."""
    for part in ("core", *parts):
        with as_actor(way.worker):
            grants.grant(
                actor=world.actor(way.worker), subject=way.case.id, desk=desk.id, compartments=[part], level="read",
                reason=Reason.REFERRAL, basis=new_id(), until=None, at=clock.now(),
            )  # fmt: skip


def owed(way, rule):
    return list(Obligation.objects.filter(file=way.case.id, rule=rule).order_by("number"))


def waits(way, rule):
    return [one for one in owed(way, rule) if one.ended_at is None]


def test_a_decision_waits_for_its_report_and_a_report_for_its_receipt():
    way = a.begin()
    decision = a.decide(way)
    assert [one.desk for one in waits(way, "report_to_prosecutor")] == [way.desk.id]
    a.approve(way, decision)
    assert waits(way, "report_to_prosecutor")
    sheet = a.send(way, a.write(way))
    (sent,) = owed(way, "report_to_prosecutor")
    assert sent.is_done
    (receipt,), (again,) = waits(way, "report_receipt"), waits(way, "report_unanswered")
    assert (receipt.desk, receipt.about, again.desk) == (way.prosecution.id, str(sheet.id), way.desk.id)
    assert receipt.due_at < again.due_at
    a.acknowledge(way, sheet)
    assert not waits(way, "report_receipt")
    assert not waits(way, "report_unanswered")


def test_urgent_danger_is_asked_about_two_hours_later_by_day_and_by_night():
    way = a.begin(risk="low")
    a.decide(way, is_urgent=True)
    sheet = a.write(way)
    a.send(way, sheet)
    (receipt,) = waits(way, "report_receipt")
    assert receipt.risk == "high"
    assert receipt.due_at - receipt.began_at == timedelta(hours=2)
    assert receipt.steps_at[0] == receipt.due_at


def test_a_decision_sent_back_or_not_to_report_waits_no_more():
    for choice in ("report", "not_now"):
        way = a.begin()
        a.approve(way, a.decide(way, choice=choice), approve=choice == "not_now")
        assert [one.is_done for one in owed(way, "report_to_prosecutor")] == [choice == "not_now"]


def test_a_requisition_is_due_on_its_day_at_the_desk_that_was_asked():
    way = a.begin()
    of = a.reported(way).procedure_id
    asked = a.act(
        way.prosecutor, hearings.make_requisition, case=way.case.id, procedure=of, desk_to=way.desk.id,
        kind=RequisitionKind.SOCIAL_INQUIRY, text="Enquête (fictif)", due_on=TODAY + 15 * DAY,
    )  # fmt: skip
    (one,) = waits(way, "requisition_answer")
    assert (one.desk, one.due_at) == (way.desk.id, territory.evening(TODAY + 15 * DAY))
    a.act(
        way.worker, hearings.answer_requisition, case=way.case.id, requisition=asked.id, answer="Faite (fictif)"
    )  # fmt: skip
    assert not waits(way, "requisition_answer")


def test_a_requisition_lapses_with_its_procedure_and_holds_no_file_open():
    way = a.begin()
    of = a.reported(way).procedure
    centre = world.make_desk(kind=DeskKind.PROTECTION_CENTRE, takes_reports=False)
    director = world.make_worker(centre, Role.SOCIAL_WORKER)
    a.act(way.prosecutor, procedures.call_desk, case=way.case.id, procedure=of.id, desk_to=centre.id)
    a.act(
        way.prosecutor, hearings.make_requisition, case=way.case.id, procedure=of.id, desk_to=centre.id,
        kind=RequisitionKind.SOCIAL_INQUIRY, text="Enquête (fictif)", due_on=TODAY + 15 * DAY,
    )  # fmt: skip
    acts = {"requisition_answer": set()}
    for account in (way.worker, director):
        with as_actor(account):
            file = open_file(world.actor(account), way.case.id)
            rows = files.due_rows(world.actor(account), file, circuit.waiting_on([way.case.id]))
            acts["requisition_answer"] |= {account.id for row in rows if "/requisitions/" in row.action_url}
    assert acts == {"requisition_answer": {director.id}}, "the button is of the desk that owes it"
    a.act(
        way.worker, procedures.close_procedure, case=way.case.id, procedure=of.id, outcome="filed", on=TODAY,
        seen=str(of.version),
    )  # fmt: skip
    (one,) = owed(way, "requisition_answer")
    assert (one.ended_at is not None, one.is_done) == (True, False)


def test_a_hearing_that_nobody_tells_of_is_asked_about_and_one_that_moves_begins_again():
    way = a.begin()
    of, when = a.procedure(way), clock.now() + 3 * DAY
    first = a.act(
        way.worker, hearings.set_hearing, case=way.case.id, procedure=of.id, desk=way.court.id,
        kind=HearingKind.HEARING, when=when, note="",
    )  # fmt: skip
    (one,) = waits(way, "hearing_outcome")
    assert one.desk == way.desk.id, "the court cannot open the file: the desk that leads says it"
    assert one.due_at > when
    told = {"child_heard": None, "came_of": "", "seen": str(first.version)}
    moved = a.act(
        way.worker, hearings.tell_hearing, case=way.case.id, hearing=first.id, status=HearingStatus.MOVED,
        next_at=when + 7 * DAY, **told,
    )  # fmt: skip
    (next_one,) = waits(way, "hearing_outcome")
    assert next_one.about == str(moved.id)
    assert next_one.due_at > one.due_at


def test_a_measure_is_executed_looked_at_again_and_followed_to_its_end():
    way = a.begin()
    order = {"until": Until.DATE, "ends_on": TODAY + 180 * DAY, "review_on": TODAY + 60 * DAY}
    measure = a.order(way, a.procedure(way), **order)
    assert [one.desk for one in waits(way, "measure_execution")] == [way.desk.id]
    (look,) = waits(way, "review_of_measure")
    assert look.due_at == territory.evening(TODAY + 60 * DAY)
    assert look.steps_at[0] == look.due_at - 15 * DAY, "in time to prepare it"
    a.act(
        way.worker, measures.execute_measure, case=way.case.id, measure=measure.id, on=TODAY, how="", seen="1"
    )  # fmt: skip
    assert not waits(way, "measure_execution")
    looked = {"outcome": ReviewOutcome.KEPT, "child_heard": True, "note": ""}
    a.act(
        way.worker, measures.review_measure, case=way.case.id, measure=measure.id, on=TODAY, next_on=None, seen="2",
        **looked,
    )  # fmt: skip
    (end,) = waits(way, "review_of_measure")
    assert end.due_at == territory.evening(TODAY + 180 * DAY), "without another review, its end"
    a.act(
        way.worker, measures.end_measure, case=way.case.id, measure=measure.id, on=TODAY, reason=EndReason.TERM,
        seen="3",
    )  # fmt: skip
    assert not waits(way, "review_of_measure")


def step(way, of, kind, on):
    a.act(way.worker, hearings.record_step, case=way.case.id, procedure=of.id, kind=kind, on=on, note="")


def test_a_kafala_order_is_executed_in_fifteen_days_and_visited_afterwards():
    way = a.begin()
    of = a.procedure(way, kind=ProcedureKind.ABANDONMENT)
    step(way, of, StepKind.NOTICE_POSTED, TODAY)
    (notice,) = waits(way, "kafala_deadline")
    assert notice.due_at == territory.evening(TODAY + 90 * DAY)
    step(way, of, StepKind.ABANDONED, TODAY)
    assert not waits(way, "kafala_deadline")
    step(way, of, StepKind.KAFALA_ORDER, TODAY)
    (order,) = waits(way, "kafala_deadline")
    assert (order.due_at, order.desk) == (territory.evening(TODAY + 15 * DAY), way.desk.id)
    step(way, of, StepKind.HANDED_OVER, TODAY)
    assert not waits(way, "kafala_deadline")
    (visit,) = waits(way, "kafala_visit")
    step(way, of, StepKind.KAFALA_VISIT, TODAY)
    (after,) = waits(way, "kafala_visit")
    assert after.number > visit.number
    of.refresh_from_db()
    close = {"outcome": "judged", "on": TODAY, "seen": str(of.version)}
    a.act(way.worker, procedures.close_procedure, case=way.case.id, procedure=of.id, **close)
    step(way, of, StepKind.KAFALA_VISIT, TODAY)
    assert waits(way, "kafala_visit")[0].number > after.number, "visits go on when the procedure is closed"
    with pytest.raises(procedures.AlreadyClosed):
        step(way, of, StepKind.APPLICATION, TODAY)


def test_an_order_of_kafala_counts_from_itself_whatever_a_notice_still_waited_for():
    way = a.begin()
    of = a.procedure(way, kind=ProcedureKind.ABANDONMENT)
    step(way, of, StepKind.NOTICE_POSTED, TODAY - 85 * DAY)
    step(way, of, StepKind.KAFALA_ORDER, TODAY)
    (order,) = waits(way, "kafala_deadline")
    assert order.due_at == territory.evening(TODAY + 15 * DAY)


class TestWhoKnows:
    """A school that reads where a file stands, a prosecution that owes, a desk that leads: each its own."""

    @pytest.fixture
    def way(self):
        way = a.begin()
        a.approve(way, a.decide(way))
        a.send(way, a.write(way))
        return way

    def seen(self, account, way):
        with as_actor(account):
            told = {one.rule for one in circuit.waiting_on([way.case.id])}
            with connection.cursor() as cursor:
                cursor.execute("SELECT rule FROM circuit_obligation WHERE file = %s", [way.case.id])
                assert told <= {rule for (rule,) in cursor.fetchall()}
                cursor.execute("SELECT count(*) FROM circuit_obligation WHERE compartment = 'judicial'")
                return told, cursor.fetchone()[0]

    def test_the_desk_that_leads_knows_all_of_it(self, way):
        told, judicial = self.seen(way.worker, way)
        assert {"report_receipt", "report_unanswered", "first_contact", "safety_review"} <= told
        assert judicial == 3

    def test_the_desk_that_owes_knows_what_it_owes(self, way):
        told, judicial = self.seen(way.prosecutor, way)
        assert "report_receipt" in told
        assert judicial >= 1

    @pytest.mark.parametrize(
        ("kind", "role", "parts"),
        [
            (DeskKind.SCHOOL, Role.SCHOOL_FOCAL_POINT, ()),
            (DeskKind.HOSPITAL_UNIT, Role.DOCTOR, ("medical", "identity")),
            (DeskKind.ASSOCIATION_SERVICE, Role.SOCIAL_WORKER, ("social", "identity")),
        ],
    )
    def test_who_reads_other_parts_knows_nothing_of_it(self, way, kind, role, parts):
        desk = world.make_desk(kind=kind, takes_reports=False)
        reader = world.make_worker(desk, role)
        open_to(way, desk, *parts)
        told, judicial = self.seen(reader, way)
        assert "first_contact" in told
        assert not told & {"report_receipt", "report_unanswered", "report_to_prosecutor"}
        assert judicial == 0

    def test_a_number_tells_no_more_than_the_rows(self, way):
        told = {}
        for account in (way.worker, world.make_worker(way.desk, Role.CENTRE_EDUCATOR)):
            with as_actor(account):
                told[account] = circuit.numbers_of(way.desk.id, clock.now()).waiting
                assert told[account] == len(circuit.waiting_at(way.desk.id, most=100))
        assert told[way.worker] == told[account] + 1, "the report without an answer"

    def told_of(self, way, compartment):
        with as_actor(SystemActor.CLOCK):
            found = escalation.standing(way.desk.id, way.case.id, clock.now(), compartment)
        return {person for people in found.values() for person in people}

    def test_silence_is_told_to_who_reads_that_part_and_always_to_somebody(self, way):
        educator = world.make_worker(way.desk, Role.CENTRE_EDUCATOR)
        assert self.told_of(way, "judicial") == {way.worker.id, way.supervisor.id}
        assert educator.id in self.told_of(way, "core")
        Membership.objects.filter(desk=way.desk).exclude(account=educator).update(until=TODAY - DAY)
        assert self.told_of(way, "judicial") == {educator.id}

    def test_the_history_keeps_silence_about_justice_in_its_part(self, way):
        (receipt,) = waits(way, "report_receipt")
        with as_actor(SystemActor.CLOCK):
            escalation.escalate(receipt.due_at + DAY)
        entries = Entry.objects.filter(file=way.case.id, kind="circuit.silence", kept__rule="report_receipt")
        assert set(entries.values_list("compartment", flat=True)) == {"judicial"}
        alerts = Alert.objects.filter(rule="report_receipt").values_list("person", flat=True)
        assert set(alerts) == {way.prosecutor.id}

    def test_an_entry_by_hand_opens_the_history_to_nobody_who_is_not_concerned(self, way):
        """What the web role is given to count what is owed is given to who reads where the file stands."""
        entry = (
            "INSERT INTO journal_entry (xid, at, actor, kind, subject_type, subject, file, compartment, kept, sealed)"
            f" VALUES (pg_current_xact_id(), now(), kanaf_actor(), 'cases.read', 'cases.case', '{way.case.id}',"
            f" '{way.case.id}', 'core', '{{}}', '')"
        )
        told = {}
        for account in (world.make_worker(world.make_desk()), way.worker):
            with as_actor(account), connection.cursor() as cursor:
                cursor.execute(entry)
                cursor.execute("SELECT kanaf_circuit_state(%s, NULL, '{}') IS NULL", [way.case.id])
                told[account] = cursor.fetchone()[0]
        assert list(told.values()) == [True, False]

    def test_a_stranger_knows_nothing_at_all(self, way):
        for account in a.strangers(way).values():
            told, judicial = self.seen(account, way)
            assert (told & {"report_receipt", "report_unanswered"}, judicial) == (set(), 0)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_each_rule_is_of_the_part_that_its_events_are_told_in(name):
    rules = {rule.key: rule.compartment for rule in read(TEXTS[name]).obligations}
    judicial = {key for key, part in rules.items() if part == Compartment.JUDICIAL}
    assert judicial == {
        "report_to_prosecutor", "report_receipt", "report_unanswered", "requisition_answer", "hearing_outcome",
        "measure_execution", "review_of_measure", "stay_orientation", "kafala_deadline", "kafala_visit",
    }  # fmt: skip
    assert {rules[key] for key in ("medical_pep", "first_contact", "safety_review")} == {Compartment.CORE}


@settings(max_examples=50, deadline=None)
@given(areas=st.lists(st.sampled_from(["cases", "referrals", "justice", "health"]), min_size=1, max_size=4))
def test_one_event_of_a_closed_part_closes_the_whole_rule(areas):
    """Written by whoever edits a protocol: they need not think of it."""
    rule = ObligationRule(
        "k", read(TEXTS["tanger"]).name, "justice", tuple(When(f"{area}.any") for area in areas), (), {}
    )
    closed = [COMPARTMENTS[area] for area in areas if area in COMPARTMENTS]
    assert rule.compartment == (closed[0] if closed else "core")
