"""Suggested desks: a total order, the same every time, in which a desk that cannot take never stands above one that can."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanaf.actors.enums import DeskKind, Role
from kanaf.actors.models import Service, ServiceCapacity, ServiceLanguage
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.referrals import services, suggesting
from kanaf.referrals.enums import ReferralStatus
from kanaf.referrals.models import Referral
from kanaf.referrals.ranking import CANNOT, CAPACITY_TRUE_DAYS, Candidate, Need, Why, rank, weigh
from kanaf.referrals.ranking_words import said, words_of
from tests import world
from tests.referrals.support import Play, agree_to_everything
from tests.support import as_actor

TODAY = date(2027, 4, 9)
PLACES = [UUID(int=n) for n in range(1, 7)]
COUNTRY = tuple(PLACES[:3])
CATEGORIES = ("medical", "legal")

ages = st.one_of(st.none(), st.integers(0, 20))
sets = st.frozensets(st.sampled_from(["ary", "fr", "rif"]), max_size=2)
needs = st.builds(Need, st.sampled_from(CATEGORIES), ages, st.just(COUNTRY), sets)
candidates = st.builds(
    Candidate,
    desk=st.integers(1, 6).map(lambda n: UUID(int=100 + n)),
    service=st.uuids(),
    name=st.sampled_from(["Un", "Deux"]),
    categories=st.frozensets(st.sampled_from(CATEGORIES), min_size=1),
    minimum_age=ages,
    maximum_age=ages,
    is_open=st.booleans(),
    covers=st.frozensets(st.sampled_from(PLACES), max_size=3),
    lineage=st.lists(st.sampled_from(PLACES), max_size=3).map(tuple),
    languages=sets,
    free=st.one_of(st.none(), st.integers(0, 5)),
    counted_on=st.one_of(st.none(), st.integers(0, 40).map(lambda n: TODAY - timedelta(days=n))),
    freshness=st.integers(0, 100),
    accepted=st.one_of(st.none(), st.floats(0, 1)),
    hours=st.one_of(st.none(), st.floats(0, 900)),
    asked_before=st.booleans(),
)
several = st.lists(candidates, max_size=8, unique_by=lambda one: one.service)


@given(needs, several)
def test_a_desk_that_cannot_take_never_stands_above_one_that_can(need, found):
    can = [one.can_take for one in rank(need, found, TODAY)]
    assert can == sorted(can, reverse=True)


@given(needs, several, st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_how_it_was_asked(need, found, chance):
    ranked = rank(need, found, TODAY)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert rank(need, shuffled, TODAY) == ranked
    orders = [one.order for one in ranked]
    assert all(before < after for before, after in pairwise(orders))
    assert {one.candidate.desk for one in ranked} == {one.desk for one in found}
    assert len(ranked) == len({one.desk for one in found})


@given(needs, candidates)
def test_each_place_has_its_reasons_in_words(need, one):
    weighed = weigh(need, one, TODAY)
    assert 0 <= weighed.score <= 100
    assert weighed.can_take == (not {why for why, _figures in weighed.reasons} & CANNOT)
    assert len(words_of(weighed)) == len(weighed.reasons) >= 3
    assert all(words_of(weighed))


@given(needs, candidates)
def test_nothing_that_is_better_known_is_ranked_worse(need, one):
    before = weigh(need, one, TODAY)
    for better in (
        {"covers": one.covers | {COUNTRY[-1]}},
        {"freshness": 100},
        {"languages": one.languages | need.languages},
        {"free": 5, "counted_on": TODAY},
    ):
        after = weigh(need, Candidate(**{**vars(one), **better}), TODAY)
        assert after.score >= before.score, better


@given(st.sampled_from(Why))
def test_every_reason_has_words(why):
    assert said(why, {"free": 2, "from": 3, "to": 12, "share": 70, "hours": 5})


def one(**more) -> Candidate:
    return Candidate(desk=new_id(), service=new_id(), name="Un", categories=frozenset({"medical"}), **more)


NEED = Need("medical", 13, COUNTRY, frozenset({"rif"}))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"minimum_age": 14}, Why.OTHER_AGE),
        ({"maximum_age": 12}, Why.OTHER_AGE),
        ({"is_open": False}, Why.CLOSED),
        ({"free": 0, "counted_on": TODAY}, Why.FULL),
        ({"free": 0, "counted_on": TODAY - timedelta(days=CAPACITY_TRUE_DAYS + 1)}, Why.ROOM_UNKNOWN),
        ({"free": 0}, Why.ROOM_UNKNOWN),
        ({"asked_before": True}, Why.ASKED_BEFORE),
        ({"covers": frozenset({COUNTRY[0]})}, Why.COVERS),
        ({"lineage": (COUNTRY[0], COUNTRY[1], PLACES[5])}, Why.NEAR),
        ({"lineage": (COUNTRY[0], PLACES[5])}, Why.FAR),
        ({"languages": frozenset({"rif"})}, Why.SPEAKS),
        ({"languages": frozenset({"fr"})}, Why.OTHER_LANGUAGE),
        ({"freshness": 60}, Why.VERIFIED),
        ({"accepted": 0.5, "hours": 30.0}, Why.ANSWERS),
    ],
)
def test_what_is_said_of_a_desk(facts, why):
    weighed = weigh(NEED, one(**facts), TODAY)
    assert why in [reason for reason, _figures in weighed.reasons]
    assert weighed.can_take == (why not in CANNOT)


def test_the_very_commune_comes_before_the_province_and_that_before_a_neighbour():
    commune, province = one(covers=frozenset({COUNTRY[2]})), one(covers=frozenset({COUNTRY[1]}))
    neighbour, far = one(lineage=COUNTRY[:2]), one()
    ranked = [s.candidate for s in rank(NEED, [far, neighbour, province, commune], TODAY)]
    assert ranked == [commune, province, neighbour, far]


@pytest.fixture
def play(db, monkeypatch):
    agree_to_everything(monkeypatch)
    return Play()


def offer(desk, **more) -> Service:
    told = {"status": "active", "categories": ["medical"], "last_verified_on": clock.now().date(), **more}
    return Service.objects.create(
        slug=f"s-{desk.slug}", organisation=desk.organisation, desk=desk, name="Soins (fictif)", **told
    )


def suggested(play, account=None):
    account = account or play.worker
    with as_actor(account):
        file = cases.get_case(world.actor(account), play.case.id)
        return suggesting.suggestions(file, "medical", clock.now())


def test_the_directory_is_ranked_with_what_it_knows(play):
    near, full = play.hospital, world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    far = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    far.covers.clear()
    far.place = None
    far.save()
    ServiceLanguage.objects.create(service=offer(near), code="ary")
    ServiceCapacity.objects.create(service=offer(full), unit="places", available=0, updated=clock.now().date())
    offer(far)
    offer(play.desk)  # the desk that leads is not asked
    found = suggested(play)
    assert [s.candidate.desk for s in found] == [near.id, far.id, full.id]
    assert [s.can_take for s in found] == [True, True, False]


def test_a_desk_that_declined_is_not_proposed_again_and_the_next_one_is(play):
    offer(play.hospital)
    clinic = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    offer(clinic, last_verified_on=None)
    declined = play.do(play.doctor, services.decline, play.send(), reason="no_capacity", answer="")
    with as_actor(play.worker):
        file = cases.get_case(world.actor(play.worker), play.case.id)
        following = suggesting.next_after(file, declined, clock.now())
    assert following.candidate.desk == clinic.id
    assert [s.can_take for s in suggested(play)] == [True, False]


def test_past_answers_tell_of_a_desk_and_never_of_a_child(play):
    stranger = world.make_worker(world.make_desk())
    now = clock.now()

    def known(account):
        with as_actor(account):
            return suggesting.answers_of([play.hospital.id], now)

    sample = play.send()
    for hours, status in ((2, "accepted"), (4, "done"), (6, "accepted"), (8, "declined")):
        Referral.objects.create(
            case=play.case, case_code="x", desk_from=play.desk, desk_to=play.hospital, category="legal", compartments=["core"],
            urgency="low", sent_by=new_id(), sent_at=now - timedelta(days=3), answer_due_at=now, status=status,
            answered_at=now - timedelta(days=3) + timedelta(hours=hours),
        )  # fmt: skip
    assert known(play.worker) == known(stranger) == {}  # four answers could be one family's story
    Referral.objects.filter(pk=sample.pk).update(
        status=ReferralStatus.REVOKED, sent_at=now - timedelta(days=2), answered_at=now - timedelta(days=1, hours=14)
    )
    share, hours = known(stranger)[play.hospital.id]
    assert (round(share, 2), round(hours, 2)) == (0.8, 6.0)
    Referral.objects.update(sent_at=now - timedelta(days=91))
    assert known(stranger) == {}


def test_whoever_opens_no_file_learns_no_numbers(play):
    clerk = world.make_worker(play.desk, Role.FACILITATOR)
    with as_actor(clerk):
        assert suggesting.answers_of([play.hospital.id], clock.now()) == {}
