"""Every page that can be reached by following links, as several people: axe finds nothing, nothing sticks out."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Error

from tests.matrix.routes import every_route
from tests.walks.visitor import Visitor

pytestmark = pytest.mark.browser
WALKERS = ("", "samira", "hicham", "touzani", "naciri", "secretaire", "privacy", "system")
NOT_FOLLOWED = {
    "foundation:leave", "account_logout", "cases:download_attachment", "signin:start_oidc", "committees:invitation",
    "committees:minutes_paper",
}  # fmt: skip
BEGINNINGS = ("/", "/directory/?view=map", "/directory/print/", "/gallery/", "/nowhere/")
ADDRESSES = "all => all.map(a => new URL(a.getAttribute('href'), location).href)"
WITHOUT_A_LINK = {
    "foundation:blank", "foundation:gallery", "foundation:light_gallery", "foundation:paper_gallery",
    "foundation:leave", "foundation:save_draft", "territory:suggest_places", "portal:search_as_typed",
}  # fmt: skip
"""Measured, asked by a script, or posted to."""


def route_of(href: str) -> str:
    try:
        with translation.override(urlsplit(href).path[1:3]):
            return str(resolve(urlsplit(href).path).view_name)
    except Resolver404:
        return ""


def opens(visitor: Visitor, url: str) -> bool:
    """Go there; false where the answer is a file to keep, on paper or for a calendar."""
    try:
        visitor.page.goto(url)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return True


def crawl(visitor: Visitor, seen: set[str]) -> None:
    """Follow the links of each page once for each route that nobody has seen yet."""
    begin = BEGINNINGS[:1] if seen else BEGINNINGS
    waiting = [f"{visitor.kanaf.url}/{visitor.language}{path}" for path in begin]
    while waiting:
        url = waiting.pop(0)
        if not opens(visitor, url):
            continue
        visitor.look()
        links = visitor.page.locator("a[href]").evaluate_all(ADDRESSES)
        for link in links:
            name = route_of(link)
            if link.startswith(f"{visitor.kanaf.url}/{visitor.language}/") and name and name not in seen | NOT_FOLLOWED:
                seen.add(name)
                waiting.append(link)


@pytest.mark.parametrize(("language", "width"), [("fr", 1366), ("ar", 360)])
def test_every_page_one_can_reach_is_sound(
    visit: Callable[..., Visitor], who: dict[str, str], language: str, width: int
) -> None:
    seen: set[str] = set()
    for walker in WALKERS:
        visitor = visit(language=language, width=width)
        if walker:
            visitor.become(who[walker])
        crawl(visitor, seen)
    assert len(seen) > 55, sorted(seen)


def test_every_page_of_ours_has_a_door() -> None:
    """A page that no template and no view names can be reached by nobody."""
    from tests.architecture.sources import ROOT

    files = [*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in files)
    ours = {route.name for route in every_route() if ":" in route.name} - WITHOUT_A_LINK
    assert len(ours) > 80
    assert {name for name in ours if f"'{name}'" not in written and f'"{name}"' not in written} == set()
