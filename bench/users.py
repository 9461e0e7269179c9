"""Eight people at work: each asks for a page, reads it for a moment, and asks for the next."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

THINK = (0.15, 0.45)
"""Seconds between two pages of one person: less than anybody reads, so that the pages compete."""


@dataclass(frozen=True)
class Ask:
    """One request: which page it measures, its address, and the form it posts."""

    page: str
    path: str
    form: dict[str, str] | None = None
    may_refuse: bool = False
    """A form shown once more, as 422, is an answer too."""


@dataclass
class Measured:
    """Milliseconds and queries of each page."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def p50(self, page: str) -> float:
        return round(quantiles(self.milliseconds[page], n=100)[49], 2)

    def p95(self, page: str) -> float:
        return round(quantiles(self.milliseconds[page], n=100)[94], 2)


class Person(threading.Thread):
    """One browser with its session."""

    def __init__(
        self, url: str, cookies: str, asks: Callable[[Random], Ask], rounds: int, measured: Measured, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self.host, self.cookies, self.asks = urlsplit(url).netloc, cookies, asks
        self.rounds, self.measured, self.random = rounds, measured, Random(seed)
        self.random.person = seed  # type: ignore[attr-defined]

    def run(self) -> None:
        wire = http.client.HTTPConnection(self.host, timeout=60)
        for _ in range(self.rounds):
            time.sleep(self.random.uniform(*THINK))
            self._ask(wire, self.asks(self.random))
        wire.close()

    def _ask(self, wire: http.client.HTTPConnection, ask: Ask) -> None:
        headers = {"Cookie": self.cookies}
        body = None
        if ask.form is not None:
            body, headers["Content-Type"] = urlencode(ask.form), "application/x-www-form-urlencoded"
        started = time.perf_counter()
        wire.request("POST" if body else "GET", ask.path, body, headers)
        answer = wire.getresponse()
        answer.read()
        spent = (time.perf_counter() - started) * 1000
        if answer.status >= 400 and not (ask.may_refuse and answer.status == 422):
            self.measured.failures.append(f"{ask.page} {answer.status}")
        self.measured.milliseconds.setdefault(ask.page, []).append(spent)
        queries = int(answer.headers.get("X-Queries", 0))
        self.measured.queries[ask.page] = max(self.measured.queries.get(ask.page, 0), queries)


def at_work(url: str, sessions: Sequence[str], asks: Callable[[Random], Ask], *, people: int, rounds: int) -> Measured:
    """Let ``people`` work at once, ``rounds`` pages each, and say what it took."""
    measured = Measured()
    crowd = [Person(url, sessions[n % len(sessions)], asks, rounds, measured, seed=n) for n in range(people)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    return measured
