"""Safety first: what is answered about tonight heads the file, and a child who is not safe is seen soon."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kanaf.actors.enums import Role
from kanaf.cases.access import work
from kanaf.cases.enums import Risk
from kanaf.cases.models import SafetyPlan
from kanaf.cases.services import safety
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.territory import access as territory
from tests import world
from tests.cases.following import GOOD_SAFETY, Following, begin, day_of, strangers, take_first_steps
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def answers(**more):
    return {**GOOD_SAFETY, **day_of("review_on", days=1), **more}


@pytest.fixture
def following() -> Following:
    return begin()


def test_the_newest_safety_plan_heads_the_file(following):
    client = following.client()
    assert client.get(following.page("write_safety")).status_code == 200
    for where in ("Chez sa mère (fictif)", "Au foyer (fictif)"):
        response = client.post(following.page("write_safety"), answers(sleeps_where=where))
        assert response.status_code == 302
        assert response["Location"].endswith(f"/files/{following.case.id}/")
    with as_actor(following.worker):
        file = work.allowed(world.actor(following.worker), following.case.id, lambda *_: True)
        assert work.current_safety(file).sleeps_where == "Au foyer (fictif)"
    form = client.get(following.page("write_safety")).context["form"]
    assert form.initial["sleeps_where"] == "Au foyer (fictif)"
    assert "is_safe_tonight" not in form.initial, "answered anew each time"


@pytest.mark.parametrize(("risk", "days"), [("high", 1), ("medium", 7), ("low", 14)])
def test_the_day_to_look_again_is_proposed_by_the_risk(risk, days):
    following = begin(risk=risk)
    form = following.client().get(following.page("write_safety")).context["form"]
    assert form.initial["review_on"] == territory.today() + timedelta(days=days)


def test_the_day_on_which_it_is_looked_at_again_is_owed_and_passes_to_the_next_one(following):
    client, today = following.client(), clock.now().date()
    for days in (1, 6):
        client.post(following.page("write_safety"), answers(**day_of("review_on", days=days)))
        assert following.waiting("safety_review").due_at == territory.evening(today + timedelta(days=days))


def test_what_is_written_is_sealed_in_the_database(following):
    following.client().post(following.page("write_safety"), answers())
    stored = SafetyPlan.objects.filter(case=following.case).values_list("sleeps_where", flat=True)[0]
    assert b"Zahra" not in stored.token


@pytest.mark.parametrize("alarm", [{"is_safe_tonight": "no"}, {"author_has_access": "yes"}])
def test_a_child_who_is_not_safe_calls_for_a_high_risk_and_a_contact_within_a_day(following, alarm):
    client = following.client()
    before = following.waiting("first_contact").due_at
    response = client.post(following.page("write_safety"), answers(**alarm))
    assert response["Location"].endswith(f"/files/{following.case.id}/risk/")
    soon = following.waiting("first_contact")
    assert soon.risk == Risk.HIGH
    assert soon.due_at <= before
    assert soon.due_at - clock.now() <= timedelta(hours=24)
    assert client.get(following.page("raise_risk")).status_code == 200
    assert following.fresh().risk == Risk.MEDIUM
    client.post(following.page("raise_risk"))
    assert following.fresh().risk == Risk.HIGH
    assert Entry.objects.filter(kind="cases.risk_raised", file=following.case.id).exists()


def test_a_child_already_seen_is_seen_again_soon(following):
    take_first_steps(following)
    assert following.waiting("first_contact") is None
    following.client().post(following.page("write_safety"), answers(is_safe_tonight="no"))
    assert following.waiting("first_contact").due_at - clock.now() <= timedelta(hours=24)


def test_every_question_is_answered_and_the_day_is_to_come(following):
    client = following.client()
    response = client.post(following.page("write_safety"), {})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {*GOOD_SAFETY, "review_on"}
    assert client.post(following.page("write_safety"), answers(review_on_year="2020")).status_code == 422
    assert not SafetyPlan.objects.exists()


def test_what_was_refused_is_kept_as_a_draft(following):
    client = following.client()
    page = client.get(following.page("write_safety"))
    form = page.context["form"]
    sent = {"sleeps_where": "Dans la rue (fictif)", "_draft": form.draft, "_owner": form.owner_token}
    assert client.post(following.page("write_safety"), sent).status_code == 422
    assert "Dans la rue (fictif)" in client.get(following.page("write_safety")).content.decode()


def test_a_stranger_finds_no_page_and_writes_nothing(following):
    for reason, account in strangers(following).items():
        client = following.client(account)
        assert client.get(following.page("write_safety")).status_code == 404, reason
        assert client.post(following.page("write_safety"), answers()).status_code == 404, reason
        with as_actor(account), pytest.raises(PermissionDenied):
            safety.raise_risk(actor=world.actor(account), case=following.case.id, at=clock.now())
    doctor = world.make_worker(following.desk, Role.DOCTOR)  # of the desk, but writes only in the medical part
    assert following.client(doctor).get(following.page("write_safety")).status_code == 404
    assert not SafetyPlan.objects.exists()
