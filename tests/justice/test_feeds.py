"""A calendar address: secret, taken back, dead when its person leaves, and it says when and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from kanaf.actors.enums import Role
from kanaf.actors.models import Membership
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.grants.models import Exclusion
from kanaf.justice.access import moments_behind
from kanaf.justice.models import CalendarFeed
from kanaf.justice.services import feeds, hearings
from tests import world
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def way():
    way = a.begin()
    sheet = a.reported(way)
    a.act(
        way.prosecutor, hearings.set_hearing, case=way.case.id, procedure=sheet.procedure_id, desk=way.prosecution.id,
        kind="child", when=clock.now() + timedelta(days=2), note="Salma, 13 ans (fictif)",
    )  # fmt: skip
    return way


def behind(secret):
    with as_actor(None):
        return moments_behind(secret)


def test_it_gives_moments_to_whoever_has_the_secret(way):
    secret = a.act(way.prosecutor, feeds.make_feed, desk=way.prosecution.id)
    assert len(behind(secret)) == 1
    assert secret not in str(CalendarFeed.objects.values())
    with pytest.raises(Http404):
        behind(secret[:-1])


def test_it_tells_no_hearing_of_a_file_that_is_hidden_from_its_person(way):
    secret = a.act(way.prosecutor, feeds.make_feed, desk=way.prosecution.id)
    Exclusion.objects.create(
        subject_id=way.case.id, account=way.prosecutor, basis=new_id(), since=clock.now(), given_by=new_id()
    )
    assert behind(secret) == []


def test_it_is_dead_once_taken_back_or_its_person_has_left(way):
    first, second = (a.act(way.prosecutor, feeds.make_feed, desk=way.prosecution.id) for _n in range(2))
    feed = CalendarFeed.objects.order_by("made_at").first()
    with pytest.raises(Http404):
        a.act(way.judge, feeds.revoke_feed, feed=feed.id)
    a.act(way.prosecutor, feeds.revoke_feed, feed=feed.id)
    with pytest.raises(Http404):
        behind(first)
    assert behind(second)
    Membership.objects.filter(account=way.prosecutor).update(until=clock.now().date())
    with pytest.raises(Http404):
        behind(second)


def test_only_court_desks_have_a_day(way):
    for who, desk in ((way.worker, way.desk), (way.judge, way.prosecution)):
        with pytest.raises(PermissionDenied):
            a.act(who, feeds.make_feed, desk=desk.id)
    facilitator = world.make_worker(way.prosecution, Role.FACILITATOR)
    with pytest.raises(PermissionDenied):
        a.act(facilitator, feeds.make_feed, desk=way.prosecution.id)


def test_what_is_behind_it_is_what_the_desk_may_open(way):
    secret = a.act(way.prosecutor, feeds.make_feed, desk=way.prosecution.id)
    from kanaf.grants.models import Grant

    Grant.objects.filter(desk=way.prosecution).delete()
    assert behind(secret) == []
