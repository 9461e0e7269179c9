"""What happened, and the medical limits that run from it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import incidents as access
from kanaf.cases.enums import HappenedPrecision as Precision
from kanaf.cases.enums import Risk
from kanaf.cases.models import Case, Incident
from kanaf.cases.services import incidents
from kanaf.cases.services.incidents import IncidentFacts, InTheFuture
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.foundation.versions import StaleVersion
from kanaf.grants import services as grants
from kanaf.grants.enums import Reason
from tests import world
from tests.cases.people_support import opened
from tests.support import as_actor

pytestmark = pytest.mark.django_db
MEDICAL = {"medical_pep", "medical_contraception", "medical_forensic"}


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def worker(desk):
    return world.make_worker(desk)


@pytest.fixture
def case(worker, desk):
    return world.make_case(worker, desk)


def facts(hours_ago=None, form="L-3.1", **more):
    at = None if hours_ago is None else clock.now().replace(microsecond=0) - timedelta(hours=hours_ago)
    precision = more.pop("precision", Precision.UNKNOWN if at is None else Precision.HOUR)
    return IncidentFacts(form=form, precision=precision, happened_at=at, **more)


def record(account, case, said):
    with as_actor(account):
        return incidents.record(actor=world.actor(account), case=case.id, facts=said, at=clock.now())


def edit(account, incident, said, version="1"):
    with as_actor(account):
        return incidents.edit(
            actor=world.actor(account), case=incident.case_id, incident_id=incident.id, facts=said,
            seen_version=version, at=clock.now(),
        )  # fmt: skip


def waiting(case):
    found = Obligation.objects.filter(file=case.id, rule__startswith="medical_", ended_at=None)
    return {d.rule: d for d in found}


def test_story_1_the_limits_run_from_the_incident_and_not_from_the_report(worker, case):
    incident = record(worker, case, facts(44))
    due = waiting(case)
    assert due.keys() == MEDICAL
    assert due["medical_pep"].due_at == incident.happened_at + timedelta(hours=72)
    assert due["medical_contraception"].due_at == incident.happened_at + timedelta(hours=120)
    assert due["medical_forensic"].due_at == incident.happened_at + timedelta(hours=72)
    case.refresh_from_db()
    assert case.medical_from == incident.happened_at


def test_story_1_the_hospital_reads_the_countdown_and_not_the_narrative(worker, case):
    record(worker, case, facts(44, narrative="raconté à l'école (fictif)"))
    hospital = world.make_desk(kind=DeskKind.HOSPITAL_UNIT)
    doctor = world.make_worker(hospital, Role.DOCTOR)
    with as_actor(worker):
        for part, level in (("core", "read"), ("medical", "write")):
            grants.grant(
                actor=world.actor(worker), subject=case.id, desk=hospital.id, compartments=[part],
                level=level, reason=Reason.REFERRAL, basis=new_id(), until=None, at=clock.now(),
            )  # fmt: skip
    with as_actor(doctor):
        assert Case.objects.get(pk=case.id).medical_from
        assert not Incident.objects.exists()


def test_a_limit_that_has_passed_is_not_owed(worker, case):
    record(worker, case, facts(100))
    assert waiting(case).keys() == {"medical_contraception"}
    old = world.make_case(worker, case.lead_desk)
    record(worker, old, facts(121))
    assert waiting(old) == {}
    old.refresh_from_db()
    assert old.medical_from is None


def test_other_violence_has_limits_only_when_they_are_asked_for(worker, case):
    record(worker, case, facts(10, form="L-2.2"))
    assert waiting(case) == {}
    record(worker, case, facts(10, form="L-2.2", needs_medical_clock=True))
    assert waiting(case).keys() == MEDICAL


def test_without_a_time_there_is_no_limit_and_a_period_counts_from_its_end(worker, case):
    record(worker, case, facts())
    assert waiting(case) == {}
    last = clock.now().replace(microsecond=0) - timedelta(hours=30)
    record(worker, case, facts(900, precision=Precision.PERIOD, happened_until=last))
    assert waiting(case)["medical_pep"].began_at == last


def test_the_file_counts_from_the_earliest_incident_that_still_matters(worker, case):
    record(worker, case, facts(300))
    second = record(worker, case, facts(60))
    record(worker, case, facts(5))
    case.refresh_from_db()
    assert case.medical_from == second.happened_at


def test_a_corrected_time_is_counted_again_for_that_incident_only(worker, case):
    kept = record(worker, case, facts(5))
    wrong = record(worker, case, facts(60))
    edit(worker, wrong, facts(20))
    due = Obligation.objects.filter(file=case.id, rule="medical_pep", ended_at=None)
    assert {d.about: d.began_at for d in due} == {
        str(kept.id): kept.happened_at, str(wrong.id): Incident.objects.get(pk=wrong.id).happened_at,
    }  # fmt: skip
    with pytest.raises(StaleVersion):
        edit(worker, wrong, facts(10))


def test_an_incident_is_never_to_come(worker, case):
    with pytest.raises(InTheFuture):
        record(worker, case, facts(-1))


def test_immediate_danger_makes_the_risk_high(worker, case):
    record(worker, case, facts(5, is_danger_now=True))
    case.refresh_from_db()
    assert case.risk == Risk.HIGH


def test_an_educator_who_writes_no_core_still_starts_the_countdown(worker, desk, case):
    educator = world.make_worker(desk, Role.CENTRE_EDUCATOR)
    incident = record(educator, case, facts(3))
    case.refresh_from_db()
    assert case.medical_from == incident.happened_at
    assert waiting(case).keys() == MEDICAL


def test_incidents_are_written_by_those_of_the_social_part_and_by_no_stranger(worker, desk, case):
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    record(worker, case, facts(5))
    for stranger in [
        elsewhere,  # in charge of another desk's file
        world.make_worker(other, Role.SUPERVISOR),  # a supervisor elsewhere
        world.make_worker(desk, Role.DOCTOR),  # reads no social part
        world.make_worker(desk, Role.SYSTEM_ADMINISTRATOR),  # of the same desk, but opens no file
    ]:
        with pytest.raises(PermissionDenied):
            record(stranger, case, facts(5))
        with as_actor(stranger):
            assert not Incident.objects.exists()


def test_the_narrow_function_refuses_whoever_writes_no_social_part(desk, case):
    with as_actor(world.make_worker(desk, Role.DOCTOR)), connection.cursor() as cursor:
        with pytest.raises(Exception, match="refused"):
            cursor.execute("SELECT kanaf_keep_medical_clock(%s, now())", [case.id])
        connection.set_rollback(True)


def test_the_newest_incident_comes_first_and_the_words_are_sealed(worker, case):
    record(worker, case, facts(90))
    record(worker, case, facts(2, narrative="le gardien du parking"))
    with as_actor(worker):
        listed = access.incidents(opened(worker, case))
        assert listed[0].narrative == "le gardien du parking"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM cases_incident t")
        text = str(cursor.fetchall())
    assert "parking" not in text
    assert b"parking".hex() not in text
