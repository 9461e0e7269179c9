"""The medical part as people press it: the desk that leads asks, the doctor answers, the court asks, strangers find nothing."""

import random
from datetime import timedelta

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanaf.actors.enums import DeskKind, Role
from kanaf.cases.access import open_file
from kanaf.cases.models import Case
from kanaf.cases.services import contacts
from kanaf.foundation import clock, words
from kanaf.health.models import Certificate, Examination, Findings, FollowUp, Request, Visit
from kanaf.journal.models import Entry
from kanaf.justice.models import Requisition
from kanaf.justice.services import hearings, procedures
from tests import world
from tests.cases.following import day_of
from tests.health import arranging as a
from tests.portal.test_pages import page_queries
from tests.support import as_actor

pytestmark = pytest.mark.django_db
MOST_QUERIES = 22


def client(account):
    browser = Client()
    browser.force_login(account)
    return browser


def page(way, end=""):
    return f"/fr/files/{way.case.id}/health/{end}"


def body(answer):
    return answer.content.decode()


def moment(name, at):
    there = words.local(at)
    return {f"{name}_0": f"{there:%Y-%m-%d}", f"{name}_1": f"{there:%H:%M}"}


def asking(way, **more):
    return {
        "kind": "sexual_assault", "desk_to": str(way.hospital.id), "urgency": "high", "examiner": "woman",
        "language": "ary", **SAID, "part_talk": "agrees", "part_private_parts": "refuses", "practical": "Avec sa tante", **more,
    }  # fmt: skip


PARTS = ("talk", "body", "private_parts", "samples", "photographs", "treatment", "justice_copy")
SAID = {f"part_{part}": "not_asked" for part in PARTS}
DONE = {
    **SAID,
    "limit_pep": "given", "limit_forensic": "given", "limit_contraception": "declined", "care": ["pep", "hepatitis_b"],
    "samples_taken": "yes", "custody": a.CUSTODY, "certificate_wanted": "yes", "findings": a.FOUND,
}  # fmt: skip


def test_story_1_the_part_of_the_hospital():
    """Learnt on Monday of Saturday evening: the limit on every page, the hospital at once, and not a word of the story."""
    way = a.begin(accepted=False, risk="high")
    facts = clock.now() - timedelta(hours=43, minutes=40)
    a.happened(way, facts)
    a.act(
        way.worker, contacts.record_contact, case=way.case.id, kind="first_contact", when=clock.now(), child_seen=True,
        child_alone=True, note=a.STORY, compartment="social",
    )  # fmt: skip
    limit = words.exact(facts + timedelta(hours=72))
    worker, doctor = client(way.worker), client(way.doctor)
    assert limit in body(worker.get(f"/fr/files/{way.case.id}/"))
    home = doctor.get("/fr/", follow=True)
    assert home.redirect_chain[-1][0].endswith(f"/health/{way.hospital.slug}/")
    assert way.case.code in body(home)
    assert limit in body(home)
    assert doctor.post(f"/fr/referrals/{way.referral.id}/accept/", {"answer": "Tout de suite"}).status_code == 302
    assert limit in body(worker.get(page(way, "request/")))
    assert worker.post(page(way, "request/"), asking(way)).status_code == 302
    asked = Request.objects.get()
    assert asked.due_at == facts + timedelta(hours=72) or asked.due_at < facts + timedelta(hours=72)
    seen = body(doctor.get(page(way)))
    assert limit in seen
    assert "Avec sa tante" in seen
    for address in (
        page(way),
        f"/fr/files/{way.case.id}/",
        f"/fr/health/{way.hospital.slug}/",
        f"/fr/files/{way.case.id}/history/",
    ):
        assert a.STORY not in body(doctor.get(address)), address
    done = {**DONE, **moment("when", clock.now() - timedelta(minutes=5)), "version": asked.version}
    assert doctor.post(page(way, f"requests/{asked.id}/done/"), done).status_code == 302
    assert Examination.objects.get().samples_taken
    told = body(worker.get(page(way)))
    assert a.FOUND not in told
    assert "donné ou prélevé" in told
    assert a.FOUND in body(doctor.get(page(way)))
    assert limit not in body(worker.get(f"/fr/files/{way.case.id}/")), "answered: nothing runs any more"


def test_a_limit_that_passed_is_red_and_says_what_is_still_possible():
    way = a.begin()
    facts = clock.now() - timedelta(hours=71)
    a.happened(way, facts, at=clock.now())
    from kanaf.health.access.limits import limits_of
    from kanaf.health.showing import lines

    with as_actor(way.worker):
        later = lines(limits_of(way.fresh, clock.now() + timedelta(hours=2)))
    passed = next(line for line in later if line.key == "pep")
    assert passed.is_passed
    assert passed.after


