"""Asked for, given an appointment, done, refused, taken back: each by those whose step it is, and journaled."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.cases.enums import HappenedPrecision
from kanaf.cases.models import Case
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.health.access.limits import limits_of
from kanaf.health.enums import LimitKey, RequestStatus, VisitStatus
from kanaf.health.models import Findings, FollowUp, LimitAnswer, Request, Visit
from kanaf.health.services import care, certificates, requests, working
from kanaf.health.tariff import trouble_of
from tests.health import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def the_limits(way, who=None):
    with as_actor(who or way.worker):
        return {limit.key: limit for limit in limits_of(way.fresh, clock.now())}


def test_a_request_is_due_by_its_urgency_or_before_the_limit_that_runs_out_first():
    way = a.begin()
    now = clock.now()
    assert a.ask(way, at=now, urgency="low").due_at == now + timedelta(days=7)
    a.happened(way, now - timedelta(hours=60))
    assert a.ask(way, at=now, urgency="medium").due_at == now + timedelta(hours=12)
    assert way.kinds() == ["health.requested", "health.requested"]
    assert way.facts("health.requested")["desk_to"] == str(way.hospital.id)


def test_only_a_hospital_that_the_file_was_referred_to_is_asked():
    way = a.begin(referred=False)
    with pytest.raises(PermissionDenied):
        a.ask(way)
    assert a.ask(way, desk_to=None, outside="Clinique du port (fictif)").outside == "Clinique du port (fictif)"


def test_only_the_desk_that_leads_asks():
    way = a.begin()
    for who in (way.doctor, *a.strangers(way).values()):
        with pytest.raises(PermissionDenied):
            a.ask(way, by=who)


def test_the_whole_way_of_an_examination():
    way = a.begin()
    a.happened(way, clock.now() - timedelta(hours=20))
    asked = a.ask(way)
    visit = a.act(
        way.doctor, requests.book, case=way.case.id, request=asked.id, when=clock.now() + timedelta(hours=1), seen="1"
    )
    a.examine(way, asked)
    assert Visit.objects.get(id=visit.id).status == VisitStatus.CAME
    assert Request.objects.get(id=asked.id).status == RequestStatus.DONE
    assert [limit.is_open for limit in the_limits(way).values()] == [False] * 3
    certificate = a.certify(way, asked)
    a.act(
        way.worker,
        certificates.hand_copy,
        case=way.case.id,
        certificate=certificate.id,
        to="family",
        on=clock.now().date(),
    )
    planned = a.act(
        way.doctor, care.plan_follow_ups, case=way.case.id, request=asked.id,
        planned=care.proposed(clock.now().date()),
    )  # fmt: skip
    assert [(one.due_on - clock.now().date()).days for one in planned] == [42, 90]
    moved = clock.now().date() + timedelta(days=50)
    a.act(
        way.worker,
        care.change_follow_up,
        case=way.case.id,
        follow_up=planned[0].id,
        status="planned",
        due_on=moved,
        seen="1",
    )
    a.act(
        way.doctor,
        care.change_follow_up,
        case=way.case.id,
        follow_up=planned[0].id,
        status="done",
        due_on=None,
        seen="2",
    )
    assert FollowUp.objects.get(id=planned[0].id).due_on == moved
    with pytest.raises(care.AlreadyTold):
        a.act(
            way.doctor,
            care.change_follow_up,
            case=way.case.id,
            follow_up=planned[0].id,
            status="done",
            due_on=None,
            seen="3",
        )
    assert way.kinds() == [
        "health.requested", "health.booked", "health.examined", "health.limit_answered", "health.limit_answered",
        "health.limit_answered", "health.findings_written", "health.certificate_issued", "health.copy_handed",
        "health.follow_up_planned", "health.follow_up_planned", "health.follow_up_moved", "health.follow_up_told",
    ]  # fmt: skip


def test_findings_are_closed_to_the_desk_that_leads_and_open_to_doctors():
    way = a.begin()
    a.examine(way, a.ask(way))
    with as_actor(way.doctor):
        assert [found.text for found in Findings.objects.filter(case=way.case)] == [a.FOUND]
    for who in (way.worker, way.supervisor, *a.strangers(way).values()):
        with as_actor(who):
            assert not Findings.objects.filter(case=way.case).exists()
    with pytest.raises(PermissionDenied):
        a.act(way.worker, care.write_findings, case=way.case.id, request=Request.objects.get().id, findings="x")


def test_the_desk_that_leads_does_not_say_what_a_hospital_with_an_account_did():
    way = a.begin()
    asked = a.ask(way)
    with pytest.raises(PermissionDenied):
        a.examine(way, asked, by=way.worker)
    a.examine(way, asked)
    with pytest.raises(PermissionDenied):
        a.certify(way, asked, by=way.worker)


def test_the_desk_that_leads_writes_down_what_a_hospital_without_an_account_says():
    way = a.begin(referred=False)
    asked = a.ask(way, desk_to=None, outside="Clinique du port (fictif)")
    a.examine(way, asked, by=way.worker)
    assert not Findings.objects.filter(case=way.case).exists(), "findings are never the lead's to write"
    assert a.certify(way, asked, by=way.worker).incapacity_days == 21


def test_a_child_who_says_no_is_not_examined_and_may_change_their_mind():
    way = a.begin()
    a.happened(way, clock.now() - timedelta(hours=20))
    asked = a.ask(way)
    a.act(way.worker, requests.refuse, case=way.case.id, request=asked.id, seen="1")
    assert {answer.outcome for answer in LimitAnswer.objects.filter(case=way.case)} == {"declined"}
    assert not any(limit.is_open for limit in the_limits(way).values())
    with pytest.raises(working.NoLongerWaits):
        a.examine(way, asked)
    a.ask(way)
    assert all(limit.is_running for limit in the_limits(way).values()), "asked again, the limits run again"


def test_an_appointment_that_was_missed_leaves_the_request_waiting():
    way = a.begin()
    asked = a.ask(way)
    later = clock.now() + timedelta(hours=2)
    visit = a.act(way.worker, requests.book, case=way.case.id, request=asked.id, when=later, seen="1")
    with pytest.raises(StaleVersion):
        a.act(way.worker, requests.book, case=way.case.id, request=asked.id, when=later, seen="1")
    a.act(way.doctor, requests.tell_visit, case=way.case.id, visit=visit.id, status="missed", seen="1")
    assert Request.objects.get(id=asked.id).status == RequestStatus.ASKED
    with pytest.raises(requests.AlreadyTold):
        a.act(way.doctor, requests.tell_visit, case=way.case.id, visit=visit.id, status="came", seen="2")
    again = a.act(way.doctor, requests.book, case=way.case.id, request=asked.id, when=later, seen="3")
    a.act(way.doctor, requests.tell_visit, case=way.case.id, visit=again.id, status="refused", seen="1")
    assert Request.objects.get(id=asked.id).status == RequestStatus.REFUSED


def test_a_request_is_taken_back():
    way = a.begin()
    asked = a.ask(way)
    with pytest.raises(PermissionDenied):
        a.act(way.doctor, requests.withdraw, case=way.case.id, request=asked.id, seen="1")
    a.act(way.worker, requests.withdraw, case=way.case.id, request=asked.id, seen="1")
    assert way.kinds()[-1] == "health.withdrawn"


def test_contraception_is_for_all_but_boys_and_girls_known_to_be_little():
    way = a.begin()
    a.happened(way, clock.now() - timedelta(hours=20))

    def keys(**more):
        Case.objects.filter(id=way.case.id).update(**more)
        return LimitKey.CONTRACEPTION in the_limits(way)

    assert keys(sex="f", age=13)
    assert not keys(sex="f", age=5)
    assert keys(sex="f", age=5, is_age_estimated=True), "an estimated age never takes it away"
    assert keys(sex="f", age=None)
    assert keys(sex="u", age=13)
    assert not keys(sex="m", age=15)


def test_a_day_without_an_hour_counts_from_its_beginning():
    way = a.begin()
    start = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    a.happened(way, start, precision=HappenedPrecision.DAY)
    assert the_limits(way)[LimitKey.PEP].until == start + timedelta(hours=72)


def test_the_journal_and_the_circuit_know_that_a_limit_is_answered():
    from kanaf.circuit.access import waiting_on

    way = a.begin()
    a.happened(way, clock.now() - timedelta(hours=20))
    asked = a.ask(way)

    def owed():
        with as_actor(way.worker):
            return {one.rule for one in waiting_on([way.case.id])}

    assert {"medical_pep", "medical_forensic", "medical_contraception", "examination"} <= owed()
    a.examine(way, asked)
    assert not {"medical_pep", "medical_forensic", "medical_contraception", "examination"} & owed()
    assert "medical_certificate" in owed()
    a.certify(way, asked)
    assert "medical_certificate" not in owed()


def test_a_certificate_that_a_victim_paid_for_is_a_problem():
    way = a.begin()
    asked = a.ask(way)
    with pytest.raises(certificates.NotExamined):
        a.certify(way, asked)
    a.examine(way, asked)
    free, paid = a.certify(way, asked), a.certify(way, asked, is_free=False, paid_by="family", amount=200)
    assert trouble_of(free, way.fresh, on_requisition=False) is None
    assert trouble_of(paid, way.fresh, on_requisition=False).entitled
    by_an_association = a.certify(way, asked, is_free=False, paid_by="association")
    assert trouble_of(by_an_association, way.fresh, on_requisition=False) is None


def test_what_waits_holds_the_file_open():
    from kanaf.health.access import still_open

    way = a.begin()
    asked = a.ask(way)
    with as_actor(way.worker):
        assert len(still_open(way.case.id)) == 1
    a.examine(way, asked)
    with as_actor(way.worker):
        assert still_open(way.case.id) == []
