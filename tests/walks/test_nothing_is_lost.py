"""What was typed comes back, what was sent twice is kept once, and two people never write over each other."""

import re
from collections.abc import Callable

import pytest

from tests.walks.visitor import MAIN_BUTTON, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def samira(visit: Callable[..., Visitor], who: dict[str, str]) -> Visitor:
    visitor = visit()
    visitor.become(who["samira"])
    return visitor


def note_page(who: dict[str, str]) -> str:
    return f"/files/{who['case']}/notes/add/"


def test_a_session_that_ends_gives_the_form_back(samira: Visitor, who: dict[str, str]) -> None:
    samira.open(note_page(who))
    samira.fill(text="Une longue note SESSION (fictif)", compartment="social")
    samira.context.clear_cookies(name="sessionid")
    samira.press(MAIN_BUTTON)
    assert "/accounts/login/" in samira.path
    samira.become(who["omar"])
    samira.open(note_page(who))
    assert "SESSION" not in samira.html
    samira.become(who["samira"])
    samira.open(note_page(who))
    assert samira.page.locator("main textarea[name=text]").input_value() == "Une longue note SESSION (fictif)"
    samira.send()
    assert samira.text.count("SESSION") == 1


def test_a_form_that_was_not_sent_is_kept_as_it_is_typed(samira: Visitor, who: dict[str, str]) -> None:
    samira.open(note_page(who))
    with samira.page.expect_response(re.compile(r"/drafts/$"), timeout=20_000) as kept:
        samira.fill(text="Pas encore envoyée BROUILLON (fictif)", compartment="social")
    assert kept.value.status == 204
    samira.open(note_page(who))
    assert "BROUILLON" in samira.page.locator("main textarea[name=text]").input_value()
    samira.send()
    samira.open(note_page(who))
    assert samira.page.locator("main textarea[name=text]").input_value() == ""


def test_a_double_click_writes_once(samira: Visitor, who: dict[str, str]) -> None:
    samira.open(note_page(who))
    samira.fill(text="Cliquée deux fois DOUBLE (fictif)", compartment="social")
    samira.page.locator(MAIN_BUTTON).last.dblclick()
    samira.page.wait_for_url(re.compile(rf"/files/{who['case']}/$"))
    assert samira.text.count("DOUBLE") == 1


def test_a_replay_writes_once(samira: Visitor, who: dict[str, str]) -> None:
    samira.open(note_page(who))
    samira.fill(text="Envoyée encore REJEU (fictif)", compartment="social")
    with samira.page.expect_request(lambda request: request.method == "POST" and "/notes/add/" in request.url) as sent:
        samira.send()
    headers = {"content-type": sent.value.headers["content-type"], "referer": sent.value.url}
    for _again in range(2):
        answer = samira.context.request.post(
            sent.value.url, data=sent.value.post_data_buffer, headers=headers, max_redirects=0
        )
        assert answer.status == 302
    samira.open(f"/files/{who['case']}/")
    assert samira.text.count("REJEU") == 1


def test_a_stale_edit_shows_both_versions(samira: Visitor, visit: Callable[..., Visitor], who: dict[str, str]) -> None:
    samira.open(note_page(who))
    samira.fill(text="Version première (fictif)", compartment="social")
    samira.send()
    link = (
        samira.page.locator("main li", has_text="Version première").locator("a[href$='/edit/']").get_attribute("href")
    )
    omar = visit()
    omar.become(who["omar"])
    edit = link.removeprefix("/fr")
    samira.open(edit)
    omar.open(edit)
    samira.fill(text="Version de Samira (fictif)")
    samira.send()
    omar.fill(text="Version d'Omar (fictif)")
    omar.press(MAIN_BUTTON)
    omar.look()
    assert "Version de Samira" in omar.html
    assert "Version d&#x27;Omar" in omar.html or "Version d'Omar" in omar.html
    omar.press(MAIN_BUTTON)
    omar.open(f"/files/{who['case']}/")
    assert "Version d'Omar" in omar.text
