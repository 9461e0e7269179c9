"""Draws the pictures of the README from a demonstration that runs: ``python -m tests.walks.screenshots URL``.

Run by hand, beside ``./kanaf up``; the pictures go to ``docs/img``, small enough to be read on a slow line.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import browsers

TO = Path(__file__).resolve().parents[2] / "docs" / "img"
COLOURS = 128
SHOTS = (
    ("desk.fr", "fr", "Samira", "/desk/upe-tanger/", 1366, 900),
    ("desk.ar", "ar", "سميرة", "/desk/upe-tanger/", 1366, 900),
    ("file.fr", "fr", "Samira", "", 1366, 1100),
    ("report.ar", "ar", "", "/f/", 360, 780),
    ("directory.ar", "ar", "", "/directory/?view=map", 1366, 1000),
)
"""Name, language, who, which page (a file when empty), width and height."""


def become(page: Any, url: str, language: str, name: str) -> None:
    page.goto(f"{url}/{language}/accounts/demo/")
    page.locator("li.card", has_text=name).first.locator("button").click()
    page.wait_for_load_state()


def open_a_file(page: Any, url: str, language: str) -> None:
    """The file of the desk on which the most has happened."""
    page.goto(f"{url}/{language}/desk/upe-tanger/")
    links = page.locator("main a[href*='/files/']").evaluate_all("all => all.map(a => a.href)")
    files = dict.fromkeys("/".join(link.split("/")[:6]) + "/" for link in links)
    weights = {}
    for file in files:
        page.goto(file)
        weights[file] = len(page.locator("main").inner_text())
    page.goto(max(weights, key=lambda file: weights[file]))


def small(picture: bytes) -> bytes:
    kept = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        kept, "PNG", optimize=True
    )
    return kept.getvalue()


def main(url: str) -> None:
    TO.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.executable(), args=browsers.ARGUMENTS)
        for name, language, who, path, width, height in SHOTS:
            page = browser.new_context(viewport={"width": width, "height": height}).new_page()
            if who:
                become(page, url, language, who)
            if path:
                page.goto(f"{url}/{language}{path}")
            else:
                open_a_file(page, url, language)
            (TO / f"{name}.png").write_bytes(small(page.screenshot()))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if sys.argv[1:] else "http://localhost:8000")
