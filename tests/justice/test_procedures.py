"""Procedures, hearings, requisitions, steps, minutes: who writes them, what the journal keeps, what a court opens."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.services import contacts
from kanaf.foundation import clock
from kanaf.foundation.versions import StaleVersion
from kanaf.grants.access import compartments_open
from kanaf.justice.access.folder import times_heard
from kanaf.justice.enums import HearingKind, HearingStatus, MinutesKind, ProcedureKind, RequisitionKind, StepKind
from kanaf.justice.models import Hearing, Procedure, Step
from kanaf.justice.services import hearings, procedures
from kanaf.territory.models import DelaySetting
from tests import world
from tests.architecture.attacking import touches_nothing
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def set_hearing(way, of, *, by=None, **more):
    given = {
        "desk": way.court.id,
        "kind": HearingKind.CHILD,
        "when": clock.now() + timedelta(days=3),
        "note": "",
        **more,
    }
    return a.act(by or way.worker, hearings.set_hearing, case=way.case.id, procedure=of.id, **given)


def tell(way, hearing, **more):
    given = {"status": HearingStatus.HELD, "child_heard": True, "came_of": "", "next_at": None, **more}
    return a.act(
        way.worker, hearings.tell_hearing, case=way.case.id, hearing=hearing.id, seen=str(hearing.version), **given
    )


def test_a_register_number_is_sealed_and_written_once_a_court_and_year():
    way = a.begin()
    first = a.procedure(way)
    assert a.procedure(way, number="7 - 26").id == first.id
    other = a.begin()
    other.prosecution = way.prosecution
    with pytest.raises(procedures.NumberTaken):
        a.procedure(other)
    assert bytes(Procedure.objects.values_list("reference_blind", flat=True).get()) != b"7/26"


def test_the_police_write_minutes_and_nothing_that_a_judge_decides():
    way = a.begin()
    of = a.procedure(way)
    officer = world.make_worker(way.desk, Role.POLICE_OFFICER)
    for refused in (
        lambda: set_hearing(way, of, by=officer),
        lambda: a.procedure(way, number="8", by=officer),
        lambda: a.order(way, of, by=officer),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    a.act(
        officer, hearings.receive_minutes, case=way.case.id, procedure=of.id, kind=MinutesKind.POLICE, desk=way.desk.id,
        number="PV 12", drawn_on=date(2026, 1, 5), interviews=2, note="",
    )  # fmt: skip
    assert way.facts("justice.minutes_received") == {
        "minutes_kind": "police", "procedure": str(of.id), "interviews": 2,
    }  # fmt: skip


def test_a_hearing_that_moves_leaves_its_trace():
    way = a.begin()
    first = set_hearing(way, a.procedure(way))
    later = clock.now() + timedelta(days=20)
    second = tell(way, first, status=HearingStatus.MOVED, next_at=later, came_of="Avocat absent (fictif)")
    assert second.at == later
    assert way.facts("justice.hearing_set")["at_day"] == later.astimezone().date().isoformat()
    assert Hearing.objects.get(id=first.id).status == HearingStatus.MOVED
    with pytest.raises(hearings.AlreadyTold):
        tell(way, first)
    assert touches_nothing(way.worker, "UPDATE justice_hearing SET at = now()")


def test_a_hearing_is_before_a_court():
    way = a.begin()
    with pytest.raises(procedures.NotACourt):
        set_hearing(way, a.procedure(way), desk=way.desk.id)


def test_an_older_page_says_nothing_of_a_hearing():
    way = a.begin()
    hearing = set_hearing(way, a.procedure(way))
    hearing.version = 9
    with pytest.raises(StaleVersion):
        tell(way, hearing)


def test_how_often_the_child_was_heard_is_counted_and_only_counted():
    way = a.begin()
    of = a.procedure(way)
    a.act(
        way.worker, contacts.record_contact, case=way.case.id, kind="interview", when=clock.now(), child_seen=True,
        child_alone=True, note="(fictif)", compartment="social",
    )  # fmt: skip
    tell(way, set_hearing(way, of))
    tell(way, set_hearing(way, of), child_heard=False)
    a.act(
        way.worker, hearings.receive_minutes, case=way.case.id, procedure=of.id, kind=MinutesKind.POLICE,
        desk=way.desk.id, number="", drawn_on=date(2026, 1, 5), interviews=3, note="",
    )  # fmt: skip
    lawyer = world.make_worker(way.desk, Role.LAWYER)  # may not read the contacts
    for reader in (way.worker, lawyer):
        with as_actor(reader):
            heard = times_heard(way.case.id)
        assert (heard.contacts, heard.hearings, heard.minutes, heard.total) == (1, 1, 3, 5)
    for stranger in (*a.strangers(way).values(), way.prosecutor):
        with as_actor(stranger):
            assert times_heard(way.case.id).total == 0 or stranger.memberships.filter(desk=way.desk).exists()


def test_the_court_opens_the_file_to_a_desk_until_the_procedure_closes():
    way = a.begin()
    sheet = a.reported(way)
    call = {"case": way.case.id, "procedure": sheet.procedure_id, "desk_to": way.court.id}
    for wrong in (way.worker, world.make_worker(way.prosecution, Role.CLERK), way.judge):
        with pytest.raises(PermissionDenied):
            a.act(wrong, procedures.call_desk, **call)
    with pytest.raises(PermissionDenied):  # a school is not called
        a.act(way.prosecutor, procedures.call_desk, **{**call, "desk_to": world.make_desk(kind=DeskKind.SCHOOL).id})
    a.act(way.prosecutor, procedures.call_desk, **call)
    with as_actor(way.judge):
        assert compartments_open(way.case.id) == {"core": "read", "identity": "read", "judicial": "write"}
    a.act(
        way.judge, procedures.close_procedure, case=way.case.id, procedure=sheet.procedure_id, outcome="judged",
        on=clock.now().date(), seen="1",
    )  # fmt: skip
    with as_actor(way.judge):
        assert compartments_open(way.case.id) == {}
    with pytest.raises(PermissionDenied):  # and no more is opened for it
        a.act(way.prosecutor, procedures.call_desk, **call)


def test_what_is_asked_is_asked_of_a_desk_of_the_file():
    way = a.begin()
    sheet = a.reported(way)
    ask = {
        "case": way.case.id, "procedure": sheet.procedure_id, "kind": RequisitionKind.SOCIAL_INQUIRY,
        "text": "Enquête (fictif)", "due_on": clock.now().date() + timedelta(days=15),
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        a.act(way.prosecutor, hearings.make_requisition, desk_to=way.court.id, **ask)
    with pytest.raises(PermissionDenied):
        a.act(way.worker, hearings.make_requisition, desk_to=way.desk.id, **ask)
    asked = a.act(way.prosecutor, hearings.make_requisition, desk_to=way.desk.id, **ask)
    facts = way.facts("justice.requisition_made")
    assert facts["desk_to"] == str(way.desk.id)
    assert facts["due_at"] == asked.due_at.isoformat()
    with pytest.raises(PermissionDenied):
        a.act(way.prosecutor, hearings.answer_requisition, case=way.case.id, requisition=asked.id, answer="x")
    a.act(way.worker, hearings.answer_requisition, case=way.case.id, requisition=asked.id, answer="Fait (fictif)")
    with pytest.raises(hearings.AlreadyTold):
        a.act(way.worker, hearings.answer_requisition, case=way.case.id, requisition=asked.id, answer="Fait (fictif)")


def step(way, of, kind, on):
    return a.act(way.worker, hearings.record_step, case=way.case.id, procedure=of.id, kind=kind, on=on, note="")


def test_kafala_is_executed_within_fifteen_days_of_its_order():
    way = a.begin()
    of = a.procedure(way, kind=ProcedureKind.ABANDONMENT)
    assert step(way, of, StepKind.NOTICE_POSTED, date(2027, 1, 20)).due_on == date(2027, 4, 20)
    assert step(way, of, StepKind.KAFALA_ORDER, date(2027, 6, 1)).due_on == date(2027, 6, 16)
    facts = way.facts("justice.step_recorded")
    assert facts["step"] == "kafala_order"
    assert facts["due_on"] == "2027-06-16"
    assert facts["counted_from"].startswith("2027-06-01T18:00")
    assert step(way, of, StepKind.HANDED_OVER, date(2027, 6, 10)).due_on is None
    DelaySetting.objects.filter(key="kafala_execution").update(clock="working")
    assert step(way, of, StepKind.KAFALA_ORDER, date(2027, 6, 1)).due_on > date(2027, 6, 16)


def test_the_steps_are_those_of_the_law_of_this_procedure():
    way = a.begin()
    with pytest.raises(hearings.NotAStep):
        step(way, a.procedure(way), StepKind.KAFALA_ORDER, date(2027, 6, 1))
    marriage = a.procedure(way, kind=ProcedureKind.MARRIAGE, number="9")
    step(way, marriage, StepKind.MARRIAGE_REFUSED, date(2027, 5, 12))
    assert Step.objects.count() == 1


def test_rows_stay_in_their_file_and_their_procedure():
    way, other = a.begin(), a.begin()
    other_own = world.make_case(way.worker, way.desk)
    of = a.procedure(way)
    set_hearing(way, of)
    theirs = a.procedure(other, number="55")
    for sql in (
        f"UPDATE justice_hearing SET case_id = '{other_own.id}'",
        f"UPDATE justice_procedure SET case_id = '{other_own.id}' WHERE id = '{of.id}'",
        f"UPDATE justice_procedure SET year = 2020 WHERE id = '{of.id}'",
        f"UPDATE justice_hearing SET procedure_id = '{theirs.id}'",
        "DELETE FROM justice_hearing",
    ):
        assert touches_nothing(way.worker, sql), sql
    with pytest.raises(Http404):
        set_hearing(way, theirs)


def test_strangers_find_no_row_of_the_judicial_part():
    way = a.begin()
    set_hearing(way, a.procedure(way))
    for reason, stranger in a.strangers(way).items():
        with as_actor(stranger):
            assert not Hearing.objects.exists(), reason
            assert not Procedure.objects.exists(), reason
