"""Odd answers on the forms of a file: never a broken page, and never a lost draft."""

import random
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.cases.enums import PartyRole
from kanaf.cases.models import Assessment, Case, PlanAction
from kanaf.foundation import drafts
from tests import world
from tests.cases.following import GOOD_ASSESSMENT, GOOD_SAFETY, Following, approve_plan, assess, begin, plan
from tests.cases.people_support import born, join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db

SHREDS = [
    "", "\x00", "yes", "no", "keep", "submit", "approve", "return", "high", "9999", "0", "-1", "31", "2", "12", "²",
    "9999-12-31", "0001-01-01", "25:61", "23:59", "goal", "action_0", "action_9", "none", "é" * 300, "قلم", "\ud83d",
    "social", "core", "goals_met", "post_closure", "6", "true", "../..", "%s", "{{ x }}", "'; --", "x" * 11_000,
]  # fmt: skip
ODD = st.one_of(st.text(max_size=40), st.sampled_from(SHREDS))
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


SEEDS, REQUESTS = 4, 400
"""With the examples above and below: two thousand requests on the forms of a file."""


@dataclass(frozen=True)
class Target:
    """A form of the file as a browser has it on screen: where it goes, its boxes and those one types words in."""

    address: str
    draft: str
    hidden: dict[str, str]
    names: list[str]
    boxes: list[str]


def target(client: Client, address: str) -> Target | None:
    """What somebody sees who opens the page; nothing where it is somebody else's to write."""
    page = client.get(address)
    if page.status_code != HTTPStatus.OK:
        return None
    form = page.context["form"]
    boxes = [name for name, field in form.fields.items() if isinstance(field.widget, forms.TextInput | forms.Textarea)]
    hidden = {"_draft": form.draft, "_owner": form.owner_token, "version": str(form.version or "")}
    names = [name for field in form for name in _controls(field)]
    return Target(address, form.draft, hidden, names, boxes)


def _controls(field: Any) -> list[str]:
    """The names that a browser sends for one question: a date has three boxes."""
    inner = getattr(field.field.widget, "widgets_names", [""])
    return [field.html_name + suffix for suffix in inner]


def every_form(following: Following) -> list[str]:
    """Each page of the file on which somebody writes."""
    child = join(following.worker, following.case, PartyRole.MAIN, someone(born_on=born(16)))
    aunt = join(following.worker, following.case, PartyRole.TRUSTED, someone("Tante (fictif)", born_on=born(40)))
    world.make_desk()
    parts = [
        *(reverse("cases:edit_person", args=[following.case.id, party.id]) for party in (child, aunt)),
        *(
            reverse("cases:write_person", args=[following.case.id, role])
            for role in ("sibling", "caregiver", "alleged_author")
        ),
        reverse("referrals:send", args=[following.case.id]),
        *(following.page(name) for name in ("add_incident", "ask_consent")),
    ]
    return [*addresses(following), *parts]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_sent_no_page_breaks_and_no_word_is_lost(following, seed):
    chance = random.Random(seed)
    client = following.client()
    targets = [found for address in every_form(following) if (found := target(client, address))]
    assert len(targets) > 15
    kept = 0
    for number in range(REQUESTS):
        form = chance.choice(targets)
        typed = f"Phrase {seed}.{number} « é <b>&amp; قلم » (fictif)"
        box = chance.choice(form.boxes) if form.boxes else ""
        answer = client.post(form.address, body(chance, form, box, typed))
        assert answer.status_code in FINE, (form.address, answer.status_code)
        if box and answer.status_code in {200, 409, 422}:
            kept += 1
            assert_still_there(following, form, answer, box, typed)
    assert kept > REQUESTS // 4


def body(chance: random.Random, form: Target, box: str, typed: str) -> dict[str, Any]:
    """One box well filled, a handful of odd answers in others, and now and then an older version or a word too many."""
    names = chance.sample(form.names, min(len(form.names), chance.randint(0, 8)))
    sent = {name: chance.choice(SHREDS) for name in [*names, *chance.sample(NAMES, chance.randint(0, 3))]}
    hidden = form.hidden if chance.random() < 0.9 else {**form.hidden, "version": chance.choice(SHREDS)}
    return postable({**sent, **hidden, "_once": str(uuid4()), **({box: typed} if box else {})})


def assert_still_there(following: Following, form: Target, answer: Any, box: str, typed: str) -> None:
    """On the page that came back, and in the draft for whoever closes it."""
    assert answer.context["form"][box].value() == typed
    if form.draft and answer.status_code == 422:
        with as_actor(following.worker):
            assert (drafts.load(following.worker.id, form.draft) or {})[box] == [typed]


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

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
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
