"""A child is looked for with the keyboard alone, in both scripts: the box answers while one types."""

import json
from typing import Any

import pytest

from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
BOX = "header input[type=search]"
LIST = "header [role=listbox]"
OPTION = f"{LIST} [role=option]"
CHOSEN = f"{OPTION}[aria-selected=true]"
PATIENCE = 5000
CHILD = """
import json
from kanaf.cases.models import CaseParty
held = CaseParty.objects.filter(case__lead_desk__slug="upe-tanger", role="main", ended_at=None).select_related("person")
people = [party.person for party in held.order_by("added_at", "id")]
child = next(p for p in people if len(p.given_name or "") > 4 and len(p.given_name_ar or "") > 3)
print("TOLD" + json.dumps([child.given_name, child.given_name_ar]))
"""


@pytest.fixture(scope="module")
def known(demo):
    """The given name of a child of the demonstration, in both scripts."""
    latin, arabic = json.loads(demo.run("shell", "--no-imports", "-c", CHILD).partition("TOLD")[2])
    return {"latin": latin, "arabic": arabic}


def typed(visitor: Visitor, words: str) -> Any:
    """Type in the box of the top and wait until the answer is there."""
    visitor.page.locator(BOX).focus()
    visitor.page.keyboard.press("Control+a")
    with visitor.page.expect_response(lambda answer: answer.url.endswith("/search/typed/")) as asked:
        visitor.page.keyboard.type(words, delay=20)
    return asked.value


@pytest.mark.parametrize(
    ("language", "width", "script"), [("fr", 1366, "latin"), ("ar", 360, "arabic"), ("en", 360, "latin")]
)
def test_a_child_is_found_and_opened_with_the_keyboard_alone(visit, who, known, language, width, script):
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    page, words = visitor.page, known[script][:4]
    for text in (known["arabic"][:3], known["latin"][:3], words):
        assert typed(visitor, text).status == 200
        page.wait_for_selector(OPTION, timeout=PATIENCE)
    box = page.locator(BOX)
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.locator(LIST).get_attribute("id")
    assert page.locator("header [role=status]").inner_text().strip()
    visitor.picture("typed")
    visitor.look()

    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.locator(CHOSEN).get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert page.locator(CHOSEN).count() == 0, "above the first are the words themselves"
    page.keyboard.press("Escape")
    assert page.locator(OPTION).count() == 0
    assert box.input_value() == words, "Escape closes the list and keeps the words"
    assert box.get_attribute("aria-expanded") == "false"

    typed(visitor, f"{words} ")
    page.wait_for_selector(OPTION, timeout=PATIENCE)
    page.keyboard.press("ArrowDown")
    visitor.picture("chosen")
    leads_to = page.locator(CHOSEN).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{leads_to}", timeout=PATIENCE)
    visitor.look()


def test_enter_sends_the_words_to_the_page_when_no_answer_is_chosen(visit, who, known):
    visitor = visit(width=360)
    visitor.become(who["samira"])
    typed(visitor, known["latin"])
    visitor.page.wait_for_selector(OPTION, timeout=PATIENCE)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/search/", timeout=PATIENCE)
    assert visitor.page.locator("#words").input_value() == known["latin"]
    visitor.picture("page")
    visitor.look()


def test_an_answer_to_what_is_no_longer_typed_is_dropped(visit, who, known):
    """The first answer comes late: the list stays the one of the words in the box."""
    visitor = visit()
    visitor.become(who["samira"])
    late: list[Any] = []
    visitor.page.route("**/search/typed/", lambda route: late.append(route) if not late else route.continue_())
    visitor.page.locator(BOX).focus()
    visitor.page.keyboard.type(known["latin"])
    visitor.page.wait_for_timeout(600)
    assert len(late) == 1
    typed(visitor, "Zzzyx")
    visitor.page.wait_for_selector("header .typed__words", timeout=PATIENCE)
    late[0].fulfill(status=200, body='<div role="listbox" id="late"><a role="option" href="/">late</a></div>')
    visitor.page.wait_for_timeout(300)
    assert visitor.page.locator(OPTION).count() == 0


def test_without_a_script_the_box_is_a_form(visit, who, known):
    visitor = visit(java_script_enabled=False)
    visitor.become(who["samira"])
    visitor.page.locator(BOX).fill(known["latin"])
    visitor.page.locator(BOX).press("Enter")
    visitor.page.wait_for_url("**/search/")
    assert visitor.page.locator("main li a").count() > 0


@pytest.mark.parametrize(("language", "width", "address"), [("fr", 1366, "Hay Al Amal 4"), ("ar", 360, "حي الأمل 4")])
def test_a_household_is_found_by_its_address(visit, who, language, width, address):
    visitor = visit(language=language, width=width)
    visitor.become(who["samira"])
    typed(visitor, address)
    visitor.page.wait_for_selector(OPTION, timeout=PATIENCE)
    visitor.picture("typed")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/search/", timeout=PATIENCE)
    assert visitor.page.locator("main h2 + ul li a").count() > 0
    visitor.picture("sent")
    visitor.look()
