"""The pages of people, incidents and consents: found by those who may, kept from the others, never losing a form."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kanaf.actors.enums import Role
from kanaf.cases.enums import PartyRole
from kanaf.cases.models import CaseParty, Consent, Incident
from kanaf.foundation import clock
from kanaf.foundation.models import Draft
from kanaf.journal.models import Entry
from kanaf.territory import access as territory
from kanaf.territory.models import Place
from tests import world
from tests.cases.people_support import born, join, someone
from tests.support import as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def desk():
    return world.make_desk()


@pytest.fixture
def worker(desk):
    return world.make_worker(desk)


@pytest.fixture
def case(worker, desk):
    return world.make_case(worker, desk)


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def url(name, case, **more):
    return reverse(f"cases:{name}", kwargs={"case_id": case.id, **more})


PAGES = [
    "show_people",
    "register_person",
    "add_party",
    "list_incidents",
    "add_incident",
    "list_consents",
    "ask_consent",
]
CHILD = {"given_name": "Salma (fictif)", "sex": "f", "years": "7"}
EXPLAINED = {"explained": "on", "language": "ary"}


def moment(name, at):
    there = timezone.localtime(at)
    return {f"{name}_0": there.strftime("%Y-%m-%d"), f"{name}_1": there.strftime("%H:%M")}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_to_the_worker_in_every_language(page, worker, case, name, language):
    join(worker, case, PartyRole.CAREGIVER, someone(born_on=born(40), phone="+212612345678", languages="ary ber"))
    if name != "register_person":
        join(worker, case, PartyRole.MAIN, someone(born_on=born(7), nickname="Lala"))
    address = url(name, case).replace("/fr/", f"/{language}/")
    assert page.get(address).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_unknown_to_strangers(client, worker, desk, case, name):
    other = world.make_desk()
    elsewhere = world.make_worker(other)
    world.make_case(elsewhere, other)
    for stranger in [
        elsewhere,  # in charge of another desk's file
        world.make_worker(other, Role.SUPERVISOR),  # a supervisor elsewhere
        world.make_worker(desk, Role.PROJECT_MANAGER),  # of the same desk, without power over files
        world.make_worker(desk, Role.COMMITTEE_SECRETARY),  # reads the core and nothing else
    ]:
        client.force_login(stranger)
        assert client.get(url(name, case)).status_code == 404
    client.logout()
    assert client.get(url(name, case)).status_code == 302


def test_search_then_write_then_the_people_are_shown(page, case):
    found = page.post(url("register_person", case), {"name": "Salma Idrissi", "number": ""})
    assert found.status_code == 200
    assert Entry.objects.filter(kind="persons.searched", file=case.id).exists()
    address = url("write_person", case, role="main")
    started = page.post(address, {"start": "1", "name": "Salma Idrissi", "number": ""})
    assert 'value="Salma"' in started.content.decode()
    assert page.post(address, {**CHILD, "family_name": "Idrissi"}).status_code == 302
    assert "Salma" in page.get(url("show_people", case)).content.decode()
    assert page.get(url("register_person", case)).status_code == 302


def test_the_words_of_a_search_stay_out_of_the_address_and_the_journal(page, case):
    page.post(url("register_person", case), {"name": "Zoubida"})
    assert "Zoubida" not in str(list(Entry.objects.values()))


def test_a_likely_twin_is_compared_once_before_a_second_record(page, worker, desk, case):
    join(worker, world.make_case(worker, desk), PartyRole.MAIN, someone(born_on=born(7)))
    address = url("write_person", case, role="main")
    said = {**CHILD, "family_name": "Idrissi"}
    first = page.post(address, said)
    assert first.status_code == 422
    assert CaseParty.objects.filter(case=case).count() == 0
    assert "même prénom" in page.post(address, said).content.decode()
    assert page.post(address, {**said, "compared": "on"}).status_code == 302


def test_a_form_that_comes_second_is_kept_and_says_why(page, worker, case):
    join(worker, case, PartyRole.MAIN, someone("Autre (fictif)", "Berrada"))
    late = page.post(url("write_person", case, role="main"), CHILD)
    assert late.status_code == 422
    assert "Salma" in late.content.decode()


def test_a_known_person_is_picked_and_their_relation_asked(page, worker, desk, case):
    known = join(worker, world.make_case(worker, desk), PartyRole.MAIN, someone())
    answer = page.post(url("pick_person", case, role="sibling"), {"person": str(known.person_id)})
    party = CaseParty.objects.get(case=case)
    assert answer.headers["Location"] == url("edit_person", case, party_id=party.id)


def test_a_number_badly_written_says_how_and_keeps_the_form(page, worker, case):
    address = url("write_person", case, role="main")
    draft = {"_draft": f"cases:write_person:{case.id}:main"}
    refused = page.post(address, {**CHILD, **draft, "cnie": "12"})
    assert refused.status_code == 422
    assert "K123456" in refused.content.decode()
    assert Draft.objects.filter(owner=worker.id).exists()
    assert "Salma" in page.get(address).content.decode()


def test_a_stale_correction_shows_both_versions(page, worker, case):
    party = join(worker, case, PartyRole.MAIN, someone("Salma", born_on=born(7)))
    address = url("edit_person", case, party_id=party.id)
    assert page.post(address, {**CHILD, "given_name": "Hajar", "version": "1"}).status_code == 302
    both = page.post(address, {**CHILD, "given_name": "Ghita", "version": "1"})
    assert both.status_code == 409
    assert "Hajar" in both.content.decode()
    assert "Ghita" in both.content.decode()


def test_an_estimated_age_does_not_drift_when_something_else_is_corrected(page, worker, case):
    page.post(url("write_person", case, role="main"), CHILD)
    party = CaseParty.objects.select_related("person").get(case=case)
    before = party.person.born_on
    page.post(url("edit_person", case, party_id=party.id), {**CHILD, "nickname": "Lala", "version": "1"})
    party.person.refresh_from_db()
    assert (party.person.born_on, party.person.nickname) == (before, "Lala")


def test_a_part_is_ended_from_its_page(page, worker, case):
    party = join(worker, case, PartyRole.CAREGIVER, someone())
    address = url("end_party", case, party_id=party.id)
    assert page.get(address).status_code == 200
    assert page.post(address).status_code == 302
    assert page.get(address).status_code == 404


def test_an_incident_is_written_corrected_and_shown(page, case):
    ago = clock.now() - timedelta(hours=30)
    said = {"form": "L-3.1", "precision": "hour", **moment("moment", ago), "narrative": "au parking", "place": "Tanger"}
    assert page.post(url("add_incident", case), said).status_code == 302
    incident = Incident.objects.get()
    edit = url("edit_incident", case, incident_id=incident.id)
    assert "au parking" in page.get(edit).content.decode()
    assert page.post(edit, {**said, "form": "L-3.2", "version": "1"}).status_code == 302
    assert page.post(edit, {**said, "version": "1"}).status_code == 409
    assert "au parking" in page.get(url("list_incidents", case)).content.decode()


@pytest.mark.parametrize("precision", ["hour", "day", "period", ""])
def test_a_time_that_was_announced_and_not_given_is_asked_for(page, case, precision):
    assert page.post(url("add_incident", case), {"form": "2", "precision": precision}).status_code == 422


def test_consent_is_refused_before_the_limit_then_given_then_taken_back(page, worker, case):
    join(worker, case, PartyRole.MAIN, someone(born_on=born(7)))
    mother = join(worker, case, PartyRole.CAREGIVER, someone("Nadia (fictif)", born_on=born(30)))
    said = {**moment("explained_at", clock.now()), "language": "ary", "purpose": "services", "child": "yes"}
    said |= {"adult": str(mother.id), "adult_agrees": "yes"}
    refused = page.post(url("ask_consent", case), {**said, "child": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["explained"]
    assert page.post(url("ask_consent", case), {**said, "explained": "on"}).status_code == 302
    given = Consent.objects.get()
    assert given.state == "given"
    assert page.post(url("withdraw_consent", case, consent_id=given.id), {"sure": "on"}).status_code == 302
    assert page.get(url("withdraw_consent", case, consent_id=given.id)).status_code == 404
    assert page.get(url("list_consents", case)).status_code == 200


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, ["purpose", "child", "adult"]),
        ({"purpose": "services", "child": "yes", "adult": "worker"}, ["remark"]),
        ({"purpose": "share", "child": "no"}, ["desk"]),
        ({"purpose": "image", "basis": "public_interest", "remark": "x"}, ["basis"]),
        ({"purpose": "services", "basis": "vital_interest"}, ["remark"]),
        ({"purpose": "services", "child": "yes", "adult": "child", "remark": "x"}, ["adult"]),
        ({"purpose": "services", "basis": "vital_interest", "remark": "x"}, []),
        ({"purpose": "services", "child": "yes", "adult": "worker", "remark": "x"}, []),
        ({"purpose": "services", "child": "no"}, []),
    ],
)
def test_the_form_asks_for_what_the_age_calls_for_and_no_more(page, worker, case, said, wrong):
    join(worker, case, PartyRole.MAIN, someone(born_on=born(7)))
    answer = page.post(url("ask_consent", case), {**EXPLAINED, **moment("explained_at", clock.now()), **said})
    assert list(answer.context["form"].errors) == wrong if wrong else answer.status_code == 302


def test_without_an_age_the_page_says_what_to_do(page, case):
    assert url("show_people", case) in page.get(url("ask_consent", case)).content.decode()


NASTY = [
    "",
    " ",
    "a" * 5000,
    "٣",
    "-1",
    "99999999999999999999",
    "\x00",
    "on",
    "<script>",
    "2026-02-30",
    "25:99",
    "ﷺ",
    "1",
    "f",
    "hour",
]
FIELDS = {
    "register_person": ["name", "number"],
    "write_person": [*["given_name", "family_name_ar", "nickname", "nameless", "sex", "years", "months", "phone", "cnie", "idcs", "massar"], "born_on_day", "born_on_month", "born_on_year", "relation", "lives", "spoken", "compared", "start", "version"],
    "pick_person": ["person"],
    "add_incident": [*["form", "precision", "place", "place_kind", "relation", "minor", "medical", "narrative"], "moment_0", "moment_1", "day_day", "day_month", "day_year", "first_day_year"],
    "ask_consent": [*["explained", "language", "purpose", "desk", "child", "adult", "adult_agrees", "basis", "remark"], "explained_at_0", "explained_at_1"],
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_whatever_is_sent_there_is_an_answer_and_no_form_is_lost(page, worker, case, name):
    join(worker, case, PartyRole.MAIN, someone(born_on=born(7)))
    draw = random.Random(name)
    roles = [*PartyRole.values, "nobody"]
    for _ in range(60):
        role = {"role": draw.choice(roles)} if name in {"write_person", "pick_person"} else {}
        known = ["_draft", "_once", "L-3.1", "services", "share", "worker", "yes", "no"]
        said = {field: draw.choice([*NASTY, *known]) for field in FIELDS[name] if draw.random() < 0.7}
        draft = f"cases:fuzz:{draw.random()}"
        answer = page.post(url(name, case, **role), {**said, "_draft": draft})
        assert answer.status_code in {200, 302, 404, 409, 422}, (said, answer.status_code)
        form = answer.context and answer.context.get("form")
        if answer.status_code == 422 and form is not None and form.draft:
            assert Draft.objects.filter(owner=worker.id).exists()


def test_parents_names_a_commune_and_an_age_as_it_was_said_are_kept_and_stay_at_an_edit(page, worker, case):
    place = Place.objects.filter(level="commune").first() or Place.objects.exclude(parent=None).first()
    more = {"father_name": "عبد الرحيم (fictif)", "mother_name": "Fatima (fictif)", "commune": place.name}
    page.post(url("write_person", case, role="main"), CHILD | more)
    with as_actor(worker):
        party = CaseParty.objects.get(case=case)
        kept = party.person
        said = (kept.father_name, kept.mother_name, kept.commune, kept.born_said)
    assert said == ("عبد الرحيم (fictif)", "Fatima (fictif)", place.code, f"7@{territory.today()}")
    edit = url("edit_person", case, party_id=party.id)
    form = page.get(edit)
    assert "عبد الرحيم (fictif)" in form.content.decode()
    again = CHILD | more | {"version": kept.version, "given_name": "Salima (fictif)"}
    answer = page.post(edit, again)
    assert answer.status_code == 302, answer.content.decode()
    with as_actor(worker):
        kept = CaseParty.objects.get(case=case).person
        assert (kept.given_name, kept.commune, kept.born_said) == ("Salima (fictif)", place.code, said[3])
    shown = page.get(url("show_people", case)).content.decode()
    assert "Fatima (fictif)" in shown
    assert place.name in shown
