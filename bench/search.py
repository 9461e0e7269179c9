"""The pages that look for people, with eight at work at once and the index of people in its own process.

``./kanaf bench search --registry CHILDREN.csv --queries QUERIES.csv``, files as ``bench.match.make`` writes them: the
registry is sealed into the real tables, beside 1,200 files that the eight may read. Prints JSON on its last line.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import django
import psutil

FILES = 1200
ROUNDS = 100
WARM_UP = 5
PATIENCE_SECONDS = 1200
PAGES = ("search", "before", "write")
"""The one search box; the search before somebody is written down; writing down, which looks for likely twins first."""
ROLE = "sibling"
TOKEN = "onlyForMeasures" + "0" * 17
"""What a browser sends back to show that a form is ours."""


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON on the last line."""
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    options = parser.parse_args(arguments)
    os.environ["KANAF_INDEX"] = str(Path(os.environ["KANAF_HOME"]) / "index.sock")
    django.setup()
    from django.conf import settings

    from bench import server, territory
    from bench.match import loading
    from bench.match.rows import Communes
    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    made = territory.ground()
    territory.load_files(made, FILES)
    count = loading.load(options.registry, Communes(options.registry), os.environ["KANAF_DATABASE"])
    with _index() as started, server.serving() as web:
        measured = _measure(web.url, made, options.queries)
    result = {
        "registry": count, "users": 8, "index_start_s": round(started, 1),
        "baseline": _times(measured, "empty"), "pages": {page: _times(measured, page) for page in PAGES},
        "failures": sorted(set(measured.failures)),
    }  # fmt: skip
    print(json.dumps(result))
    return 1 if measured.failures else 0


def _times(measured: Any, page: str) -> dict[str, float]:
    return {"p50_ms": measured.p50(page), "p95_ms": measured.p95(page), "queries": measured.queries[page]}


@contextmanager
def _index() -> Iterator[float]:
    """The process that keeps the index, as ``up`` starts it; the seconds until it answers."""
    from kanaf.persons.matching import finder

    environment = {**os.environ, "KANAF_DATABASE": os.environ["KANAF_BENCH_WORKER"]}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "django", "run_index"], env=environment)
    try:
        while not finder.answers():
            if process.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                raise TimeoutError("the index of people did not start")
            time.sleep(0.2)
        started = time.perf_counter() - began
        memory = psutil.Process(process.pid).memory_info().rss
        print(f"index of people: {started:.1f} s, {memory / 1e6:.0f} MB", file=sys.stderr, flush=True)
        yield started
    finally:
        process.terminate()
        process.wait(20)


def _measure(url: str, made: Any, queries: Path) -> Any:
    from django.conf import settings

    from bench import pages, users

    sessions = [
        f"{pages.session(worker)}; {settings.CSRF_COOKIE_NAME}={TOKEN}" for worker in made.workers[: pages.PEOPLE]
    ]
    asks = _asker(made, queries)
    users.at_work(url, sessions, asks, people=pages.PEOPLE, rounds=WARM_UP)
    return users.at_work(url, sessions, asks, people=pages.PEOPLE, rounds=ROUNDS)


def _asker(made: Any, queries: Path) -> Callable[[Random], Any]:
    """Which page a person asks for next, with the names of somebody among the queries."""
    from bench import pages
    from bench.match import rows
    from bench.users import Ask
    from kanaf.cases.enums import CaseStatus
    from kanaf.cases.models import Case

    people = [row for row in rows.read(queries) if row.get("given_name")]
    files = {desk.id: list(Case.objects.filter(lead_desk=desk, status=CaseStatus.OPEN).values_list("id", flat=True))
             for desk in made.desks[: pages.PEOPLE]}  # fmt: skip

    def ask(random: Random) -> Any:
        page, row = random.choice(("empty", *PAGES)), random.choice(people)
        file = random.choice(files[made.desks[int(getattr(random, "person", 0))].id])
        names = {name: row.get(name, "") for name in ("given_name", "family_name", "father_name", "mother_name")}
        token = {"csrfmiddlewaretoken": TOKEN}
        called = f"{names['given_name']} {names['family_name']}".strip()[:80]
        if page == "search":
            return Ask(page, "/fr/search/", {**token, "q": called})
        if page == "before":
            return Ask(page, f"/fr/files/{file}/people/add/{ROLE}/", {**token, "name": called})
        if page == "write":
            return Ask(
                page, f"/fr/files/{file}/people/add/{ROLE}/write/", {**token, **names, "sex": "u"}, may_refuse=True
            )
        return Ask(page, "/fr/blank/")

    return ask
