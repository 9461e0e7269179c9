"""The public report: no account, no trace, nothing lost, and only the desk in charge reads it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kanaf.cases.models import Report, ReportAddition, ReportContact, ReportStatement
from kanaf.circuit.models import Obligation
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.territory.models import Place
from tests import world
from tests.cases import doors
from tests.support import as_actor

pytestmark = pytest.mark.django_db
FORM = "/fr/f/"


@pytest.fixture(autouse=True)
def _no_hurry(settings):
    settings.PUBLIC_FORMS_FASTEST = 0


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def test_a_report_reaches_the_desk_in_charge_sealed_with_its_deadline(desk, client):
    province = Place.objects.get(code="01.511")
    steps = [*doors.STEPS[:2], {"province": str(province.pk)}, {"commune": str(world.tanger().pk)}, *doors.STEPS[4:]]
    receipt = doors.send(client, FORM, doors.walk(client, FORM, steps))
    assert receipt.status_code == 200
    report = Report.objects.get(reference=doors.reference(receipt))
    assert (report.desk, report.place, report.is_anonymous) == (desk, world.tanger(), False)
    owed = Obligation.objects.get(file=report.id)
    assert (owed.rule, owed.desk, owed.risk) == ("triage", desk.id, "medium")
    assert Entry.objects.filter(file=report.id, kind="cases.report_received").count() == 1
    worker = world.make_worker(desk)
    with as_actor(worker):
        statement = ReportStatement.objects.get(report=report)
        assert statement.what == "Un voisin frappe un enfant (fictif)"
        assert ReportContact.objects.get(report=report).never_say == "ne parlez pas d'un enfant"


def test_nobody_but_the_desk_reads_a_report(desk, client):
    report = Report.objects.get(reference=doors.reference(doors.send(client, FORM, doors.walk(client, FORM))))
    other = world.make_desk(prefix="SAL", takes_reports=False)
    with as_actor(world.make_worker(desk)):
        assert list(Report.objects.all()) == [report]
    for stranger in [
        world.make_worker(other),  # a colleague elsewhere
        world.make_worker(desk, "system_administrator"),  # of the desk, but opens no file
        world.make_worker(desk, "facilitator"),  # of the desk, but works without case data
        world.make_worker(desk, is_active=False),  # left
        None,  # nobody, as the person who reported is
    ]:
        with as_actor(stranger):
            assert not Report.objects.exists()
            assert not ReportStatement.objects.exists()
            assert not ReportContact.objects.exists()


def test_a_visit_leaves_no_trace_on_the_device(desk, client):
    page = doors.walk(client, FORM)
    receipt = doors.send(client, FORM, page)
    for answer in (client.get(FORM), page, receipt):
        assert answer["Cache-Control"] == "no-store"
        assert (
            "<title>Formulaire</title>" in answer.content.decode() or "<title>Form</title>" in answer.content.decode()
        )
    assert not client.cookies
    assert receipt.status_code == 200  # no address that would hold the code


def test_a_first_visit_weighs_less_than_60_kb(desk, client):
    page = client.get("/ar/f/").content
    assets = {part.split('"')[0] for part in page.decode().split("/static/")[1:]}
    assets |= {f"js/{name}.js" for name in ("errors", "exit", "once")}  # imported by public.js
    weight = len(page) + sum(Path(finders.find(name.split("#")[0])).stat().st_size for name in assets)
    assert {"css/public.css", "js/public.js"} <= assets
    assert not any("htmx" in name or "font" in name for name in assets)
    assert weight < 60_000


def test_numbers_to_call_come_before_any_question(desk, client):
    page = client.get(FORM).content.decode()
    assert page.index("tel:2511") < page.index('name="reporter"')
    assert all(f"tel:{number}" in page for number in ("2511", "19", "177", "15"))


def test_the_demonstration_says_first_that_nobody_reads(desk, client, settings):
    settings.DEMO = True
    page = client.get(FORM).content.decode()
    assert page.index("personne ne lit ceci") < page.index("<main")


def test_sent_twice_it_arrives_once_and_says_the_same(desk, client):
    page = doors.walk(client, FORM)
    first, again = doors.send(client, FORM, page), doors.send(client, FORM, page)
    assert doors.reference(first) == doors.reference(again)
    assert doors.code(first) == doors.code(again) != ""
    assert Report.objects.count() == 1


def test_a_replay_after_some_time_no_longer_shows_the_code(desk, client, monkeypatch):
    page = doors.walk(client, FORM)
    doors.send(client, FORM, page)
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = doors.send(client, FORM, page)
    assert doors.reference(again)
    assert doors.code(again) == ""


def test_nothing_typed_is_lost_on_an_error_a_way_back_or_another_language(desk, client):
    page = doors.walk(client, FORM, doors.STEPS[:4])
    refused = client.post(FORM, {**doors.carried(page), "children": "many", "who": "Sami (fictif)", "go": "next"})
    assert refused.status_code == 422
    back = client.post("/ar/f/", {**doors.carried(page), "who": "Sami (fictif)", "go": "stay"})
    for answer in (refused, back):
        text = answer.content.decode()
        assert "Un voisin frappe un enfant (fictif)" in text
        assert "Sami (fictif)" in text
    assert 'dir="rtl"' in back.content.decode()


def test_a_change_from_the_last_page_comes_back_to_it(desk, client):
    check = doors.walk(client, FORM)
    page = client.post(FORM, {**doors.carried(check), "go": "what"})
    assert "<textarea" in page.content.decode()
    after = client.post(FORM, {**doors.carried(page), "what": "autre chose (fictif)", "go": "next"})
    assert "autre chose (fictif)" in after.content.decode()
    assert 'value="send"' in after.content.decode()


def test_what_happened_is_all_that_is_asked_for(desk, client):
    steps = [{"reporter": "child"}, {"what": "j'ai peur (fictif)"}, {}, {}, {}, {}]
    receipt = doors.send(client, FORM, doors.walk(client, FORM, steps))
    report = Report.objects.get(reference=doors.reference(receipt))
    assert (report.is_anonymous, report.place, report.reporter_kind) == (True, None, "child")
    assert doors.code(receipt) == ""


def test_a_child_reads_other_words(desk, client):
    page = doors.walk(client, "/en/f/", [{"reporter": "child"}])
    assert "What is happening to you?" in page.content.decode()
    assert "It is not your fault" in page.content.decode()


@pytest.mark.parametrize(
    ("tampered", "status"),
    [
        ({"website": "http://spam"}, 422),
        ({"ticket": "forged"}, 422),
        ({"what": ""}, 422),
        ({"province": "nowhere"}, 422),
    ],
)
def test_what_is_refused_stays_on_the_page_and_is_not_received(desk, client, tampered, status):
    check = doors.walk(client, FORM)
    answer = doors.send(client, FORM, check, **{"who": "Sami (fictif)", **tampered})
    assert answer.status_code == status
    assert "Sami (fictif)" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_program_that_sends_at_once_is_asked_to_wait_and_loses_nothing(desk, client, settings):
    settings.PUBLIC_FORMS_FASTEST = 30
    check = doors.walk(client, FORM)
    answer = doors.send(client, FORM, check)
    assert answer.status_code == 422
    assert "Un voisin frappe un enfant (fictif)" in answer.content.decode()
    settings.PUBLIC_FORMS_FASTEST = 0
    assert doors.reference(doors.send(client, FORM, answer))


def test_over_the_limit_the_page_keeps_everything_and_says_whom_to_call(desk, client, settings):
    settings.PUBLIC_FORMS_PER_HOUR = 1
    doors.send(client, FORM, doors.walk(client, FORM))
    answer = doors.send(client, FORM, doors.walk(client, FORM))
    assert answer.status_code == 429
    text = answer.content.decode()
    assert "tel:2511" in text
    assert "Un voisin frappe un enfant (fictif)" in text
    assert Report.objects.count() == 1


def test_where_no_desk_takes_reports_the_page_says_so_and_keeps_the_words(client):
    answer = doors.send(client, FORM, doors.walk(client, FORM))
    assert answer.status_code == 503
    assert "tel:2511" in answer.content.decode()
    assert "Un voisin frappe un enfant (fictif)" in answer.content.decode()


def test_danger_now_is_due_within_two_hours(desk, client):
    steps = [doors.STEPS[0], {"what": "vite (fictif)", "danger": "on"}, {}, {}, {}, {}]
    receipt = doors.send(client, FORM, doors.walk(client, FORM, steps))
    report = Report.objects.get(reference=doors.reference(receipt))
    owed = Obligation.objects.get(file=report.id)
    assert owed.due_at - report.received_at.replace(microsecond=0) == timedelta(hours=2)


def test_with_the_code_one_adds_and_sees_only_received_or_read(desk, client):
    report_page = doors.send(client, FORM, doors.walk(client, FORM))
    code, report = doors.code(report_page), Report.objects.get()
    page = client.post("/en/f/more/", {"code": code.lower().replace("-", " ")})
    assert "has been received" in page.content.decode()
    assert "voisin" not in page.content.decode()
    sent = {**doors.carried(page), "text": "Il a recommencé (fictif)"}
    assert client.post("/en/f/more/", sent).status_code == 200
    client.post("/en/f/more/", sent)
    worker = world.make_worker(desk)
    client.force_login(worker)
    assert "recommencé (fictif)" in client.get(f"/fr/reports/{report.id}/").content.decode()
    with as_actor(worker):
        assert ReportAddition.objects.get().text == "Il a recommencé (fictif)"
    again = Client().post("/en/f/more/", {"code": code})
    assert "has been read" in again.content.decode()


def test_an_unknown_or_expired_code_opens_nothing(desk, client):
    code = doors.code(doors.send(client, FORM, doors.walk(client, FORM)))
    Report.objects.update(code_expires_at=clock.now() - timedelta(days=1))
    for tried in (code, "AAAAA-AAAAA", "\x00", "R-234567"):
        assert client.post("/fr/f/more/", {"code": tried}).status_code == 422


def test_tries_of_codes_are_counted_and_the_words_kept(desk, client, settings):
    settings.PUBLIC_CODES_PER_HOUR = 2
    for _try in range(2):
        client.post("/fr/f/more/", {"code": "AAAAA-AAAAB"})
    answer = client.post("/fr/f/more/", {"code": "AAAAA-AAAAB", "text": "à ne pas perdre (fictif)"})
    assert answer.status_code == 429
    assert "à ne pas perdre (fictif)" in answer.content.decode()


def test_a_code_is_never_sent_in_an_address(desk, client):
    code = doors.code(doors.send(client, FORM, doors.walk(client, FORM)))
    assert "has been" not in client.get("/en/f/more/", {"code": code}).content.decode()
