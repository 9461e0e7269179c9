"""The assessment: written by one, approved by another; it sets the risk and the rhythm of the file."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kanaf.actors.enums import Role
from kanaf.cases.access import work
from kanaf.cases.enums import Approval, Risk
from kanaf.cases.models import Assessment
from kanaf.cases.services import assessments
from kanaf.cases.services.approvals import AlreadyDecided, WaitsForApproval
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from tests import world
from tests.cases.following import (
    GOOD_ASSESSMENT,
    GOOD_FINDINGS,
    Following,
    approve_assessment,
    assess,
    begin,
    strangers,
)
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def following() -> Following:
    return begin()


def write(following, account=None, **more):
    account = account or following.worker
    given = {
        "risk": Risk.LOW,
        "concerns": [],
        "findings": {},
        "child_views": "",
        "seen": None,
        "submit": False,
        "at": clock.now(),
        **more,
    }
    with as_actor(account):
        return assessments.write_assessment(actor=world.actor(account), case=following.case.id, **given)


def decide(following, account, record, **more):
    given = {"approve": True, "remark": "", "seen": str(record.version), "at": clock.now(), **more}
    with as_actor(account):
        return assessments.decide_assessment(
            actor=world.actor(account), case=following.case.id, assessment=record.id, **given
        )


def test_an_assessment_is_kept_then_sent_then_approved_by_somebody_else(following):
    client = following.client()
    page = client.get(following.page("write_assessment"))
    assert page.status_code == 200
    half = {"risk": "medium", "findings_safety": "Début (fictif)", "then": "keep", "version": "none"}
    assert client.post(following.page("write_assessment"), half).status_code == 302
    record = Assessment.objects.get(case=following.case)
    assert (record.status, record.is_initial) == (Approval.DRAFT, True)
    assert "Début (fictif)" in client.get(following.page("write_assessment")).content.decode()
    whole = {**GOOD_ASSESSMENT, "then": "submit", "version": work.mark_of(record)}
    assert client.post(following.page("write_assessment"), whole).status_code == 302
    record.refresh_from_db()
    assert record.status == Approval.SUBMITTED
    supervisor = following.client(following.supervisor)
    address = following.page("approve_assessment", record.id)
    shown = supervisor.get(address)
    assert "Constat family (fictif)" in shown.content.decode()
    sent = {"decision": "approve", "version": str(record.version)}
    assert supervisor.post(address, sent).status_code == 302
    record.refresh_from_db()
    assert (record.status, record.approved_by) == (Approval.APPROVED, following.supervisor.id)


def test_approval_sets_the_risk_and_what_is_due_next(following):
    approve_assessment(following, assess(following, risk=Risk.HIGH))
    assert following.fresh().risk == Risk.HIGH
    assert following.met("initial_assessment")
    assert following.waiting("full_assessment").risk == Risk.HIGH
    follow_up = following.waiting("follow_up")
    assert (follow_up.due_at - follow_up.began_at).days == 7
    full = assess(following, risk=Risk.LOW)
    assert not full.is_initial
    approve_assessment(following, full)
    assert following.fresh().risk == Risk.LOW
    assert following.met("full_assessment")
    assert following.waiting("full_assessment") is None
    assert (following.waiting("follow_up").due_at - clock.now()).days >= 29


def test_sent_back_with_remarks_it_is_written_again(following):
    record = assess(following)
    client = following.client(following.supervisor)
    address = following.page("approve_assessment", record.id)
    refused = client.post(address, {"decision": "return", "version": str(record.version)})
    assert refused.status_code == 422
    sent = {"decision": "return", "remark": "Et l'école ? (fictif)", "version": str(record.version)}
    assert client.post(address, sent).status_code == 302
    assert "Et l&#x27;école ? (fictif)" in following.client().get(following.page("write_assessment")).content.decode()
    assert following.waiting("initial_assessment") is not None
    again = assess(following)
    assert again.id == record.id


def test_four_eyes_hold_in_the_policy_and_in_the_database(following):
    own = write(following, following.supervisor, submit=True)
    with pytest.raises(PermissionDenied):
        decide(following, following.supervisor, own)
    assert following.client(following.supervisor).get(following.page("approve_assessment", own.id)).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(id=own.id).update(approved_by=following.supervisor.id)
    other = world.make_worker(following.desk, Role.DESK_COORDINATOR)
    assert decide(following, other, own).approved_by == other.id


def test_whoever_wrote_one_version_does_not_approve_the_next_one(following):
    first = write(following, following.supervisor)
    record = write(following, following.worker, submit=True, seen=work.mark_of(first))
    assert record.written_by == following.worker.id
    with pytest.raises(PermissionDenied):
        decide(following, following.supervisor, record)


def test_a_worker_does_not_approve(following):
    record = assess(following)
    colleague = world.make_worker(following.desk)
    with pytest.raises(PermissionDenied):
        decide(following, colleague, record)
    assert following.client(colleague).get(following.page("approve_assessment", record.id)).status_code == 404


def test_a_stale_edit_shows_both_versions_and_loses_neither(following):
    seen = work.mark_of(write(following, findings={"safety": "La mienne (fictif)"}))
    colleague = world.make_worker(following.desk)
    newer = write(following, colleague, findings={"safety": "Celle de ma collègue (fictif)"}, seen=seen)
    with pytest.raises(StaleVersion):
        write(following, seen=seen)
    mine = {"risk": "low", "findings_safety": "La mienne, plus longue (fictif)", "then": "keep", "version": seen}
    client = following.client()
    page = client.post(following.page("write_assessment"), mine)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Celle de ma collègue (fictif)" in shown
    assert "La mienne, plus longue (fictif)" in shown
    again = {**mine, "version": work.mark_of(newer)}
    assert client.post(following.page("write_assessment"), again).status_code == 302
    assert Assessment.objects.get(case=following.case).findings["safety"] == "La mienne, plus longue (fictif)"


def test_two_people_who_begin_at_once_do_not_hide_each_other(following):
    write(following)
    with pytest.raises(StaleVersion):
        write(following, world.make_worker(following.desk), seen="none")


def test_nobody_changes_what_waits_for_approval(following):
    record = assess(following)
    with pytest.raises(WaitsForApproval):
        write(following, seen=work.mark_of(record))
    page = following.client().post(following.page("write_assessment"), {**GOOD_ASSESSMENT, "then": "submit"})
    assert page.status_code == 422
    assert GOOD_FINDINGS["findings_safety"] in page.content.decode()


def test_a_decision_is_taken_once_and_on_what_was_read(following):
    record = assess(following)
    with pytest.raises(StaleVersion):
        decide(following, following.supervisor, record, seen="0")
    client = following.client(following.supervisor)
    stale = client.post(following.page("approve_assessment", record.id), {"decision": "approve", "version": "0"})
    assert stale.status_code == 200
    assert stale.context["form"].seen_version == str(record.version)
    approve_assessment(following, record)
    with pytest.raises(AlreadyDecided):
        decide(following, following.supervisor, record)


def test_a_first_assessment_needs_less_than_a_full_one(following):
    little = {
        "findings_safety": "…",
        "findings_health": "…",
        "child_views": "…",
        "concerns": ["neglect"],
        "risk": "low",
    }
    client = following.client()
    assert client.post(following.page("write_assessment"), {**little, "then": "submit"}).status_code == 302
    approve_assessment(following, Assessment.objects.get(case=following.case))
    full = client.post(following.page("write_assessment"), {**little, "then": "submit"})
    assert full.status_code == 422
    assert "findings_family" in full.context["form"].errors


def test_the_journal_keeps_the_risk_and_no_word_of_the_assessment(following):
    record = assess(following)
    approve_assessment(following, record)
    entries = Entry.objects.filter(subject=record.id)
    assert set(entries.values_list("kind", flat=True)) == {
        "cases.assessment_written",
        "cases.assessment_submitted",
        "cases.assessment_approved",
    }
    assert set(entries.values_list("compartment", flat=True)) == {"social"}


def test_a_stranger_finds_no_assessment(following):
    record = assess(following)
    for reason, account in strangers(following).items():
        client = following.client(account)
        assert client.get(following.page("write_assessment")).status_code == 404, reason
        assert client.get(following.page("approve_assessment", record.id)).status_code == 404, reason
        with as_actor(account):
            assert not Assessment.objects.exists(), reason
        with pytest.raises(PermissionDenied):
            write(following, account)