def test_from_the_appointment_to_the_register_on_paper():
    way = a.begin()
    worker, doctor = client(way.worker), client(way.doctor)
    asked = a.ask(way)
    book = {**moment("when", clock.now() + timedelta(hours=3)), "version": "1"}
    assert doctor.post(page(way, f"requests/{asked.id}/book/"), book).status_code == 302
    visit = Visit.objects.get()
    assert doctor.post(page(way, f"visits/{visit.id}/"), {"status": "came", "version": "1"}).status_code == 302
    done = {**DONE, **moment("when", clock.now()), "version": Request.objects.get().version}
    without_reference = {**done, "custody": ""}
    assert doctor.post(page(way, f"requests/{asked.id}/done/"), without_reference).status_code == 422
    assert doctor.post(page(way, f"requests/{asked.id}/done/"), done).status_code == 302
    paid = {
        "kind": "initial", "number": "C-77", "incapacity_days": "21", "is_free": "no", "paid_by": "family", "amount": "200",
        **day_of("issued_on", days=0),
    }  # fmt: skip
    certificate = page(way, f"requests/{asked.id}/certificate/")
    assert doctor.post(certificate, {**paid, "paid_by": ""}).status_code == 422
    assert doctor.post(certificate, paid).status_code == 302
    told = body(worker.get(page(way)))
    assert "21" in told
    assert "Payé alors qu" in told
    copy = page(way, f"certificates/{Certificate.objects.get().id}/copy/")
    assert worker.post(copy, {"to": "family", **day_of("on", days=0)}).status_code == 302
    assert (
        doctor.post(page(way, f"requests/{asked.id}/findings/"), {"findings": "résultat (fictif)"}).status_code == 302
    )
    assert Findings.objects.count() == 2
    proposed = body(doctor.get(page(way, f"requests/{asked.id}/follow-up/")))
    assert "Prise de sang de contrôle" in proposed
    plan = {**day_of("on_0", days=42), "extra_kind": "psychological", **day_of("extra_on", days=7)}
    assert doctor.post(page(way, f"requests/{asked.id}/follow-up/"), plan).status_code == 302
    later = FollowUp.objects.get(kind="psychological")
    change = page(way, f"follow-ups/{later.id}/")
    assert worker.post(change, {"status": "planned", "version": "1"}).status_code == 422
    assert worker.post(change, {"status": "missed", "version": "1"}).status_code == 302
    for language in ("fr", "ar", "en"):
        paper = worker.get(f"/{language}/files/{way.case.id}/health/register/")
        assert paper.content.startswith(b"%PDF"), language
    assert Entry.objects.filter(kind="health.register_taken").count() == 3


def test_the_child_says_no_and_the_request_is_taken_back_on_their_pages():
    way = a.begin()
    worker = client(way.worker)
    first, second = a.ask(way), a.ask(way)
    assert worker.post(page(way, f"requests/{first.id}/refuse/"), {"version": "1"}).status_code == 302
    assert worker.post(page(way, f"requests/{second.id}/withdraw/"), {"version": "9"}).status_code == 422
    assert worker.post(page(way, f"requests/{second.id}/withdraw/"), {"version": "1"}).status_code == 302
    assert set(Request.objects.values_list("status", flat=True)) == {"refused", "withdrawn"}


def test_an_outside_hospital_is_named_and_its_words_are_written_down():
    way = a.begin(referred=False)
    a.happened(way, clock.now() - timedelta(hours=4))
    worker = client(way.worker)
    assert "orientez d" in body(worker.get(page(way, "request/")))
    assert worker.post(page(way, "request/"), asking(way, desk_to="outside", outside="")).status_code == 422
    sent = asking(way, desk_to="outside", outside="Clinique du port (fictif)")
    assert worker.post(page(way, "request/"), sent).status_code == 302
    asked = Request.objects.get()
    limits = page(way, f"requests/{asked.id}/limits/")
    assert worker.post(limits, moment("when", clock.now())).status_code == 422
    assert worker.post(limits, {**moment("when", clock.now()), "limit_pep": "given"}).status_code == 302
    assert "findings" not in body(worker.get(page(way, f"requests/{asked.id}/done/")))


