"""The plan: goals and actions, added without a script, approved by somebody else, then carried out."""

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import work
from kanaf.cases.enums import ActionStatus, Approval
from kanaf.cases.models import Plan, PlanAction
from kanaf.cases.services import plans
from kanaf.cases.services.approvals import AlreadyDecided
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.versions import StaleVersion
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from kanaf.territory import access as territory
from tests import world
from tests.cases.following import Following, approve_plan, begin, day_of, plan, strangers
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def following() -> Following:
    return begin()


def answers(following, **more):
    return {
        "best_interests": "Rester avec sa tante (fictif)",
        "child_views": "« D'accord »",
        **day_of("review_on", days=30),
        "goal_0_text": "Retourner à l'école (fictif)",
        "goal_0_action_0_text": "Voir la directrice (fictif)",
        "goal_0_action_0_desk": str(following.desk.id),
        **day_of("goal_0_action_0_due"),
        "then": "submit",
        **more,
    }


def finish(following, account, action, **more):
    given = {"outcome": ActionStatus.DONE, "seen": str(action.version), "at": clock.now(), **more}
    with as_actor(account):
        return plans.finish_action(actor=world.actor(account), case=following.case.id, action=action.id, **given)


def test_a_plan_is_written_sent_and_approved_and_its_actions_are_due(following):
    client = following.client()
    assert client.get(following.page("write_plan")).status_code == 200
    assert client.post(following.page("write_plan"), answers(following)).status_code == 302
    record = Plan.objects.get(case=following.case)
    assert record.status == Approval.SUBMITTED
    assert following.waiting("plan_action") is None
    supervisor = following.client(following.supervisor)
    address = following.page("approve_plan", record.id)
    assert "Voir la directrice (fictif)" in supervisor.get(address).content.decode()
    assert supervisor.post(address, {"decision": "approve", "version": str(record.version)}).status_code == 302
    assert following.waiting("plan_review").due_at == territory.evening(record.review_on)
    action = PlanAction.objects.get(case=following.case)
    due = following.waiting("plan_action")
    assert (due.about, due.desk) == (str(action.id), following.desk.id)
    assert due.due_at.date() == action.due_on
    assert following.met("plan_approval")
    assert following.waiting("case_review") is not None


def test_rows_are_added_without_a_script_and_nothing_typed_is_lost(following):
    client = following.client()
    form = client.get(following.page("write_plan")).context["form"]
    typed = {
        "best_interests": "À moitié (fictif)",
        "goal_0_text": "Dormir en sécurité (fictif)",
        "goal_0_action_0_due_day": "3",
        "_draft": form.draft,
        "_owner": form.owner_token,
        "version": "none",
    }
    one_more = client.post(following.page("write_plan"), {**typed, "add": "action_0"})
    assert one_more.status_code == 200
    assert not one_more.context["form"].errors
    shown = one_more.content.decode()
    assert "Dormir en sécurité (fictif)" in shown
    assert 'name="goal_0_action_1_text"' in shown
    assert 'value="3"' in shown
    two_goals = client.post(
        following.page("write_plan"), {**typed, "goal_0_action_1_text": "Appeler (fictif)", "add": "goal"}
    )
    assert 'name="goal_1_action_0_text"' in two_goals.content.decode()
    assert "Appeler (fictif)" in two_goals.content.decode()
    later = client.get(following.page("write_plan")).content.decode()
    assert "Appeler (fictif)" in later
    assert "À moitié (fictif)" in later


def test_rows_stop_growing_at_a_number_a_child_can_follow(following):
    client = following.client()
    many = {f"goal_{goal}_text": "…" for goal in range(8)}
    assert client.post(following.page("write_plan"), {**many, "add": "goal"}).context["form"].shape == [1] * 8
    for odd in ("action_7", "action_99", "action_x", "", "goals"):
        assert client.post(following.page("write_plan"), {"goal_0_text": "…", "add": odd}).status_code == 200


def test_an_action_is_whole_or_absent(following):
    client = following.client()
    page = client.post(following.page("write_plan"), answers(following, goal_0_action_0_desk="", goal_1_text="Autre"))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"goal_0_action_0_desk", "goal_1_action_0_text"}
    kept = client.post(following.page("write_plan"), {"goal_0_text": "Un but (fictif)", "then": "keep"})
    assert kept.status_code == 302
    assert Plan.objects.get(case=following.case).best_interests is None
    empty = client.post(following.page("write_plan"), {"then": "submit", "version": "none"})
    assert empty.status_code == 422
    assert {"best_interests", "goal_0_text"} <= set(empty.context["form"].errors)


