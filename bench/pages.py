"""Desk page, file page, directory search and report submission, beside an empty signed-in page of the same run.

``./kanaf bench pages --size 100000``: loads 1,000 files and measures, loads the rest and measures again;
``growth`` is p95 at the full size over p95 at 1,000 files.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

import django
from django.conf import settings

SMALL = 1000
PEOPLE = 8
ROUNDS = 150
WARM_UP = 12
PAGES = ("desk", "file", "directory", "report")
SEARCHES = ("soutien", "استماع", "accueil", "التوجيه", "medical")


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON on the last line."""
    parser = argparse.ArgumentParser(prog="bench pages")
    parser.add_argument("--size", type=int, default=10_000)
    size = max(SMALL, parser.parse_args(arguments).size)
    django.setup()
    from bench import server, territory
    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    print("ground: places, desks, directory", flush=True)
    made = territory.ground()
    territory.load_files(made, SMALL)
    with server.serving() as web:
        small = _measure(web.url, made)
        speed = territory.load_files(made, size - SMALL, seed=8) if size > SMALL else 0.0
        large = _measure(web.url, made)
        result = _result(size, speed, small, large, web.rss_mb())
    print(json.dumps(result))
    return 1 if large.failures or small.failures else 0


def _result(size: int, speed: float, small: Any, large: Any, rss: float) -> dict[str, Any]:
    pages = {
        page: {
            "p50_ms": large.p50(page), "p95_ms": large.p95(page), "queries": large.queries[page],
            "growth": round(large.p95(page) / small.p95(page), 2),
            "times_empty": round(large.p95(page) / large.p95("empty"), 2),
        }
        for page in PAGES
    }  # fmt: skip
    baseline = {"p50_ms": large.p50("empty"), "p95_ms": large.p95("empty")}
    return {
        "files": size, "users": PEOPLE, "load_per_s": round(speed), "baseline": baseline, "pages": pages,
        "rss_mb": rss, "failures": sorted(set(small.failures + large.failures)),
    }  # fmt: skip


def _measure(url: str, made: Any) -> Any:
    from bench import users

    sessions = [session(worker) for worker in made.workers[:PEOPLE]]
    asks = _asker(made)
    users.at_work(url, sessions, asks, people=PEOPLE, rounds=WARM_UP)
    return users.at_work(url, sessions, asks, people=PEOPLE, rounds=ROUNDS)


def session(account: Any) -> str:
    """A signed-in session, made as the sign-in page makes it, and the language of the page."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    cookie = SimpleCookie({settings.SESSION_COOKIE_NAME: store.session_key})
    return cookie.output(header="", sep=";").strip()


def _asker(made: Any) -> Callable[[Random], Any]:
    """Which page a person asks for next: each page as often as the others."""
    from bench.users import Ask
    from kanaf.cases.forms.walks import Ticket
    from kanaf.cases.models import Case
    from kanaf.foundation import clock

    files: dict[UUID, list[UUID]] = {
        desk.id: list(Case.objects.filter(lead_desk=desk).values_list("id", flat=True)[:200])
        for desk in made.desks[:PEOPLE]
    }

    def ask(random: Random) -> Any:
        page = random.choice(("empty", *PAGES))
        number = int(getattr(random, "person", 0))
        desk = made.desks[number]
        if page == "desk":
            return Ask(page, f"/fr/desk/{desk.slug}/")
        if page == "file":
            return Ask(page, f"/fr/files/{random.choice(files[desk.id])}/")
        if page == "directory":
            return Ask(page, f"/fr/directory/?q={quote(random.choice(SEARCHES))}")
        if page == "report":
            form = {
                "go": "send",
                "ticket": str(Ticket.new(clock.now())),
                "reporter": "adult",
                "what": "Un enfant crie (fictif)",
                "province": str(desk.place_id),
            }
            return Ask(page, "/fr/f/", form)
        return Ask("empty", "/fr/blank/")

    return ask
