"""The pages of justice: from the decision to the review, as people press them, and who finds nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kanaf.actors.enums import Role
from kanaf.cases.enums import Approval
from kanaf.foundation import clock
from kanaf.journal.models import Entry
from kanaf.justice.models import Hearing, Measure, Procedure, ReportDecision, Sheet
from tests import world
from tests.cases.following import day_of
from tests.justice import arranging as a
from tests.portal.test_pages import MOST_QUERIES, page_queries

pytestmark = pytest.mark.django_db


def client(account):
    browser = Client()
    browser.force_login(account)
    return browser


def today(name, **more):
    return day_of(name, days=0, **more)


DECISION = {
    "is_urgent": "no", "choice": "report", "profession": "social", "safety_seen": "on", "child_agrees": "agrees",
    "child_view": a.VIEW, "best_interests": a.BEST, "version": "none", "then": "submit",
}  # fmt: skip
SHEET = {
    "language": "fr",
    "child": "Une fille (fictif)",
    "facts": "Un voisin (fictif)",
    "asked": "Une enquête",
    "version": "0",
}


def page(way, end):
    return f"/fr/files/{way.case.id}/justice/{end}"


def test_from_the_decision_to_the_review():
    way = a.begin()
    a.keep_safe(way)
    worker, boss, prosecutor = client(way.worker), client(way.supervisor), client(way.prosecutor)
    assert worker.post(page(way, "decision/"), DECISION).status_code == 302
    record = ReportDecision.objects.get()
    sent = boss.post(page(way, f"decisions/{record.id}/approve/"), {"decision": "approve", "version": record.version})
    assert sent.status_code == 302
    written = worker.post(page(way, "write/prosecutor/"), {**SHEET, "desk_to": str(way.prosecution.id)})
    sheet = Sheet.objects.get()
    assert written.url.endswith(f"/justice/sheets/{sheet.id}/")
    shown = worker.get(written.url).content.decode()
    assert "Rien n’est encore parti" in shown
    assert worker.post(f"{written.url}send/", {"version": sheet.version}).status_code == 302
    day = prosecutor.get(f"/fr/justice/{way.prosecution.slug}/").content.decode()
    assert way.case.code in day
    receipt = {"number": "1401/36", "year": "2026", "procedure_kind": "victim", **today("registered_on")}
    assert prosecutor.post(f"{written.url}acknowledge/", receipt).status_code == 302
    of = Procedure.objects.get()
    when = clock.now() + timedelta(days=1)
    hearing = {
        "kind": "child", "desk": str(way.prosecution.id), "when_0": f"{when:%Y-%m-%d}", "when_1": "10:00", "note": "",
    }  # fmt: skip
    assert prosecutor.post(page(way, f"procedures/{of.id}/hearing/"), hearing).status_code == 302
    told = {"status": "held", "child_heard": "yes", "came_of": "", "version": "1"}
    assert prosecutor.post(page(way, f"hearings/{Hearing.objects.get().id}/"), told).status_code == 302
    measure = {
        "kind": "placement", "desk_owing": str(way.desk.id), "until": "majority", "reasons": "",
        **today("ordered_on"), **day_of("review_on", days=30),
    }  # fmt: skip
    assert prosecutor.post(page(way, f"procedures/{of.id}/measure/"), measure).status_code == 302
    kept = Measure.objects.get()
    review = {
        "outcome": "kept",
        "child_heard": "no",
        "note": "",
        "version": "1",
        **today("on"),
        **day_of("next_on", days=90),
    }
    assert prosecutor.post(page(way, f"measures/{kept.id}/review/"), review).status_code == 302
    whole = worker.get(page(way, "")).content.decode()
    for words in ("1401/36", "Placement", "Audition de l’enfant", "Réexamen"):
        assert words in whole


def test_the_sheet_refuses_what_stays_off_it_until_somebody_says_why():
    way = a.begin()
    a.approve(way, a.decide(way))
    worker, sent = (
        client(way.worker),
        {**SHEET, "desk_to": str(way.prosecution.id), "facts": "Elle est enceinte (fictif)"},
    )
    refused = worker.post(page(way, "write/prosecutor/"), sent)
    assert refused.status_code == 422
    assert "grossesse" in refused.content.decode()
    assert not Sheet.objects.exists()
    without = worker.post(page(way, "write/prosecutor/"), {**sent, "with_pregnancy": "on"})
    assert without.status_code == 422
    with_reason = {**sent, "with_pregnancy": "on", "why_pregnancy": "Suivi médical urgent (fictif)"}
    assert worker.post(page(way, "write/prosecutor/"), with_reason).status_code == 302
    assert Sheet.objects.get().justified == {"pregnancy": "Suivi médical urgent (fictif)"}


def test_an_urgent_danger_leads_straight_to_the_report():
    way = a.begin()
    urgent = {"is_urgent": "yes", "choice": "report", "profession": "social", "version": "none", "then": "submit"}
    answer = client(way.worker).post(page(way, "decision/"), urgent)
    assert answer.url.endswith("/justice/write/prosecutor/")
    assert client(way.worker).get(answer.url).status_code == 200


def test_a_stale_decision_shows_both_texts():
    way = a.begin()
    a.decide(way, submit=False)
    answer = client(way.worker).post(
        page(way, "decision/"), {**DECISION, "child_view": "Autre (fictif)", "then": "keep"}
    )
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Autre (fictif)" in body
    assert "cela s&#x27;arrête" in body


def test_a_day_that_tells_the_birthday_is_refused_with_the_way_out():
    way = a.begin()
    now = clock.now().date()
    a.register(way, now.replace(year=now.year - 17, day=1) + timedelta(days=2))
    of = a.procedure(way)
    sent = {
        "kind": "placement", "desk_owing": str(way.desk.id), "until": "date", **today("ordered_on"),
        **day_of("ends_on", days=500),
    }  # fmt: skip
    answer = client(way.worker).post(page(way, f"procedures/{of.id}/measure/"), sent)
    assert answer.status_code == 422
    assert "jusqu’à la majorité" in answer.content.decode()


def test_reading_and_taking_out_are_journaled():
    way = a.begin()
    sheet = a.reported(way)
    prosecutor = client(way.prosecutor)
    prosecutor.get(page(way, ""))
    taken = prosecutor.get(page(way, f"sheets/{sheet.id}/pdf/"))
    assert taken["Content-Type"] == "application/pdf"
    assert taken.content.startswith(b"%PDF")
    read = Entry.objects.filter(actor=way.prosecutor.id)
    assert read.filter(kind="cases.read", kept__compartments__contains="judicial").exists()
    assert read.get(kind="justice.sheet_taken").kept == {"form": "pdf"}


def test_strangers_find_neither_the_file_nor_the_day():
    way = a.begin()
    sheet = a.reported(way)
    for reason, stranger in a.strangers(way).items():
        for end in (
            "",
            f"sheets/{sheet.id}/",
            f"sheets/{sheet.id}/pdf/",
            f"sheets/{sheet.id}/acknowledge/",
            "decision/",
        ):
            assert client(stranger).get(page(way, end)).status_code == 404, (reason, end)
        assert client(stranger).get(f"/fr/justice/{way.prosecution.slug}/").status_code == 404, reason
    facilitator = world.make_worker(way.prosecution, Role.FACILITATOR)
    assert client(facilitator).get(f"/fr/justice/{way.prosecution.slug}/").status_code == 404


def test_the_pages_stay_small():
    way = a.begin()
    sheet = a.reported(way)
    a.order(way, sheet.procedure)
    browser = client(way.prosecutor)
    for address, most in ((page(way, ""), 24), (f"/fr/justice/{way.prosecution.slug}/", 20)):
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        asked = page_queries(captured)
        assert len(asked) <= most, "\n".join(f"{n} {q[:150]}" for n, q in enumerate(asked))
    worker = client(way.worker)
    worker.get(f"/fr/files/{way.case.id}/")
    with CaptureQueriesContext(connection) as captured:
        assert f"/fr/files/{way.case.id}/justice/" in worker.get(f"/fr/files/{way.case.id}/").content.decode()
    assert len(page_queries(captured)) <= MOST_QUERIES


def test_a_calendar_says_when_and_nothing_else():
    way = a.begin()
    sheet = a.reported(way)
    from kanaf.justice.services import hearings

    a.act(
        way.prosecutor, hearings.set_hearing, case=way.case.id, procedure=sheet.procedure_id, desk=way.prosecution.id,
        kind="child", when=clock.now() + timedelta(days=2), note="Salma (fictif)",
    )  # fmt: skip
    browser = client(way.prosecutor)
    made = browser.post("/fr/justice/calendars/", {"desk": str(way.prosecution.id)}).content.decode()
    secret = made.split("/c/")[1].split(".ics")[0]
    for language, title in (("fr", "Rendez-vous"), ("ar", "موعد"), ("en", "Appointment")):
        answer = Client().get(f"/{language}/c/{secret}.ics")
        body = answer.content.decode()
        assert answer["Content-Type"].startswith("text/calendar")
        assert body.count("BEGIN:VEVENT") == 1
        assert f"SUMMARY:{title}\r\n" in body
        for word in (
            way.case.code,
            "Salma",
            "child",
            "enfant",
            "طفل",
            "1401",
            str(way.case.id),
            str(Hearing.objects.get().id),
        ):
            assert word not in body, word
    assert ReportDecision.objects.get().status == Approval.APPROVED
    assert Client().get("/fr/c/unknown.ics").status_code == 404
