"""A sheet leaves once, stays as it left, opens what its desk needs, and is acknowledged under a register number."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from docx import Document

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import open_file
from kanaf.foundation.versions import StaleVersion
from kanaf.journal.models import Entry
from kanaf.justice import composing, policies, printing
from kanaf.justice.enums import RequisitionKind, SheetKind, SheetStatus
from kanaf.justice.models import Procedure, Sheet
from kanaf.justice.services import hearings, procedures, sheets
from tests import world
from tests.architecture.attacking import touches_nothing
from tests.justice import arranging as a
from tests.support import as_actor

pytestmark = pytest.mark.django_db


def parts(account, case):
    with as_actor(account):
        file = open_file(world.actor(account), case.id)
        return dict(file.parts) if file else {}


def test_sending_opens_the_core_the_identity_and_the_judicial_part_and_no_more():
    way = a.begin()
    a.approve(way, a.decide(way))
    draft = a.write(way)
    assert parts(way.prosecutor, way.case) == {}
    a.send(way, draft)
    assert parts(way.prosecutor, way.case) == {"core": "read", "identity": "read", "judicial": "write"}
    a.acknowledge(way, Sheet.objects.get())
    assert way.kinds()[-4:] == [
        "justice.sheet_prepared", "justice.report_sent", "justice.procedure_opened", "justice.report_acknowledged",
    ]  # fmt: skip
    assert way.facts("justice.report_acknowledged")["desk_to"] == str(way.prosecution.id)


def test_the_copy_that_left_is_sealed_and_never_changes():
    way = a.begin()
    sheet = a.reported(way)
    with as_actor(way.prosecutor):
        pdf = sheets.paper_of(sheet, way.case.code, "pdf", sheet.sent_at)
        word = sheets.paper_of(sheet, way.case.code, "docx", sheet.sent_at)
    assert pikepdf.open(BytesIO(pdf)).Root.MarkInfo.Marked
    text = "\n".join(p.text for p in Document(BytesIO(word)).paragraphs)
    assert "Un voisin (fictif)" in text
    assert way.case.code in text
    for column, value in {"digest": "'x'", "paper": "'x'", "language": "'ar'", "desk_to_id": "desk_from_id"}.items():
        for who in (way.worker, way.prosecutor):
            assert touches_nothing(who, f"UPDATE justice_sheet SET {column} = {value}"), column


def test_a_sheet_leaves_once_and_as_it_was_read_again():
    way = a.begin()
    a.approve(way, a.decide(way))
    draft = a.write(way)
    changed = a.write(way, seen=str(draft.version), content={"child": "Autre (fictif)"})
    with pytest.raises(StaleVersion):
        a.send(way, draft)
    a.send(way, changed)
    with pytest.raises(sheets.AlreadySent):
        a.send(way, changed)


def test_only_the_desk_it_was_sent_to_acknowledges():
    way = a.begin()
    a.approve(way, a.decide(way))
    sheet = a.send(way, a.write(way))
    for wrong in (way.worker, way.supervisor, way.judge, *a.strangers(way).values()):
        with pytest.raises(PermissionDenied):
            a.acknowledge(way, sheet, by=wrong)
    sql = "UPDATE justice_sheet SET status = 'acknowledged', acknowledged_by = kanaf_actor(), acknowledged_at = now()"
    assert touches_nothing(way.worker, sql)
    a.acknowledge(way, sheet)
    with pytest.raises(sheets.AlreadyAcknowledged):
        a.acknowledge(way, sheet)


def test_hand_written_sql_sends_nothing_without_a_decision():
    way = a.begin()
    a.approve(way, a.decide(way))
    a.write(way)
    from kanaf.justice.models import ReportDecision

    ReportDecision.objects.update(choice="not_now")
    sql = (
        "UPDATE justice_sheet SET status = 'sent', sent_by = kanaf_actor(), sent_at = now(), paper = 'x', digest = 'x'"
    )
    assert touches_nothing(way.worker, sql)
    assert Sheet.objects.get().status == SheetStatus.DRAFT


def test_a_register_number_is_one_of_its_court_and_year():
    way, other = a.begin(), a.begin()
    other.prosecution, other.prosecutor = way.prosecution, way.prosecutor
    a.reported(way)
    a.approve(other, a.decide(other))
    sheet = a.send(other, a.write(other))
    with pytest.raises(procedures.NumberTaken):
        a.acknowledge(other, sheet, number=" 1401 - 36 ")  # the same number, written otherwise
    a.acknowledge(other, sheet, year=2025)
    assert Procedure.objects.count() == 2


def test_a_second_report_under_the_same_number_joins_the_procedure():
    way = a.begin()
    first = a.reported(way)
    again = a.acknowledge(way, a.send(way, a.write(way)))
    assert again.procedure_id == first.procedure_id


def test_topics_that_are_justified_are_journaled_and_their_reasons_sealed():
    way = a.begin()
    a.approve(way, a.decide(way))
    a.send(way, a.write(way, justified={"pregnancy": "Soins urgents (fictif)"}))
    entry = Entry.objects.get(kind="justice.topics_justified")
    assert entry.kept == {"topics": 1}
    assert b"Soins" not in bytes(entry.sealed)


def test_a_sheet_goes_to_desks_that_take_it():
    way = a.begin()
    a.approve(way, a.decide(way))
    with pytest.raises(sheets.WrongDesk):
        a.write(way, desk=world.make_desk(kind=DeskKind.HOSPITAL_UNIT))


def test_the_text_holds_only_what_its_author_may_read():
    way = a.begin()
    a.register(way, a.clock.now().date().replace(year=a.clock.now().year - 13))
    a.keep_safe(way)
    whole = _composed(way.worker, way)
    assert "Salma" in whole
    assert "Chez sa tante" in whole
    narrow = _composed(world.make_worker(way.desk, Role.POLICE_OFFICER), way)
    assert "Salma" in narrow  # reads identities
    assert "Chez sa tante" not in narrow  # not the social part


def _composed(account, way):
    with as_actor(account):
        file = open_file(world.actor(account), way.case.id)
        return "\n".join(composing.compose(file, SheetKind.PROSECUTOR, "fr", a.clock.now().date()).values())


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_whatever_is_written_is_printed_as_text(language):
    way = a.begin()
    a.approve(way, a.decide(way))
    nasty = '#panic("x") <script> {{ 7*7 }} {% if %} & "\'" \x0b \u202e *gras* _x_ $x$\nligne'
    sheet = a.write(way, language=language, content={"child": nasty, "facts": "وقائع (خيالي)"})
    with as_actor(way.worker):
        papers = printing.print_sheet(sheet, way.case.code, a.clock.now())
    text = "\n".join(p.text for p in Document(BytesIO(papers.word)).paragraphs)
    assert "{{ 7*7 }}" in text
    assert pikepdf.open(BytesIO(papers.pdf)).pages


def test_the_inquiry_answers_the_court_that_asked():
    way = a.begin()
    sheet = a.reported(way)
    asked = a.act(
        way.prosecutor, hearings.make_requisition, case=way.case.id, procedure=sheet.procedure_id,
        desk_to=way.desk.id, kind=RequisitionKind.SOCIAL_INQUIRY, text="Enquête sociale (fictif)",
        due_on=a.clock.now().date(),
    )  # fmt: skip
    inquiry = a.send(way, a.write(way, kind=SheetKind.INQUIRY, content={"child": "x", "proposal": "y"}))
    assert inquiry.requisition_id == asked.id
    assert way.facts("justice.inquiry_sent") == {"desk_to": str(way.prosecution.id), "requisition": str(asked.id)}
    asked.refresh_from_db()
    assert asked.answered_at is not None
    assert a.acknowledge(way, inquiry).status == SheetStatus.ACKNOWLEDGED


def test_a_draft_is_not_shown_to_another_desk():
    way = a.begin()
    a.reported(way)
    draft = a.write(way)
    assert not policies.can_read_sheet(world.actor(way.prosecutor), draft)
    assert policies.can_read_sheet(world.actor(way.worker), draft)
