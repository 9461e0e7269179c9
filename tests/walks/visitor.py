"""One person in front of one screen: goes to pages, fills forms, and notices whatever is wrong with them."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.live import LiveKanaf

DAY_BOXES = ("day", "month", "year")
MAIN_BUTTON = "main form[method=post] button.button:not(.button--quiet)"
QUIET = re.compile(r"status of (404|409|422)")
"""Refusals that the walk provokes itself; the browser mentions them."""
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OFTEN_ENOUGH = 2
"""Axe reads a page of one kind as often as that in one walk: empty, and filled."""


class Visitor:
    """A tab of Chromium that complains of errors, strangers, overflow and what axe minds."""

    often = OFTEN_ENOUGH

    def __init__(self, browser: Any, kanaf: LiveKanaf, *, language: str = "fr", width: int = 1366, **more: Any) -> None:
        self.kanaf, self.language, self.width = kanaf, language, width
        self.context = browser.new_context(viewport={"width": width, "height": 768}, **more)
        self.page = self.context.new_page()
        self.has_scripts = more.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.looked: Counter[str] = Counter()
        self.answered: list[Any] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._watch)
        self.page.on("requestfinished", self._keep)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not QUIET.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _watch(self, request: Any) -> None:
        if not request.url.startswith(self.kanaf.url):
            self.complaints.append(f"{self.page.url} asked another host: {request.url}")

    def _keep(self, request: Any) -> None:
        self.answered.append(request)

    def close(self) -> None:
        self.context.close()

    @property
    def bytes(self) -> int:
        """Everything that came so far, once the network is quiet."""
        self.page.wait_for_load_state("networkidle")
        sizes = [request.sizes() for request in self.answered]
        return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)

    @property
    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    @property
    def html(self) -> str:
        return str(self.page.content())

    @property
    def path(self) -> str:
        """Where one is, without the host and the language."""
        return str(self.page.url).removeprefix(f"{self.kanaf.url}/{self.language}")

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to an address of this language and look at the page."""
        answer = self.page.goto(f"{self.kanaf.url}/{self.language}{path}")
        assert answer.status == status, f"{path}: {answer.status}"
        self.look()

    def become(self, account: str) -> None:
        """Sign in as a person of the demonstration."""
        self.context.clear_cookies()
        self.page.goto(f"{self.kanaf.url}/{self.language}/accounts/demo/")
        self.page.locator(f"form[action$='/{account}/'] button").click()
        self.look()

    def fill(self, **answers: Any) -> None:
        """Answer the questions of the page, each by the name of its field."""
        for name, answer in answers.items():
            self._answer(name, answer)

    def _answer(self, name: str, answer: Any) -> None:
        if isinstance(answer, date):
            for box, value in zip(DAY_BOXES, (answer.day, answer.month, answer.year), strict=True):
                self.page.locator(f"main [name='{name}_{box}']").fill(str(value))
            return
        field = self.page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            for value in answer if isinstance(answer, list) else [answer]:
                self._tick(field, kind, value)
        elif kind.startswith("select"):
            field.select_option(answer)
        elif kind == "file":
            field.set_input_files(answer)
        else:
            field.fill(str(answer))

    def _tick(self, field: Any, kind: str, value: Any) -> None:
        wanted = (
            field.first
            if value is True
            else self.page.locator(f"main [name='{field.first.get_attribute('name')}'][value='{value}']")
        )
        wanted.check()

    def tick_first(self, *names: str) -> None:
        """Any answer of a list will do."""
        for name in names:
            self.page.locator(f"main [name='{name}']").first.check()

    def tick_all(self, name: str) -> None:
        for box in self.page.locator(f"main [name='{name}']").all():
            box.check()

    def press(self, button: str) -> None:
        self.page.locator(button).last.click()
        self.page.wait_for_load_state()

    def send(self, button: str = MAIN_BUTTON) -> None:
        """Press the one filled button of the form; what comes is no refusal, and is looked at."""
        self.press(button)
        errors = self.page.locator(".error-summary")
        assert not errors.count(), f"{self.path}: {errors.first.inner_text()}"
        self.look()

    def follow(self, end: str) -> None:
        """The link of the page whose address ends so."""
        self.page.locator(f"main a[href$='{end}'], aside a[href$='{end}']").first.click()
        self.page.wait_for_load_state()
        self.look()

    def picture(self, name: str) -> None:
        """The whole page, kept in the folder that ``KANAF_PICTURES`` names, for whoever looks at it."""
        if folder := os.environ.get("KANAF_PICTURES"):
            path = Path(folder) / f"{name}.{self.language}.{self.width}.png"
            self.page.screenshot(path=path, full_page=True)

    def look(self) -> None:
        """Nothing sticks out, and axe finds nothing."""
        self.page.wait_for_load_state()
        if not self.has_scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.complaints.append(f"{self.path}: {wide} px too wide at {self.width}")
        kind = f"{UUID.sub('*', self.path)} {self.page.title()}"
        self.looked[kind] += 1
        if self.looked[kind] <= self.often:
            self.complaints += [f"{self.path}: {problem}" for problem in problems(Axe().run(self.page).response)]


def problems(found: Any) -> Iterable[str]:
    """What axe minds, one line each."""
    for rule in found["violations"]:
        yield f"{rule['id']}: " + " | ".join(node["html"][:140] for node in rule["nodes"][:3])
