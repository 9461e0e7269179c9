"""The decision to report: safety seen, four eyes, and urgent danger that waits for nobody."""

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.actors.enums import Role
from kanaf.cases.enums import Approval
from kanaf.cases.services.approvals import AlreadyDecided, WaitsForApproval
from kanaf.foundation.versions import StaleVersion
from kanaf.justice.access import folder
from kanaf.justice.enums import Choice
from kanaf.justice.models import ReportDecision
from kanaf.justice.services import decisions, sheets
from tests import world
from tests.architecture.attacking import touches_nothing
from tests.justice import arranging as a

pytestmark = pytest.mark.django_db


def test_a_decision_waits_for_somebody_else():
    way = a.begin()
    record = a.decide(way)
    assert record.status == Approval.SUBMITTED
    assert record.law == "cp-446"  # whose duty it is, and the text of that day
    approved = a.approve(way, record)
    assert approved.status == Approval.APPROVED
    assert way.kinds() == ["justice.decision_written", "justice.decision_submitted", "justice.decision_approved"]
    assert way.facts("justice.decision_approved") == {"choice": "report", "urgent": False}


def test_nobody_approves_what_her_hand_is_in():
    way = a.begin()
    plan = a.keep_safe(way)
    record = a.act(
        way.supervisor, decisions.write_decision, case=way.case.id, answers=a.answers(plan), seen=None, submit=True
    )
    with pytest.raises(PermissionDenied):
        a.approve(way, record)
    with pytest.raises(PermissionDenied):  # a worker is no supervisor
        a.approve(way, record, by=way.worker)
    sql = "UPDATE justice_reportdecision SET status = 'approved', approved_by = kanaf_actor(), approved_at = now()"
    assert touches_nothing(way.supervisor, sql)
    assert touches_nothing(way.worker, sql)


def test_without_a_safety_plan_before_ones_eyes_it_is_not_sent():
    way = a.begin()
    with pytest.raises(decisions.SafetyNotSeen):
        a.act(way.worker, decisions.write_decision, case=way.case.id, answers=a.answers(), seen=None, submit=True)
    old = a.keep_safe(way)
    a.keep_safe(way)
    with pytest.raises(decisions.SafetyNotSeen):  # an older plan was read
        a.act(way.worker, decisions.write_decision, case=way.case.id, answers=a.answers(old), seen=None, submit=True)
    assert not ReportDecision.objects.exists()


def test_urgent_danger_waits_neither_for_a_plan_nor_for_a_supervisor():
    way = a.begin()
    a.decide(way, is_urgent=True, child_view="", best_interests="")
    sheet = a.send(way, a.write(way))
    assert sheet.is_urgent
    assert way.facts("justice.report_sent") == {"desk_to": str(way.prosecution.id), "urgent": True}
    assert ReportDecision.objects.get().status == Approval.SUBMITTED  # still looked at by somebody else, afterwards
    a.approve(way, ReportDecision.objects.get())


def test_what_is_kept_without_being_sent_lets_nothing_leave():
    way = a.begin()
    a.decide(way, is_urgent=True, submit=False)
    with pytest.raises(sheets.NoDecision):
        a.write(way)


def test_a_decision_not_to_report_lets_nothing_leave():
    way = a.begin()
    a.approve(way, a.decide(way, choice=Choice.NOT_NOW))
    with pytest.raises(sheets.NoDecision):
        a.write(way)


def test_sent_back_it_is_written_again():
    way = a.begin()
    record = a.approve(way, a.decide(way), approve=False)
    assert record.status == Approval.RETURNED
    assert record.remark == "À compléter (fictif)"
    again = a.decide(way, seen=decisions.mark_of(record))
    assert again.id == record.id
    with pytest.raises(WaitsForApproval):
        a.decide(way, seen=decisions.mark_of(again))
    a.approve(way, again)
    with pytest.raises(AlreadyDecided):
        a.approve(way, ReportDecision.objects.get())


def test_an_older_page_changes_nothing():
    way = a.begin()
    record = a.decide(way, submit=False)
    a.decide(way, submit=False, seen=decisions.mark_of(record))
    with pytest.raises(StaleVersion):
        a.decide(way, submit=False, seen=decisions.mark_of(record))


def test_strangers_decide_nothing():
    way = a.begin()
    for reason, stranger in {**a.strangers(way), "the prosecutor": way.prosecutor}.items():
        with pytest.raises(PermissionDenied):
            a.act(stranger, decisions.write_decision, case=way.case.id, answers=a.answers(), seen=None, submit=False)
        assert reason


def test_the_words_are_sealed_and_read_by_the_desk_alone():
    way = a.begin()
    a.decide(way)
    with world.as_actor(way.worker):
        assert ReportDecision.objects.get().child_view == a.VIEW
    lawyer = world.make_worker(way.desk, Role.LAWYER)
    with world.as_actor(lawyer):
        from kanaf.cases.access import open_file
        from kanaf.justice.policies import can_read_decision

        file = open_file(world.actor(lawyer), way.case.id)
        assert file is not None
        assert not can_read_decision(world.actor(lawyer), file)  # reads the judicial part, not the social one
        assert folder.latest_decision(file) is not None
