"""The pages of the territory, as each kind of person meets them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kanaf.journal.models import Entry
from kanaf.territory.enums import SettingKind
from kanaf.territory.models import CalendarException, CodelistEntry, DelaySetting, Helpline
from tests.actors.support import member
from tests.territory.support import small_morocco

pytestmark = pytest.mark.django_db
KINDS = SettingKind.values
DELAY = {"amount": "60", "unit": "hours", "clock": "working", "source": "CAPE Tanger", "verified": "on"}


def address(name: str, language: str = "fr", **parts: Any) -> str:
    with translation.override(language):
        return reverse(f"territory:{name}", kwargs=parts)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member(role="directory_editor"))
    return client


def delay() -> DelaySetting:
    return DelaySetting.objects.get(country="MA", key="first_contact", risk="medium")


def edit_of(setting: Any, kind: str = "delays") -> str:
    return address("edit_setting", kind=kind, setting_id=setting.pk)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_editor_reads_every_page_in_every_language(editor: Client, language: str) -> None:
    assert editor.get(address("list_settings", language)).status_code == 200
    for kind in KINDS:
        assert editor.get(address("list_kind", language, kind=kind)).status_code == 200
        assert editor.get(address("add_setting", language, kind=kind)).status_code == 200
    page = editor.get(address("edit_setting", language, kind="delays", setting_id=delay().pk))
    assert page.status_code == 200
    assert 'name="version" value="1"' in page.content.decode()


@pytest.mark.parametrize("role", ["social_worker", "system_administrator", "supervisor"])
def test_other_roles_find_nothing(client: Client, role: str) -> None:
    client.force_login(member(role=role))
    pages = [address("list_settings"), edit_of(delay())]
    pages += [address(name, kind=kind) for kind in KINDS for name in ("list_kind", "add_setting")]
    for page in pages:
        assert client.get(page).status_code == 404
    assert client.post(edit_of(delay()), {**DELAY, "version": "1"}).status_code == 404
    assert delay().amount == 72


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    for name in ("list_settings", "search_places", "suggest_places"):
        assert client.get(address(name)).status_code == 302


def test_an_unknown_kind_or_row_is_not_found(editor: Client) -> None:
    assert editor.get(address("list_kind", kind="secrets")).status_code == 404
    assert editor.get(address("add_setting", kind="secrets")).status_code == 404
    assert editor.post(address("add_setting", kind="secrets")).status_code == 404
    assert editor.get(address("edit_setting", kind="delays", setting_id=uuid4())).status_code == 404


def test_a_correction_is_kept_and_journaled(editor: Client) -> None:
    answer = editor.post(edit_of(delay()), {**DELAY, "version": "1"})
    assert answer.status_code == 302
    assert (delay().amount, delay().source, delay().version) == (60, "CAPE Tanger", 2)
    assert Entry.objects.filter(kind="territory.setting_corrected").count() == 1


def test_a_change_from_a_day_on_opens_a_new_row(editor: Client) -> None:
    day = {"from_day_0": "1", "from_day_1": "5", "from_day_2": "2030"}
    assert editor.post(edit_of(delay()), {**DELAY, **named(editor, day), "version": "1"}).status_code == 302
    rows = DelaySetting.objects.filter(country="MA", key="first_contact", risk="medium").order_by("valid_from")
    assert sorted(row.amount for row in rows) == [60, 72]


def named(editor: Client, day: dict[str, str]) -> dict[str, str]:
    """The three boxes of a day, by the names that the page gives them."""
    page = editor.get(edit_of(delay())).content.decode()
    boxes = re.findall(r'name="(from_day[^"]+)"', page)
    return dict(zip(boxes, day.values(), strict=True))


def test_a_stale_edit_shows_both_versions(editor: Client) -> None:
    editor.post(edit_of(delay()), {**DELAY, "version": "1"})
    answer = editor.post(edit_of(delay()), {**DELAY, "amount": "33", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="33"' in page
    assert "<dd>60</dd>" in page
    assert 'name="version" value="2"' in page
    assert delay().amount == 60


def test_an_edit_without_a_version_overwrites_nothing(editor: Client) -> None:
    for version in ("", "x", "²", "-1"):
        assert editor.post(edit_of(delay()), {**DELAY, "version": version}).status_code == 409
    assert delay().amount == 72


def test_a_form_that_cannot_be_kept_says_why_and_keeps_what_was_typed(editor: Client) -> None:
    answer = editor.post(edit_of(delay()), {**DELAY, "amount": "0", "version": "1"})
    assert answer.status_code == 422
    assert "CAPE Tanger" in answer.content.decode()
    assert editor.post(address("add_setting", kind="helplines"), {}).status_code == 422
    again = {"country_id": "MA", "number": "2511", "label_fr": "x", "label_ar": "x", "order": "1"}
    assert editor.post(address("add_setting", kind="helplines"), again).status_code == 422
    code = {"codelist_id": "violence_form", "code": "3.9", "label_fr": "x", "label_ar": "x", "order": "1"}
    assert editor.post(address("add_setting", kind="codelists"), code).status_code == 422


def test_rows_are_added_to_each_kind(editor: Client) -> None:
    words = {"label_fr": "x", "label_ar": "x", "order": "1"}
    helpline = {**words, "country_id": "LB", "number": "1745"}
    code = {**words, "codelist_id": "violence_form", "code": "L-3.9", "parent": "3"}
    law = {"country_id": "MA", "key": "loi-99-99", "text": "Loi", "title_fr": "x", "title_ar": "x"}
    for kind, values in (("helplines", helpline), ("codelists", code), ("law", law)):
        assert editor.post(address("add_setting", kind=kind), values).status_code == 302
    assert Helpline.objects.filter(number="1745", country="LB").exists()
    assert CodelistEntry.objects.get(code="L-3.9").parent == "3"


def test_a_day_off_is_added_and_corrected(editor: Client) -> None:
    page = editor.get(address("add_setting", kind="calendar")).content.decode()
    boxes = re.findall(r'name="(day[_0-9][^"]*)"', page)
    values = {"country_id": "MA", "label_fr": "Pont", "label_ar": "عطلة"}
    day = dict(zip(boxes, ["5", "4", "2027"], strict=True))
    assert editor.post(address("add_setting", kind="calendar"), {**values, **day}).status_code == 302
    added = CalendarException.objects.get()
    correction = {"label_fr": "Pont", "label_ar": "عطلة", "is_worked": "on", "version": "1"}
    assert editor.post(edit_of(added, "calendar"), correction).status_code == 302
    assert CalendarException.objects.get().is_worked


def test_a_code_is_corrected_without_changing_its_name(editor: Client) -> None:
    entry = CodelistEntry.objects.get(codelist="closure_reason", code="goals_met")
    values = {"label_fr": "Sûr", "label_ar": "آمن", "order": "3", "version": "1", "code": "other"}
    assert editor.post(edit_of(entry, "codelists"), values).status_code == 302
    entry.refresh_from_db()
    assert (entry.code, entry.label_fr, entry.order) == ("goals_met", "Sûr", 3)


def test_the_page_of_a_list_shows_the_list_asked_for(editor: Client) -> None:
    page = address("list_kind", kind="codelists")
    assert "L-3.1" in editor.get(page).content.decode()
    asked = editor.get(page, {"scheme": "closure_reason"}).content.decode()
    assert "goals_met" in asked
    assert "L-3.1" not in asked
    assert editor.get(page, {"scheme": "nonsense"}).status_code == 200


def test_places_are_found_without_a_script(editor: Client) -> None:
    small_morocco()
    page = editor.get(address("search_places"), {"q": "سلا"}).content.decode()
    assert "04.441" in page
    assert "Haut-Commissariat au Plan" in page
    assert editor.get(address("search_places"), {"q": "xyzxyz"}).status_code == 200


def test_suggestions_are_radio_buttons_of_the_name_asked_for(editor: Client) -> None:
    places = small_morocco()
    page = editor.get(address("suggest_places"), {"q": "tabr", "name": "where"}).content.decode()
    assert f'name="where" value="{places["04.441.01.09"].pk}"' in page
    assert "<html" not in page
    odd = {"q": "tabr", "name": '"><script>', "level": "planet"}
    assert "<script" not in editor.get(address("suggest_places"), odd).content.decode()


def test_only_editors_are_shown_the_way_to_the_settings(client: Client) -> None:
    client.force_login(member(role="social_worker"))
    assert address("list_settings") not in client.get(address("search_places")).content.decode()
    client.force_login(member(role="privacy_officer"))
    assert address("list_settings") in client.get(address("search_places")).content.decode()
