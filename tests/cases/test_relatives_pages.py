"""Before a second record: brothers and sisters stand apart and hold nothing up, and close people are told apart."""

import html
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from kanaf.cases.enums import PartyRole
from kanaf.cases.forms.people import DECIDING
from kanaf.cases.models import CaseParty
from kanaf.persons.matching.deciding import ASKED
from tests import world
from tests.cases.people_support import join, someone

pytestmark = pytest.mark.django_db
FAMILY = {"father_name": "Abderrahim", "mother_name": "Halima", "address": "(fictif)"}
SALMA = {"given_name": "Salma", "family_name": "Lahrichi", "sex": "f", **FAMILY}
KIN = {
    "fr": "probablement son frère ou sa sœur", "ar": "على الأرجح أخوه أو أخته", "en": "probably a brother or sister",
}  # fmt: skip
TWIN = "probably a twin brother or sister"
ASKS = {"fr": "Comment s’appelle la mère ?", "ar": "ما اسم الأم؟", "en": "What is the mother’s name?"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def worker():
    return world.make_worker(world.make_desk())


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def known(worker, given, family="Lahrichi", **more):
    case = world.make_case(worker, worker.memberships.first().desk)
    return join(worker, case, PartyRole.MAIN, someone(given, family, **{**FAMILY, **more}))


def write(page, worker, language="en", role="main", **values):
    case = world.make_case(worker, worker.memberships.first().desk)
    address = reverse("cases:write_person", args=[case.id, role]).replace("/en/", f"/{language}/")
    return case, page.post(address, values)


def said(answer):
    return " ".join(html.unescape(answer.content.decode()).split())


def born(day):
    return {"born_on_day": day.day, "born_on_month": day.month, "born_on_year": day.year}


def test_a_brother_holds_nothing_up_and_is_named_once_the_child_is_written_down(page, worker):
    known(worker, "Anas", sex="m", born_on=date(2012, 1, 5))
    case, answer = write(page, worker, **SALMA, **born(date(2016, 5, 9)))
    assert answer.status_code == 302
    assert CaseParty.objects.get(case=case).person.given_name == "Salma"
    shown = said(page.get(answer.url))
    assert "Probably a brother or sister, known already: Anas Lahrichi." in shown


@pytest.mark.parametrize("language", KIN)
def test_a_brother_stands_apart_below_the_one_who_is_likely_the_same(page, worker, language):
    known(worker, "Anas", sex="m", born_on=date(2012, 1, 5))
    known(worker, "Selma", sex="f", born_on=date(2016, 5, 9))
    case, answer = write(page, worker, language, **SALMA, **born(date(2016, 5, 9)))
    shown = said(answer)
    assert answer.status_code == 422
    assert shown.count(KIN[language]) == 1
    assert shown.index("Selma Lahrichi") < shown.index('id="kin"') < shown.index("Anas Lahrichi")
    assert not CaseParty.objects.filter(case=case).exists()
    _case, answer = write(page, worker, language, **SALMA, **born(date(2016, 5, 9)), compared="on")
    assert answer.status_code == 302


def test_a_twin_is_told_by_the_day_of_birth(page, worker):
    known(worker, "Anas", sex="m", born_on=date(2016, 5, 9))
    known(worker, "Selma", sex="f", born_on=date(2016, 5, 9))
    _case, answer = write(page, worker, **SALMA, **born(date(2016, 5, 9)))
    assert TWIN in said(answer)


def test_the_brothers_of_a_caregiver_are_of_no_interest(page, worker):
    known(worker, "Anas", sex="m", born_on=date(1982, 1, 5))
    _case, answer = write(page, worker, role="caregiver", **SALMA, **born(date(1986, 5, 9)))
    assert answer.status_code == 302
    assert "Anas" not in said(page.get(answer.url))


def test_a_brother_in_the_files_of_another_desk_is_named_to_nobody_here(page, worker):
    stranger = world.make_worker(world.make_desk())
    known(stranger, "Anas", sex="m", born_on=date(2012, 1, 5))
    _case, answer = write(page, worker, **SALMA, **born(date(2016, 5, 9)))
    assert answer.status_code == 302
    assert "brother" not in said(page.get(answer.url)).replace("A brother or sister; may", "")


@pytest.mark.parametrize("language", ASKS)
def test_the_mother_is_asked_for_where_she_tells_two_children_apart(page, worker, language):
    for mother in ("Halima", "Rkia"):
        known(worker, "Salma", sex="f", mother_name=mother, father_name="", born_on=date(2016, 5, 9))
    about = {"given_name": "Salma", "family_name": "Lahrichi", "sex": "f", **born(date(2016, 5, 9))}
    _case, answer = write(page, worker, language, **about)
    shown = said(answer)
    assert answer.status_code == 422
    assert ASKS[language] in shown
    assert 'data-field="mother_name" data-asked' in shown
    assert 'href="#id_mother_name"' in shown
    assert "Rkia" not in shown.partition("data-asked")[2], "the question says that they differ, never how"
    _case, answer = write(page, worker, language, **about, mother_name="Halima")
    assert "data-asked" not in said(answer)


def test_nothing_is_asked_where_nothing_would_decide(page, worker):
    known(worker, "Salma", sex="f", born_on=date(2016, 5, 9))
    _case, answer = write(page, worker, given_name="Salma", family_name="Lahrichi", sex="f")
    assert answer.status_code == 422
    assert "data-asked" not in said(answer)


def test_everything_that_may_be_asked_has_its_words():
    assert DECIDING.keys() == ASKED.keys()


def test_a_search_marks_the_brothers_and_sisters_of_the_first(page, worker):
    known(worker, "Salma", sex="f", born_on=date(2016, 5, 9))
    known(worker, "Anas", sex="m", born_on=date(2012, 1, 5))
    other = known(worker, "Kenza", "Tazi", sex="f", mother_name="Rkia", father_name="Hassan")
    shown = said(page.post(reverse("portal:search"), {"q": "Salma Lahrichi"}))
    assert shown.count(KIN["en"]) == 1
    first, _heading, apart = shown.partition("Probably brothers and sisters of")
    assert "Anas Lahrichi" in apart
    assert "Anas Lahrichi" not in first
    assert str(other.case_id) not in shown
    shown = said(page.post(reverse("portal:search"), {"q": "Lahrichi"}))
    assert shown.count(KIN["en"]) == 1
    assert "Probably brothers and sisters of" not in shown
