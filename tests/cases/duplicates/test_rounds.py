"""The clock compares newcomers at once and everybody at night, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kanaf.cases.duplicates import rounds
from kanaf.cases.enums import PairFinder, PartyRole
from kanaf.cases.models import KnownElsewhere, PersonPair
from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.foundation.models import Beat
from kanaf.persons.matching.strength import WORTH_A_LOOK
from kanaf.persons.models import Person
from kanaf.persons.services import Facts
from tests import world
from tests.cases.duplicates.support import IN_LATIN, Twice, compare, put_together
from tests.cases.people_support import born, join
from tests.support import as_actor

pytestmark = pytest.mark.django_db
SISTER = Facts(given_name="Hiba", family_name="Idrissi (fictif)", father_name="Abdelkader", mother_name="Rahma", sex="f",
               born_on=born(4))  # fmt: skip


def sweep():
    with as_actor(SystemActor.CLOCK):
        return rounds.compare_everybody(clock.now())


def test_everybody_is_compared_with_everybody():
    twice = Twice()
    Person.objects.update(compared_at=clock.now())
    assert sweep() == 1
    pair = PersonPair.objects.get()
    assert {pair.one_id, pair.other_id} == set(twice.people)
    assert (pair.found_by, pair.outcome) == (PairFinder.SWEEP, "")
    assert pair.probability >= WORTH_A_LOOK
    assert KnownElsewhere.objects.get().case == twice.cases[0]
    assert sweep() == 0
    assert PersonPair.objects.count() == 1


def test_a_sister_is_no_second_record():
    twice = Twice()
    Person.objects.update(compared_at=clock.now())
    join(twice.workers[0], twice.cases[0], PartyRole.SIBLING, SISTER)
    assert compare() == 0
    assert not PersonPair.objects.exists()


def test_a_record_behind_another_is_compared_no_more():
    twice = Twice(one_desk=True)
    put_together(twice.workers[0], twice.pair())
    third = join(
        twice.workers[0], world.make_case(twice.workers[0], twice.desks[0]), PartyRole.MAIN, IN_LATIN
    ).person_id
    compare()
    sweep()
    found = {frozenset((pair.one_id, pair.other_id)) for pair in PersonPair.objects.filter(outcome="")}
    assert found == {frozenset((twice.people[0], third))}


@pytest.mark.parametrize(("hour", "is_night"), [(0, False), (1, True), (4, True), (5, False), (13, False)])
def test_it_is_done_in_the_small_hours(hour, is_night):
    now = timezone.localtime(clock.now()).replace(hour=hour, minute=30)
    assert rounds.is_time(now) is is_night
    Beat.objects.update_or_create(name=rounds.SWEPT, defaults={"at": now - timedelta(hours=3)})
    assert not rounds.is_time(now)
    Beat.objects.update_or_create(name=rounds.SWEPT, defaults={"at": now - timedelta(days=1)})
    assert rounds.is_time(now) is is_night


def test_the_hour_is_the_one_of_the_country():
    assert timezone.get_default_timezone() == ZoneInfo("Africa/Casablanca")
    assert isinstance(clock.now(), datetime)
