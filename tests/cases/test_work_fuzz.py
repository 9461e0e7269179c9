"""Odd answers on the forms of a file: never a broken page, and never a lost draft."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.cases.models import Assessment, Case, PlanAction
from tests.cases.following import GOOD_ASSESSMENT, GOOD_SAFETY, Following, approve_plan, assess, begin, plan

pytestmark = pytest.mark.django_db

ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "\x00",
            "yes",
            "no",
            "keep",
            "submit",
            "approve",
            "return",
            "high",
            "9999",
            "0",
            "-1",
            "31",
            "2",
            "12",
            "²",
            "9999-12-31",
            "0001-01-01",
            "25:61",
            "23:59",
            "goal",
            "action_0",
            "action_9",
            "none",
            "é" * 300,
            "قلم",
            "\ud83d",
            "social",
            "core",
            "goals_met",
            "post_closure",
            "6",
            "true",
            "../..",
            "%s",
            "{{ x }}",
            "'; --",
        ]
    ),
)
NAMES = [
    *GOOD_SAFETY,
    *GOOD_ASSESSMENT,
    "review_on_day",
    "review_on_month",
    "review_on_year",
    "then",
    "version",
    "add",
    "best_interests",
    "goal_0_text",
    "goal_0_action_0_text",
    "goal_0_action_0_desk",
    "goal_0_action_0_due_day",
    "goal_0_action_0_due_month",
    "goal_0_action_0_due_year",
    "goal_7_text",
    "goal_99_text",
    "goal_3_action_44_text",
    "kind",
    "when_0",
    "when_1",
    "child_seen",
    "child_alone",
    "note",
    "compartment",
    "text",
    "title",
    "document",
    "decision",
    "remark",
    "reason",
    "criteria",
    "child_feedback",
    "child_satisfied",
    "stage",
    "worker",
    "outcome",
    "_once",
]
ANSWERS = st.dictionaries(st.sampled_from(NAMES), st.one_of(ODD, st.lists(ODD, max_size=3)), max_size=14)
FINE = {200, 302, 404, 409, 422}


def postable(answers: dict[str, Any]) -> dict[str, Any]:
    """What a browser can send: no half characters."""

    def clean(value: str) -> str:
        return value.encode("utf-8", "ignore").decode()

    return {
        name: [clean(one) for one in value] if isinstance(value, list) else clean(value)
        for name, value in answers.items()
    }


@pytest.fixture
def following() -> Following:
    found = begin()
    approve_plan(found, plan(found))
    assess(found)
    return found


def addresses(following: Following) -> list[str]:
    action = PlanAction.objects.filter(case=following.case).values_list("id", flat=True)[0]
    record = Assessment.objects.values_list("id", flat=True)[0]
    names = [
        "write_safety",
        "raise_risk",
        "write_assessment",
        "write_plan",
        "record_contact",
        "add_note",
        "add_attachment",
        "move_stage",
        "assign_worker",
        "close_file",
        "reopen_file",
    ]
    return [
        *(following.page(name) for name in names),
        following.page("finish_action", action),
        following.page("approve_assessment", record),
    ]


def test_odd_answers_never_break_a_page(following):
    places = addresses(following)
    clients = [following.client(), following.client(following.supervisor)]

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(place=st.sampled_from(places), who=st.sampled_from([0, 1]), answers=ANSWERS)
    def send(place: str, who: int, answers: dict[str, Any]) -> None:
        Case.objects.filter(id=following.case.id).update(worker=following.worker.id)
        response = clients[who].post(place, postable(answers))
        assert response.status_code in FINE, (place, answers)

    send()


TYPED = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60)


def test_what_was_typed_comes_back_whatever_else_was_wrong(following):
    client = following.client()
    boxes = {
        "write_safety": "what_we_do",
        "write_plan": "goal_0_text",
        "record_contact": "note",
        "close_file": "child_feedback",
    }
    forms = {name: client.get(following.page(name)).context["form"] for name in boxes}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=st.sampled_from(sorted(boxes)), typed=TYPED, others=ANSWERS)
    def send(name: str, typed: str, others: dict[str, Any]) -> None:
        form = forms[name]
        keys = {"_draft": form.draft, "_owner": form.owner_token, "_once": ""}
        sent = {**postable(others), "then": "submit", **keys, boxes[name]: typed}
        response = client.post(following.page(name), sent)
        assert response.status_code in FINE
        if response.status_code in {200, 422}:
            back = client.get(following.page(name)).context["form"]
            assert back[boxes[name]].value() == typed

    send()