def test_a_requisition_of_the_prosecution_reaches_the_hospital_and_is_met_by_its_certificate():
    way = a.begin()
    prosecution = world.make_desk(kind=DeskKind.PROSECUTION, takes_reports=False)
    prosecutor = world.make_worker(prosecution, Role.PROSECUTOR)
    a.open_to(way, prosecution, core="read", judicial="write")
    of = a.act(
        way.worker, procedures.open_procedure, case=way.case.id, court=prosecution.id, kind="victim", number="7/26",
        year=2026, on=clock.now().date(),
    )  # fmt: skip
    a.act(
        prosecutor, hearings.make_requisition, case=way.case.id, procedure=of.id, desk_to=way.hospital.id, kind="medical",
        text=a.STORY, due_on=(clock.now() + timedelta(days=2)).date(),
    )  # fmt: skip
    asked = Request.objects.get()
    assert asked.requisition == Requisition.objects.get().id
    listed = body(client(way.doctor).get(f"/fr/health/{way.hospital.slug}/"))
    assert "sur réquisition" in listed
    assert a.STORY not in listed
    assert a.STORY not in body(client(way.doctor).get(page(way)))
    a.examine(way, asked)
    certificate = a.certify(way, asked)
    handed = {"to": "prosecution", **day_of("on", days=0)}
    assert client(way.doctor).post(page(way, f"certificates/{certificate.id}/copy/"), handed).status_code == 302
    assert Requisition.objects.get().answered_by == way.doctor.id


def test_strangers_find_neither_the_part_nor_the_list():
    way = a.begin()
    asked = a.ask(way)
    for why, who in a.strangers(way).items():
        for end in ("", "request/", "register/", f"requests/{asked.id}/done/", f"requests/{asked.id}/book/"):
            assert client(who).get(page(way, end)).status_code == 404, (why, end)
        assert client(who).get(f"/fr/health/{way.hospital.slug}/").status_code == 404, why
    assert client(way.worker).get("/fr/health/").status_code == 404
    assert client(way.worker).get(page(way, f"requests/{asked.id}/done/")).status_code == 404
    assert client(way.doctor).get(page(way, "request/")).status_code == 404


def test_reading_is_journaled_and_the_pages_stay_small():
    way = a.begin()
    a.happened(way, clock.now() - timedelta(hours=20))
    for _time in range(3):
        asked = a.ask(way)
        a.examine(way, asked)
        a.certify(way, asked)
        a.ask(way)
    for who, address in (
        (way.worker, page(way)),
        (way.doctor, page(way)),
        (way.doctor, f"/fr/health/{way.hospital.slug}/"),
    ):
        browser = client(who)
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        asked = page_queries(captured)
        assert len(asked) <= MOST_QUERIES, "\n".join(f"{n} {q[:150]}" for n, q in enumerate(asked))
    reads = Entry.objects.filter(kind="cases.read", file=way.case.id)
    assert any("medical" in entry.kept["compartments"] for entry in reads)


SHREDS = [
    "",
    "\x00",
    "yes",
    "no",
    "9999",
    "-1",
    "²",
    "0001-01-01",
    "25:61",
    "given",
    "declined",
    "family",
    "é" * 300,
    "قلم",
    "%s",
]


@given(
    seed=st.integers(0, 10**6),
    odd=st.lists(st.one_of(st.text(max_size=30), st.sampled_from(SHREDS)), min_size=6, max_size=6),
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_answers_never_break_a_form(seed, odd):
    way = a.begin(referred=False)
    a.open_to(way, way.hospital, core="read", medical="write")
    a.happened(way, clock.now() - timedelta(hours=5))
    asked, draw = a.ask(way), random.Random(seed)
    done = a.ask(way)
    a.examine(way, done)
    doctor = client(way.doctor)
    names = [
        "kind", "desk_to", "urgency", "incidents", "when_0", "when_1", "care", "samples_taken", "limit_pep", "part_talk",
        "incapacity_days", "amount", "is_free", "paid_by", "issued_on_day", "issued_on_month", "issued_on_year", "number",
        "status", "due_on_day", "on_0_day", "extra_kind", "extra_on_year", "version", "findings", "outside", "custody",
    ]  # fmt: skip
    for name in (
        "book",
        "record_examination",
        "answer_limits",
        "write_findings",
        "plan_follow_ups",
        "issue_certificate",
    ):
        of = done if name in ("plan_follow_ups", "issue_certificate") else asked
        given_ = {field: draw.choice(odd) for field in names}
        answer = doctor.post(reverse(f"health:{name}", args=[way.case.id, of.id]), given_)
        assert answer.status_code in (302, 422), name
    given_ = {field: draw.choice(odd) for field in names}
    assert client(way.worker).post(reverse("health:request_examination", args=[way.case.id]), given_).status_code in (
        302,
        422,
    )


def test_the_forms_are_forms_of_the_house():
    from kanaf.foundation.forms import Form
    from kanaf.health.forms import care, certificates, requests

    for module in (care, certificates, requests):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, forms.Form) and thing.__module__ == module.__name__:
                assert issubclass(thing, Form)


def test_a_file_that_nobody_counts_from_asks_the_database_nothing_more():
    way = a.begin()
    assert Case.objects.get(id=way.case.id).medical_from is None
    with as_actor(way.worker):
        assert open_file(world.actor(way.worker), way.case.id) is not None
