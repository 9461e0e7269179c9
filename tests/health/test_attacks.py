"""Hand-written SQL against the medical part: by the desk that leads, by doctors of another file, by strangers."""

import pytest

from kanaf.foundation import clock
from kanaf.foundation.ids import new_id
from kanaf.health.models import Certificate, Findings, Request
from tests.architecture.attacking import run, touches_nothing
from tests.health import arranging as a

pytestmark = pytest.mark.django_db
ROW = "(id, case_id, written_by, written_at, version, request_id"
MINE = "%(id)s, %(case)s, %(me)s, now(), 1, %(request)s"
FINDINGS = f"INSERT INTO health_findings {ROW}, text) VALUES ({MINE}, 'x')"
ANSWER = f"INSERT INTO health_limitanswer {ROW}, \"limit\", outcome, at) VALUES ({MINE}, 'pep', %(outcome)s, now())"
CERTIFICATE = f"INSERT INTO health_certificate {ROW}, kind, issued_on, is_free, paid_by) VALUES ({MINE}, 'initial', now(), true, '')"
FOLLOW_UP = f"INSERT INTO health_followup {ROW}, kind, due_on, status) VALUES ({MINE}, 'other', now(), 'planned')"


class Scene:
    def __init__(self) -> None:
        self.way = a.begin()
        self.asked = a.ask(self.way)
        a.examine(self.way, self.asked)
        self.certificate = a.certify(self.way, self.asked)

    def values(self, who, **more):
        return {
            "id": new_id(),
            "case": self.way.case.id,
            "me": who.id,
            "request": self.asked.id,
            "outcome": "given",
            **more,
        }


@pytest.fixture
def scene():
    return Scene()


def test_the_desk_that_leads_writes_no_finding_no_answer_but_a_no_and_no_certificate(scene):
    worker = scene.way.worker
    for statement in (FINDINGS, ANSWER, CERTIFICATE):
        assert touches_nothing(worker, statement, **scene.values(worker)), statement
    assert run(worker, ANSWER, **scene.values(worker, outcome="declined")) == 1
    assert run(worker, FOLLOW_UP, **scene.values(worker)) == 1


def test_a_doctor_writes_in_her_own_name_and_in_her_own_file(scene):
    doctor, other = scene.way.doctor, a.begin()
    theirs = a.ask(other)
    assert run(doctor, FINDINGS, **scene.values(doctor)) == 1
    assert touches_nothing(doctor, FINDINGS, **scene.values(doctor, me=scene.way.worker.id)), "in another name"
    mixed = scene.values(doctor, request=theirs.id)
    assert touches_nothing(doctor, FINDINGS, **mixed), "a request of another file"
    for statement in (FINDINGS, ANSWER, CERTIFICATE, FOLLOW_UP):
        assert touches_nothing(other.doctor, statement, **scene.values(other.doctor)), statement


def test_nothing_that_was_written_is_written_over_or_taken_away(scene):
    values = {"id": scene.asked.id, "certificate": scene.certificate.id}
    for who in (scene.way.doctor, scene.way.worker):
        for statement in (
            "UPDATE health_findings SET text = 'x'",
            "UPDATE health_certificate SET is_free = false, paid_by = 'family' WHERE id = %(certificate)s",
            "UPDATE health_examination SET samples_taken = false",
            "UPDATE health_limitanswer SET outcome = 'too_late'",
            "UPDATE health_request SET due_at = now() + interval '9 days' WHERE id = %(id)s",
            "UPDATE health_request SET desk_to_id = NULL WHERE id = %(id)s",
            "DELETE FROM health_certificate",
            "DELETE FROM health_request",
        ):
            assert touches_nothing(who, statement, **values), statement
    assert Certificate.objects.get().is_free


def test_strangers_find_no_row_and_no_moment(scene):
    a.happened(scene.way, clock.now())
    for why, who in a.strangers(scene.way).items():
        for table in ("request", "findings", "examination", "limitanswer", "certificate", "copy", "followup", "visit"):
            assert run(who, f"SELECT * FROM health_{table}") == 0, (why, table)
        if why != "of the desk, without the medical part":
            assert (
                run(who, "SELECT * FROM kanaf_medical_moments(ARRAY[%(case)s]::uuid[])", case=scene.way.case.id) == 0
            ), why
            assert (
                run(who, "SELECT * FROM kanaf_limits_answered(ARRAY[%(case)s]::uuid[])", case=scene.way.case.id) == 0
            ), why


def test_a_requisition_is_made_in_the_name_of_a_court_and_of_no_other_desk(scene):
    statement = (
        "INSERT INTO health_request (id, case_id, written_by, written_at, version, kind, desk_from_id, desk_to_id, urgency,"
        " due_at, incidents, language, examiner, requisition, status) VALUES (%(id)s, %(case)s, %(me)s, now(), 1, 'forensic',"
        " %(desk)s, %(hospital)s, 'high', now(), '{}', 'ary', 'either', %(id)s, 'asked')"
    )
    hospital = scene.way.hospital.id
    for who, desk in ((scene.way.worker, scene.way.desk.id), (scene.way.doctor, hospital)):
        assert touches_nothing(who, statement, hospital=hospital, desk=desk, **scene.values(who)), "not a court"
    assert Request.objects.count() == 1
    assert Findings.objects.count() == 1
