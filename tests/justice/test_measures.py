"""Measures and stays: dates that tell no birthday, reviews, execution, and what comes in which order."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kanaf.cases.access import open_file
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from kanaf.justice.access import folder_of
from kanaf.justice.enums import EndReason, MeasureStatus, Orientation, ProcedureKind, ReviewOutcome, StayStatus, Until
from kanaf.justice.models import Measure, Stay
from kanaf.justice.services import measures
from tests import world
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()


def review(way, measure, **more):
    given = {
        "on": TODAY, "outcome": ReviewOutcome.KEPT, "next_on": TODAY + timedelta(days=90), "child_heard": True,
        "note": "", "seen": str(measure.version), **more,
    }  # fmt: skip
    return a.act(way.worker, measures.review_measure, case=way.case.id, measure=measure.id, **given)


def test_a_measure_keeps_its_facts_for_the_protocol():
    way = a.begin()
    measure = a.order(way, a.procedure(way), until=Until.DATE, ends_on=TODAY + timedelta(days=180))
    facts = way.facts("justice.measure_ordered")
    assert facts["measure_kind"] == "placement"
    assert facts["desk_owing"] == str(way.desk.id)
    assert facts["review_at"] > facts["review_from"]
    assert facts["ends_at"].startswith((TODAY + timedelta(days=180)).isoformat())
    assert measure.status == MeasureStatus.ORDERED


def test_majority_is_never_written_as_a_date():
    """The eighteenth birthday is the birth date in other words: no column, no event may hold it."""
    way = a.begin()
    born = TODAY.replace(day=1) - timedelta(days=13 * 366)
    a.register(way, born)
    of = a.procedure(way)
    eighteen = born.replace(year=born.year + 18)
    for day in (eighteen, eighteen + timedelta(days=40)):
        with pytest.raises(measures.BeyondMajority):
            a.order(way, of, until=Until.DATE, ends_on=day)
    a.order(way, of, until=Until.MAJORITY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM justice_measure m")
        rows = cursor.fetchone()[0]
    told = json.dumps([entry.kept for entry in Entry.objects.filter(file=way.case.id)])
    for years in range(19):
        assert born.replace(year=born.year + years).isoformat() not in rows + told


def test_the_limits_are_shown_to_readers_and_exact_only_with_the_identity():
    way = a.begin(profile="difficult")
    today = clock.now().date()
    born = (today + timedelta(days=30)).replace(year=today.year - 16)
    a.register(way, born)
    a.procedure(way, kind=ProcedureKind.DIFFICULT)
    with as_actor(way.worker):
        file = open_file(world.actor(way.worker), way.case.id)
        limits = folder_of(world.actor(way.worker), file, today).limits
    assert [limit.years for limit in limits] == [16, 18]
    assert limits[0].window.is_exact
    assert limits[0].is_near
    assert limits[0].window.first == born.replace(year=born.year + 16)
    assert "512-517" in limits[0].law
    assert not limits[1].is_near


def test_reviews_follow_one_another_and_lifting_ends_it():
    way = a.begin()
    measure = a.order(way, a.procedure(way))
    review(way, measure)
    measure.refresh_from_db()
    assert measure.review_on == TODAY + timedelta(days=90)
    with pytest.raises(StaleVersion):
        review(way, measure, seen="1")
    review(way, measure, outcome=ReviewOutcome.LIFTED)
    measure.refresh_from_db()
    assert (measure.status, measure.end_reason) == (MeasureStatus.ENDED, EndReason.LIFTED)
    assert way.kinds()[-2:] == ["justice.measure_reviewed", "justice.measure_ended"]
    with pytest.raises(measures.AlreadyEnded):
        review(way, measure)


def test_execution_comes_once():
    way = a.begin()
    measure = a.order(way, a.procedure(way))
    given = {"case": way.case.id, "measure": measure.id, "on": TODAY, "how": ""}
    done = a.act(way.worker, measures.execute_measure, seen="1", **given)
    assert done.status == MeasureStatus.IN_FORCE
    with pytest.raises(measures.OutOfOrder):
        a.act(way.worker, measures.execute_measure, seen="2", **given)


def follow(way, stay, status, **more):
    given = {"on": TODAY, "orientation": "", "text": "", "seen": str(stay.version), **more}
    return a.act(way.worker, measures.follow_stay, case=way.case.id, stay=stay.id, status=status, **given)


def test_a_stay_goes_from_admission_to_leaving():
    way = a.begin()
    measure = a.order(way, a.procedure(way))
    stay = a.act(way.worker, measures.admit, case=way.case.id, measure=measure.id, on=TODAY)
    with pytest.raises(measures.OutOfOrder):  # one at a time
        a.act(way.worker, measures.admit, case=way.case.id, measure=measure.id, on=TODAY)
    with pytest.raises(measures.OutOfOrder):  # observed first
        follow(way, stay, StayStatus.PROPOSED)
    stay = follow(way, stay, StayStatus.OBSERVED, text="Calme (fictif)")
    stay = follow(way, stay, StayStatus.PROPOSED, orientation=Orientation.HOME, text="Sa tante (fictif)")
    stay = follow(way, stay, StayStatus.DISCHARGED, orientation=Orientation.RELATIVE)
    assert Stay.objects.get().observation == "Calme (fictif)"
    assert way.facts("justice.stay_followed")["stay_status"] == "discharged"
    a.act(way.worker, measures.admit, case=way.case.id, measure=measure.id, on=TODAY)


def test_a_file_does_not_close_while_a_measure_is_in_course():
    from kanaf.cases.access.closing import what_is_open

    way = a.begin()
    a.order(way, a.procedure(way))
    with as_actor(way.worker):
        file = open_file(world.actor(way.worker), way.case.id)
        said = what_is_open(file, "unfounded")
    assert len(said) == 1


def test_a_measure_is_carried_out_by_a_desk_that_may_open_the_file():
    way = a.begin()
    with pytest.raises(PermissionDenied):
        a.order(way, a.procedure(way), desk_owing=way.court.id)


def test_strangers_order_nothing():
    way = a.begin()
    of = a.procedure(way)
    for stranger in (*a.strangers(way).values(), way.judge):
        with pytest.raises(PermissionDenied):
            a.order(way, of, by=stranger)
    assert not Measure.objects.exists()
    assert date(2000, 1, 1) < TODAY
