"""Pages as they are served and seen: weight, first visit, gallery in both directions, leaving fast."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.utils import translation

from kanaf.foundation import gallery
from tests import world

LIGHT_PAGE = 60_000
BARE = r"(?:href|src)=\"/static/([^\"#]+)"


def content(name):
    return Path(finders.find(name)).read_bytes()


def asked_by(page):
    """Every file a browser asks for when it opens the page, modules that modules import included."""
    found, waiting = set(), re.findall(BARE, page)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        text = content(name).decode() if name.endswith((".css", ".js")) else ""
        waiting += ["js/" + other for other in re.findall(r"from \"\./(.+?)\"", text)]
        waiting += [address.removeprefix("../") for address in re.findall(r"url\(\"?(.+?)\"?\)", text)]
    return found


def page_of(view, language):
    request = RequestFactory().get(f"/{language}/gallery/")
    request.actor = SimpleNamespace(is_anonymous=True)
    with translation.override(language):
        return view(request).content.decode()


@pytest.mark.urls("tests.foundation.look_urls")
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_first_visit_to_a_light_page_weighs_less_than_sixty_kilobytes(language, settings):
    settings.DEMO = True
    page = page_of(gallery.show_light_gallery, language)
    files = asked_by(page)
    assert {"css/public.css", "js/public.js", "js/exit.js"} <= files
    assert not [name for name in files if "font" in name or "htmx" in name]
    weights = {name: len(content(name)) for name in files}
    total = len(page.encode()) + sum(weights.values())
    assert total < LIGHT_PAGE / 2, weights  # leave the pages themselves their half


@pytest.mark.urls("tests.foundation.look_urls")
@pytest.mark.parametrize("view", [gallery.show_gallery, gallery.show_light_gallery, gallery.show_paper_gallery])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_component_is_drawn_in_both_directions(view, language):
    page = page_of(view, language)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    for name in asked_by(page):
        assert finders.find(name), name
    assert not re.search(r"\{[{%]|style=|\son\w+=", page)


@pytest.mark.urls("tests.foundation.look_urls")
def test_arabic_pages_load_the_arabic_twin_of_bootstrap():
    assert "kanaf-bootstrap.rtl.css" in page_of(gallery.show_gallery, "ar")
    assert "kanaf-bootstrap.rtl.css" not in page_of(gallery.show_gallery, "fr")


def test_the_working_sheets_are_small_when_compressed():
    for name in ("css/kanaf.css", "css/kanaf-bootstrap.css"):
        assert len(gzip.compress(content(name))) < 8_000


@pytest.fixture
def tab(chromium):
    """A tab that keeps what the browser complains about."""
    context = chromium.new_context()
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("name", ["", "light/", "paper/"])
def test_the_gallery_fits_and_pleases_axe(live_kanaf, tab, language, width, name):
    from axe_playwright_python.sync_playwright import Axe

    tab.set_viewport_size({"width": width, "height": 768})
    tab.goto(f"{live_kanaf.url}/{language}/gallery/{name}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    assert tab.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_please_axe(live_kanaf, tab, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab.emulate_media(color_scheme=scheme)
    tab.goto(f"{live_kanaf.url}/fr/gallery/")
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


NEUTRAL = re.compile(r"^https://")


@pytest.mark.browser
def test_shift_three_times_leaves_at_once(live_kanaf, tab):
    gone = []
    tab.goto(f"{live_kanaf.url}/fr/gallery/light/")
    tab.on("request", lambda request: gone.append(request.url) if request.is_navigation_request() else None)
    with tab.expect_request(NEUTRAL):
        for _press in range(3):
            tab.keyboard.press("Shift")
    assert gone[0].endswith("/fr/leave/")


@pytest.mark.browser
def test_leaving_works_without_javascript(live_kanaf, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{live_kanaf.url}/fr/gallery/light/")
    with tab.expect_request(NEUTRAL):
        tab.click("[data-exit-page]", no_wait_after=True)
    context.close()


@pytest.mark.browser
def test_the_page_is_hidden_before_it_is_left(live_kanaf, tab):
    tab.goto(f"{live_kanaf.url}/fr/gallery/light/")
    seen = tab.evaluate("document.querySelector('[data-exit-page]').click() ?? document.body.innerText")
    assert seen.strip() == "Vous quittez cette page"


@pytest.mark.browser
def test_leaving_empties_what_the_browser_kept_and_back_shows_another_page(live_kanaf, chromium):
    context = chromium.new_context()
    context.route(NEUTRAL, lambda route: route.fulfill(body="<title>Météo</title>", content_type="text/html"))
    other, tab = context.new_page(), context.new_page()
    other.goto(f"{live_kanaf.url}/fr/accounts/login/")
    other.fill("input[type=email]", "samira@example.org")
    for page in ("/fr/", "/fr/gallery/light/"):
        tab.goto(f"{live_kanaf.url}{page}")
    tab.evaluate("localStorage.setItem('kept', 'x'); sessionStorage.setItem('kept', 'x')")
    tab.click("[data-exit-page]")
    tab.wait_for_url(NEUTRAL)
    tab.go_back()
    assert "gallery" not in tab.url
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    assert other.input_value("input[type=email]") == "samira@example.org"
    context.close()


@pytest.mark.django_db
def test_leaving_signs_out_this_browser_and_no_other():
    account = world.make_worker(world.make_desk())
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(account)
    gone = here.get("/fr/leave/")
    assert (gone.status_code, gone.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert "/accounts/login/" in here.get("/fr/profile/").url
    assert elsewhere.get("/fr/profile/").status_code == 200
