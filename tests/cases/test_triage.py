"""Triage: one file for each child, a report joined, or nothing more, seen by two."""

import pytest

from kanaf.actors.enums import Role
from kanaf.cases import access
from kanaf.cases.enums import CaseStatus, ReportStatus
from kanaf.cases.models import Case, Report, ReportAddition, Triage
from kanaf.cases.services import triage as services
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from tests import world
from tests.cases.test_intake import record
from tests.support import as_actor

pytestmark = pytest.mark.django_db
DECISION = {
    "danger": "no", "medical": "no", "urgency": "medium", "concerns": ["neglect"], "decision": "open",
    "profile": "victim", "children": "1", "version": "1", "child_now": "chez sa tante (fictif)",
}  # fmt: skip


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def worker(desk):
    return world.make_worker(desk)


@pytest.fixture
def report(desk, worker):
    return record(worker, desk, children=2)


def triage(client, report, **more):
    return client.post(f"/fr/reports/{report}/triage/", {**DECISION, **more})


def test_the_report_stands_beside_the_questions_and_its_reading_is_journaled(client, worker, report):
    client.force_login(worker)
    page = client.get(f"/fr/reports/{report}/triage/")
    assert "ce qui a été vu (fictif)" in page.content.decode()
    assert Entry.objects.filter(file=report, kind="cases.report_read", actor=worker.id).exists()
    assert Report.objects.get().read_at is not None


def test_opening_makes_one_file_for_each_child_and_meets_the_deadline(client, desk, worker, report):
    client.force_login(worker)
    answer = triage(client, report, children="2")
    files = list(Case.objects.all())
    assert len(files) == 2
    assert {case.lead_desk for case in files} == {desk}
    done = Triage.objects.get()
    assert answer.url == f"/fr/files/{done.case}/people/register/"
    assert Report.objects.get().status == ReportStatus.TRIAGED
    assert not Obligation.objects.filter(file=report, ended_at=None).exists()
    with as_actor(worker):
        assert "chez sa tante (fictif)" in Triage.objects.get().remark
        assert set(access.files_opened(world.actor(worker), done)) == set(files)
    assert client.get(f"/fr/reports/{report}/").content.decode().count("TNG-") >= 2


def test_joining_takes_the_code_of_a_file_of_the_desk(client, desk, worker, report):
    case = world.make_case(worker, desk)
    client.force_login(worker)
    answer = triage(client, report, decision="join", code=case.code.lower())
    assert answer.status_code == 302
    assert Triage.objects.get().case == case.id
    assert Entry.objects.filter(file=case.id, kind="cases.report_joined", kept__report=str(report)).exists()


def test_a_report_is_not_joined_to_the_file_of_another_desk_nor_to_a_closed_one(client, desk, worker, report):
    other = world.make_desk(prefix="SAL")
    theirs = world.make_case(world.make_worker(other), other)
    closed = world.make_case(worker, desk)
    Case.objects.filter(pk=closed.pk).update(status=CaseStatus.CLOSED, closed_at=clock.now())
    client.force_login(worker)
    for code in (theirs.code, closed.code, "TNG-ZZZZ", ""):
        answer = triage(client, report, decision="join", code=code)
        assert answer.status_code == 422
        assert "chez sa tante (fictif)" in answer.content.decode()
    assert not Triage.objects.exists()


def test_no_further_action_needs_a_reason_and_holds_once_a_second_person_agrees(client, desk, worker, report):
    client.force_login(worker)
    assert triage(client, report, decision="no_action").status_code == 422
    triage(client, report, decision="no_action", reason="too_little")
    assert Report.objects.get().status == ReportStatus.RECEIVED
    assert Obligation.objects.filter(file=report, rule="triage", ended_at=None).exists()
    assert client.post(f"/fr/reports/{report}/confirm/").status_code in (403, 404)  # not oneself
    client.force_login(world.make_worker(desk, Role.SUPERVISOR))
    client.post(f"/fr/reports/{report}/confirm/")
    assert Report.objects.get().status == ReportStatus.TRIAGED
    assert not Obligation.objects.filter(file=report, ended_at=None).exists()


def test_a_second_person_sends_it_back_with_a_reason(client, desk, worker, report):
    client.force_login(worker)
    triage(client, report, decision="no_action", reason="too_little")
    client.force_login(world.make_worker(desk))
    client.post(f"/fr/reports/{report}/send-back/", {"remark": "appelez l'école (fictif)"})
    assert not Triage.objects.exists()
    with as_actor(worker):
        assert ReportAddition.objects.get().text == "appelez l'école (fictif)"
    client.force_login(worker)
    assert triage(client, report, version=str(Report.objects.get().version)).status_code == 302


def test_a_child_in_danger_now_is_never_of_low_urgency(client, worker, report):
    client.force_login(worker)
    assert triage(client, report, danger="yes", urgency="low").status_code == 422


def test_a_decision_on_an_older_version_is_refused_and_nothing_typed_is_lost(client, worker, report):
    client.force_login(worker)
    answer = triage(client, report, version="7")
    assert answer.status_code == 422
    assert "chez sa tante (fictif)" in answer.content.decode()
    assert not Case.objects.exists()


def test_two_people_decide_at_once_and_one_decision_stands(client, desk, worker, report):
    client.force_login(worker)
    triage(client, report)
    client.force_login(world.make_worker(desk))
    assert triage(client, report).status_code == 422
    assert Case.objects.count() == 1


def test_strangers_neither_read_nor_decide(client, desk, report):
    other = world.make_desk(prefix="SAL")
    elsewhere = world.make_worker(other)
    record(elsewhere, other)
    strangers = [
        elsewhere,  # in charge of another report
        world.make_worker(desk, Role.FACILITATOR),  # of the desk, but works without case data
        world.make_worker(desk, Role.SYSTEM_ADMINISTRATOR),  # sees no case
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(f"/fr/reports/{report}/").status_code == 404
        assert triage(client, report).status_code == 404
        assert client.post(f"/fr/reports/{report}/confirm/").status_code == 404
    client.force_login(world.make_worker(desk, Role.DOCTOR))  # reads, but opens no file
    assert client.get(f"/fr/reports/{report}/").status_code == 200
    assert triage(client, report).status_code == 404


def test_the_list_shows_danger_first_and_counts_no_more_queries_for_more_reports(
    client, desk, worker, django_assert_max_num_queries
):
    for _number in range(6):
        record(worker, desk)
    urgent = record(worker, desk, is_danger_now=True)
    client.force_login(worker)
    with django_assert_max_num_queries(40):
        page = client.get("/fr/reports/").content.decode()
    first = Report.objects.get(pk=urgent).reference
    assert all(page.index(first) <= page.index(r.reference) for r in Report.objects.all())


def test_services_refuse_who_may_not(desk, worker, report):
    with as_actor(worker), pytest.raises(services.NothingToConfirm):
        services.confirm(actor=world.actor(worker), file=access.get_report(world.actor(worker), report), at=clock.now())
