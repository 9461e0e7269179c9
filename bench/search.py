"""The pages that look for people, with eight at work at once and the index of people in its own process.

``./kanaf bench search --registry CHILDREN.csv --queries QUERIES.csv``, files as ``bench.match.make`` writes them: the
registry is sealed into the real tables, beside 1,200 files of sixty desks, ``--files`` of them, eight of which work.
With ``--known`` everybody is in one of these files, or as many as are said, so that each of the eight reads and finds a
sixtieth of them; without it nobody is. Prints JSON on its last line, with the processor time that a page costs each process,
which says more than the clock on a busy machine.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import django
import psutil

FILES = 1200
ROUNDS = 100
WARM_UP = 150
"""Pages of each person before the measure, some twenty seconds: an index that was just started has heard no word yet."""
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
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--known", type=int, nargs="?", const=0, help="how many of the registry are in a file, or all")
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
    territory.load_files(made, options.files)
    count = loading.load(options.registry, Communes(options.registry), os.environ["KANAF_DATABASE"])
    if options.known is not None:
        territory.put_in_files(options.known or None)
    with _index() as index, server.serving() as web:
        processes = {"web": psutil.Process(web.process.pid), "index": index.process, "database": _database()}
        measured, spent = _measure(web.url, made, options.queries, processes)
    result = {
        "registry": count, "known": count if options.known == 0 else options.known or 0, "files": options.files, "users": 8, "index_start_s": index.started_s,
        "cpu_ms_a_page": spent,
        "baseline": _times(measured, "empty"), "pages": {page: _times(measured, page) for page in PAGES},
        "failures": sorted(set(measured.failures)),
    }  # fmt: skip
    print(json.dumps(result))
    return 1 if measured.failures else 0


def _times(measured: Any, page: str) -> dict[str, float]:
    return {"p50_ms": measured.p50(page), "p95_ms": measured.p95(page), "queries": measured.queries[page]}


@dataclass(frozen=True)
class Index:
    """The process that keeps the index, and the seconds until it answered."""

    process: psutil.Process
    started_s: float


@contextmanager
def _index() -> Iterator[Index]:
    """As ``up`` starts it."""
    from kanaf.persons.matching import finder

    environment = {**os.environ, "KANAF_DATABASE": os.environ["KANAF_BENCH_WORKER"]}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "django", "run_index"], env=environment)
    try:
        while not finder.answers():
            if process.poll() is not None or time.perf_counter() - began > PATIENCE_SECONDS:
                raise TimeoutError("the index of people did not start")
            time.sleep(0.2)
        index = Index(psutil.Process(process.pid), round(time.perf_counter() - began, 1))
        memory = index.process.memory_info().rss
        print(f"index of people: {index.started_s} s, {memory / 1e6:.0f} MB", file=sys.stderr, flush=True)
        yield index
    finally:
        process.terminate()
        process.wait(20)


def _database() -> psutil.Process:
    """The process above all connections."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    parent = backend.parent()
    assert parent is not None
    return parent


def _spent(process: psutil.Process) -> float:
    """Processor time of a process and of its children, those that ended too, in seconds."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(t.user + t.system for t in times) + times[0].children_user + times[0].children_system


def _measure(
    url: str, made: Any, queries: Path, processes: Mapping[str, psutil.Process]
) -> tuple[Any, dict[str, float]]:
    """Times of each page; and milliseconds of processor that a page costs, the empty one among them."""
    from django.conf import settings

    from bench import pages, users

    sessions = [
        f"{pages.session(worker)}; {settings.CSRF_COOKIE_NAME}={TOKEN}" for worker in made.workers[: pages.PEOPLE]
    ]
    asks = _asker(made, queries)
    users.at_work(url, sessions, asks, people=pages.PEOPLE, rounds=WARM_UP)
    before = {name: _spent(process) for name, process in processes.items()}
    measured = users.at_work(url, sessions, asks, people=pages.PEOPLE, rounds=ROUNDS)
    count = sum(map(len, measured.milliseconds.values()))
    spent = {name: round(1000 * (_spent(processes[name]) - begin) / count, 1) for name, begin in before.items()}
    return measured, spent


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
