"""Closing: asked by one, approved by another; a closed file is written in no more, and may live again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from kanaf.actors.enums import Role
from kanaf.cases.access import work
from kanaf.cases.closing_checks import closing_checks
from kanaf.cases.enums import Approval, CaseStatus, ClosingCriterion, ContactKind, Risk, Stage
from kanaf.cases.models import Case, Closure, Lead, Reopening
from kanaf.cases.services import closing, contacts, notes, safety, stages, workers
from kanaf.cases.services.approvals import WaitsForApproval
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from tests import world
from tests.cases.following import Following, approve_plan, begin, plan, strangers, take_first_steps
from tests.cases.test_contacts import answers as contact_answers
from tests.support import as_actor

pytestmark = pytest.mark.django_db
ALL_TRUE = {
    "reason": "goals_met",
    "criteria": ClosingCriterion.values,
    "child_satisfied": "yes",
    "child_feedback": "« Merci »",
}


@pytest.fixture
def following() -> Following:
    """A file in which every first step was taken."""
    found = begin()
    take_first_steps(found)
    return found


def ask(following, account=None, **more):
    account = account or following.worker
    given = {
        "reason": "goals_met",
        "criteria": ClosingCriterion.values,
        "best_interests": "",
        "child_feedback": "",
        "child_satisfied": None,
        "at": clock.now(),
        **more,
    }
    with as_actor(account):
        return closing.ask_closure(actor=world.actor(account), case=following.case.id, **given)


def decide(following, account, record, **more):
    given = {"approve": True, "remark": "", "seen": str(record.version), "at": clock.now(), **more}
    with as_actor(account):
        return closing.decide_closure(actor=world.actor(account), case=following.case.id, closure=record.id, **given)


def close(following):
    return decide(following, following.supervisor, ask(following))


def reopen(following, account=None):
    account = account or following.worker
    with as_actor(account):
        return closing.reopen(actor=world.actor(account), case=following.case.id, reason="new_incident", at=clock.now())


def test_a_file_closes_when_one_asks_and_another_agrees(following):
    client = following.client()
    assert client.get(following.page("close_file")).status_code == 200
    assert client.post(following.page("close_file"), ALL_TRUE).status_code == 302
    record = Closure.objects.get(case=following.case)
    assert following.fresh().is_open
    supervisor = following.client(following.supervisor)
    address = following.page("approve_closure", record.id)
    assert supervisor.get(address).status_code == 200
    assert supervisor.post(address, {"decision": "approve", "version": "1"}).status_code == 302
    closed = following.fresh()
    assert (closed.status, closed.is_open) == (CaseStatus.CLOSED, False)
    waiting = Obligation.objects.filter(file=following.case.id, ended_at=None)
    assert [owed.rule for owed in waiting] == ["post_closure_contact"]
    assert Entry.objects.get(kind="cases.closed", file=following.case.id).kept == {"reason": "goals_met"}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_is_open_is_listed_and_holds_the_file_open():
    following = begin()
    approve_plan(following, plan(following))
    with pytest.raises(closing.StillOpen) as still:
        ask(following)
    assert len(still.value.things) == 4  # the action, and three steps that nobody took
    page = following.client().post(following.page("close_file"), ALL_TRUE)
    assert page.status_code == 422
    for thing in page.context["things"]:
        assert thing in page.content.decode().replace("&#x27;", "'")
    assert "« Merci »" in page.content.decode()


def test_an_area_above_may_hold_a_file_open(following, monkeypatch):
    monkeypatch.setitem(closing_checks._items, "test", lambda case_id: ["A referral waits for an answer."])
    with pytest.raises(closing.StillOpen) as still:
        ask(following)
    assert still.value.things == ["A referral waits for an answer."]


def test_what_came_up_after_the_request_holds_the_file_open_too(following):
    record = ask(following)
    unsafe = {"sleeps_where": "?", "is_safe_tonight": False, "who_has_access": "?", "author_has_access": True}
    with as_actor(following.worker):
        safety.write_safety(
            actor=world.actor(following.worker), case=following.case.id, siblings_at_risk=False, what_we_do="?",
            review_on=clock.now().date(), at=clock.now(), **unsafe,
        )  # fmt: skip
    with pytest.raises(closing.StillOpen):
        decide(following, following.supervisor, record)
    address = following.page("approve_closure", record.id)
    page = following.client(following.supervisor).post(address, {"decision": "approve", "version": "1"})
    assert page.status_code == 200
    assert page.context["trouble"]
    assert following.fresh().is_open


def test_a_situation_that_was_not_confirmed_closes_without_the_steps():
    following = begin()
    ask(following, reason="unfounded")


def test_a_high_risk_or_a_line_not_ticked_asks_for_the_best_interests(following):
    client = following.client()
    some = {**ALL_TRUE, "criteria": ["safe_home"]}
    assert "best_interests" in client.post(following.page("close_file"), some).context["form"].errors
    Case.objects.filter(id=following.case.id).update(risk=Risk.HIGH)
    assert "best_interests" in client.post(following.page("close_file"), ALL_TRUE).context["form"].errors
    said = {**some, "best_interests": "Elle vit chez sa tante (fictif)"}
    assert client.post(following.page("close_file"), said).status_code == 302


def test_four_eyes_hold_for_closing(following):
    own = ask(following, following.supervisor)
    with pytest.raises(PermissionDenied):
        decide(following, following.supervisor, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(id=own.id).update(approved_by=following.supervisor.id)
    with pytest.raises(PermissionDenied):
        decide(following, world.make_worker(following.desk), own)
    with pytest.raises(WaitsForApproval):
        ask(following)
    decide(following, world.make_worker(following.desk, Role.DESK_COORDINATOR), own)


def test_sent_back_it_may_be_asked_again(following):
    record = decide(following, following.supervisor, ask(following), approve=False, remark="Et l'école ? (fictif)")
    assert record.status == Approval.RETURNED
    assert "Et l&#x27;école ? (fictif)" in following.client().get(following.page("close_file")).content.decode()
    close(following)
    assert not following.fresh().is_open


def test_a_closed_file_is_written_in_no_more(following):
    close(following)
    client = following.client()
    for name in (
        "write_safety",
        "raise_risk",
        "write_assessment",
        "write_plan",
        "add_note",
        "add_attachment",
        "move_stage",
        "assign_worker",
        "close_file",
    ):
        assert client.get(following.page(name)).status_code == 404, name
        assert client.post(following.page(name), {}).status_code == 404, name
    actor = world.actor(following.worker)
    with as_actor(following.worker):
        with pytest.raises(PermissionDenied):
            notes.add_note(actor=actor, case=following.case.id, compartment="social", text="…", at=clock.now())
        with pytest.raises(PermissionDenied):
            contacts.record_contact(
                actor=actor,
                case=following.case.id,
                kind=ContactKind.CALL,
                when=clock.now(),
                child_seen=False,
                child_alone=False,
                note="…",
                compartment="social",
                at=clock.now(),
            )


def test_the_contact_that_was_promised_is_written_after_closing(following):
    close(following)
    client = following.client()
    page = client.get(following.page("record_contact"))
    assert [kind for kind, _label in page.context["form"].fields["kind"].choices] == ["post_closure"]
    assert client.post(following.page("record_contact"), contact_answers(kind="post_closure")).status_code == 302
    assert following.met("post_closure_contact")
    assert following.waiting("follow_up") is None


def test_a_file_opened_again_has_the_same_lead_and_its_first_steps_are_due_once_more(following):
    close(following)
    client = following.client()
    assert client.get(following.page("reopen_file")).status_code == 200
    assert client.post(following.page("reopen_file"), {"reason": "new_incident"}).status_code == 302
    case = following.fresh()
    assert (case.is_open, case.closed_at, case.lead_desk_id) == (True, None, following.desk.id)
    assert Lead.objects.filter(case=case).count() == 1
    assert Reopening.objects.filter(case=case).count() == 1
    keys = Obligation.objects.filter(file=case.id, ended_at=None).values_list("rule", flat=True)
    assert set(keys) == {"first_contact", "initial_assessment", "plan_approval"}
    assert work.needs_initial_assessment(case)
    with pytest.raises(PermissionDenied):
        reopen(following)


def test_the_stage_moves_with_a_trace_and_not_on_an_old_page(following):
    client = following.client()
    assert client.get(following.page("move_stage")).status_code == 200
    sent = {"stage": Stage.ASSESSMENT.value, "version": str(following.case.version)}
    assert client.post(following.page("move_stage"), sent).status_code == 302
    assert following.fresh().stage == Stage.ASSESSMENT
    kept = Entry.objects.get(kind="cases.stage_moved", file=following.case.id).kept
    assert kept == {"before": "1", "after": "4"}
    assert client.post(following.page("move_stage"), {**sent, "stage": "5"}).status_code == 409
    with as_actor(following.worker), pytest.raises(StaleVersion):
        stages.move_stage(
            actor=world.actor(following.worker), case=following.case.id, stage=Stage.SUPPORT, seen="1", at=clock.now()
        )


def test_the_file_is_handed_over_inside_the_desk(following):
    colleague = world.make_worker(following.desk)
    client = following.client()
    page = client.get(following.page("assign_worker"))
    offered = {code for code, _name in page.context["form"].fields["worker"].choices}
    assert offered == {str(account.id) for account in (following.worker, following.supervisor, colleague)}
    sent = {"worker": str(colleague.id), "version": "1"}
    assert client.post(following.page("assign_worker"), sent).status_code == 302
    assert following.fresh().worker == colleague.id
    assert client.get(following.page("assign_worker")).status_code == 404  # it is the colleague's now
    assert following.client(following.supervisor).get(following.page("assign_worker")).status_code == 200


def test_nobody_from_elsewhere_and_no_role_without_files_follows_a_file(following):
    elsewhere = world.make_worker(world.make_desk())
    for account in (elsewhere, world.make_worker(following.desk, Role.FACILITATOR)):
        with as_actor(following.supervisor), pytest.raises(workers.CannotFollow):
            workers.assign_worker(
                actor=world.actor(following.supervisor),
                case=following.case.id,
                worker=account.id,
                seen="1",
                at=clock.now(),
            )


def test_a_stranger_closes_opens_and_moves_nothing(following):
    record = ask(following)
    for reason, account in strangers(following).items():
        client = following.client(account)
        for address in (
            following.page("close_file"),
            following.page("approve_closure", record.id),
            following.page("move_stage"),
            following.page("assign_worker"),
        ):
            assert client.get(address).status_code == 404, reason
        with pytest.raises(PermissionDenied):
            ask(following, account)
    decide(following, following.supervisor, record)
    for reason, account in strangers(following).items():
        assert following.client(account).get(following.page("reopen_file")).status_code == 404, reason
        with pytest.raises(PermissionDenied):
            reopen(following, account)


def test_each_question_about_a_file_costs_one_query_at_most(following, django_assert_max_num_queries):
    approve_plan(following, plan(following))
    with as_actor(following.worker):
        file = work.allowed(world.actor(following.worker), following.case.id, lambda *_: True)
        questions = [
            work.current_safety,
            work.latest_assessment,
            work.approved_assessment,
            work.latest_plan,
            work.approved_plan,
            work.open_actions,
            work.contacts,
            work.notes,
            work.attachments,
            work.closure_in_course,
            work.latest_closure,
        ]
        for question in questions:
            with django_assert_max_num_queries(1):
                question(file)
        record = work.latest_plan(file)
        with django_assert_max_num_queries(2):
            work.goals_of(record)
