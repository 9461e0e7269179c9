"""The pages of sign-in as people see them: both directions, wide and narrow, nothing that axe or the console minds."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import databases, live

pytestmark = pytest.mark.browser
PASSWORD = "quatre mots bien choisis"
BEFORE = ["login/", "password/reset/", "password/reset/sent/", "password/reset/done/", "inactive/"]
AFTER = [
    "factor/choose/",
    "application/start/",
    "passkeys/",
    "passkeys/add/",
    "security/",
    "sessions/",
    "invitations/",
    "invitations/new/",
    "password/change/",
    "again/",
    "logout/",
]


@pytest.fixture(scope="module")
def kanaf(template_database: str) -> Iterator[live.LiveKanaf]:
    """An installation in demonstration, so that an account without a factor sees every page."""
    name = databases.clone(f"pages_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    try:
        with live.served(name, demo=True) as served:
            yield served
    finally:
        databases.drop(name)


def _look(page: Any, url: str) -> list[str]:
    """What is wrong with one page, in words."""
    page.goto(url)
    found = [f"{url}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, *([f"{url}: {wide} px too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_of_sign_in_are_sound(kanaf: live.LiveKanaf, chromium: Any, language: str, width: int):
    address = f"admin-{language}-{width}@example.org"
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    here = f"{kanaf.url}/{language}/accounts"
    troubles = [trouble for path in [*BEFORE, "demo/"] for trouble in _look(page, f"{here}/{path}")]
    assert page.locator("nav a[lang], a[hreflang], .language-switch a").count() > 0
    _come_in(kanaf, page, address, language)
    troubles += [trouble for path in AFTER for trouble in _look(page, f"{here}/{path}")]
    context.close()
    assert troubles == []
    assert complaints == []


def _come_in(kanaf: live.LiveKanaf, page: Any, address: str, language: str) -> None:
    """As the coordinator of a desk of her own."""
    slug = address.partition("@")[0]
    arranged = (
        "from kanaf.actors.models import Account, Desk, Membership, Organisation\n"
        "from datetime import date\n"
        f"o = Organisation.objects.create(slug='{slug}', kind='association', name='Nour (fictif)')\n"
        f"d = Desk.objects.create(slug='{slug}', organisation=o, kind='upe', name='UPE (fictif)')\n"
        f"a = Account.objects.create_user('{address}', '{PASSWORD}', name='Salma (fictif)', language='{language}')\n"
        "Membership.objects.create(account=a, desk=d, role='desk_coordinator', since=date(2020, 1, 1))\n"
    )
    kanaf.run("shell", "--no-imports", "--command", arranged)
    page.goto(f"{kanaf.url}/{language}/accounts/login/")
    page.fill("[name=login]", address)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