def test_a_stale_plan_shows_both_versions_row_by_row(following):
    first = plan(following, submit=False)
    seen = work.mark_of(first)
    plan(following, submit=False)
    page = following.client().post(following.page("write_plan"), answers(following, version=seen, then="keep"))
    assert page.status_code == 409
    assert "Inscrire à l&#x27;école (fictif)" in page.content.decode()
    assert "Voir la directrice (fictif)" in page.content.decode()
    assert following.desk.name in page.content.decode()


def test_four_eyes_hold_for_plans(following):
    record = plan(following)
    coordinator = world.make_worker(following.desk, Role.DESK_COORDINATOR)
    for reason, account in {"wrote it": following.worker, "only a worker": world.make_worker(following.desk)}.items():
        with as_actor(account), pytest.raises(PermissionDenied):
            plans.decide_plan(
                actor=world.actor(account),
                case=following.case.id,
                plan=record.id,
                approve=True,
                remark="",
                seen=str(record.version),
                at=clock.now(),
            )
        assert following.client(account).get(following.page("approve_plan", record.id)).status_code == 404, reason
    assert following.client(coordinator).get(following.page("approve_plan", record.id)).status_code == 200


def test_an_action_of_a_desk_with_access_is_due_there_and_finished_there(following):
    centre = world.make_desk(kind=DeskKind.PROTECTION_CENTRE, prefix="CPE")
    educator = world.make_worker(centre, Role.CENTRE_EDUCATOR)
    with as_actor(following.worker):
        for parts, level in ((["core"], "read"), (["social"], "write")):
            grants.grant(
                actor=world.actor(following.worker),
                subject=following.case.id,
                desk=centre.id,
                compartments=parts,
                level=level,
                reason=Reason.REFERRAL,
                basis=new_id(),
                until=None,
                at=clock.now(),
            )
    approve_plan(following, plan(following, desk=centre))
    action = PlanAction.objects.get(case=following.case)
    assert following.waiting("plan_action").desk == centre.id
    with as_actor(educator):
        assert Obligation.objects.filter(rule="plan_action").count() == 1
    client = following.client(educator)
    address = following.page("finish_action", action.id)
    assert client.get(address).status_code == 200
    assert client.post(address, {"outcome": "done", "version": "1"}).status_code == 302
    action.refresh_from_db()
    assert action.status == ActionStatus.DONE
    assert following.waiting("plan_action") is None


def test_the_lead_owes_the_action_of_a_desk_that_cannot_open_the_file_yet(following):
    far = world.make_desk(prefix="LOI")
    approve_plan(following, plan(following, desk=far))
    assert following.waiting("plan_action").desk == following.desk.id


def test_an_action_is_finished_once(following):
    approve_plan(following, plan(following))
    action = PlanAction.objects.get(case=following.case)
    with pytest.raises(StaleVersion):
        finish(following, following.worker, action, seen="7")
    finish(following, following.worker, action, outcome=ActionStatus.DROPPED)
    action.refresh_from_db()
    with pytest.raises(AlreadyDecided):
        finish(following, following.worker, action)
    assert following.client().post(following.page("finish_action", action.id), {"outcome": "done"}).status_code == 422


def test_the_next_plan_takes_over_what_is_still_to_do(following):
    approve_plan(following, plan(following))
    page = following.client().get(following.page("write_plan"))
    assert "Inscrire à l&#x27;école (fictif)" in page.content.decode()
    approve_plan(following, plan(following))
    statuses = PlanAction.objects.filter(case=following.case).values_list("status", flat=True)
    assert sorted(statuses) == [ActionStatus.DROPPED, ActionStatus.PLANNED]
    assert Obligation.objects.filter(file=following.case.id, rule="plan_action", ended_at=None).count() == 1


def test_a_stranger_finds_no_plan(following):
    approve_plan(following, plan(following))
    action = PlanAction.objects.get(case=following.case)
    for reason, account in strangers(following).items():
        client = following.client(account)
        for address in (following.page("write_plan"), following.page("finish_action", action.id)):
            assert client.get(address).status_code == 404, reason
        with as_actor(account):
            assert not PlanAction.objects.exists(), reason
