"""One story's own Kanaf: a copy of the world, a web process, a worker, and the hand of their clock."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from kanaf.foundation import clock
from kanaf.foundation.database import roles
from kanaf.foundation.database.cluster import free_port
from tests import databases, live
from tests.clocked import PACE, following

SETTINGS = "tests.clocked.settings"
PATIENCE = 60.0
ROUNDS = timedelta(seconds=11)
"""Every round that tells somebody something comes back sooner."""
REPEATED = 8
UNSETTLED = (
    "SELECT coalesce(max(at), '-infinity') < %s FROM foundation_beat",
    "SELECT EXISTS (SELECT FROM circuit_obligation WHERE ended_at IS NULL AND desk IS NOT NULL AND next_step_at <= %s)",
    """SELECT EXISTS (SELECT FROM circuit_obligation o WHERE o.ended_at IS NULL AND o.risk = 'high' AND o.began_at < %s
       AND o.rule IN ('triage', 'first_contact') AND NOT EXISTS (
           SELECT FROM circuit_alert a WHERE a.file = o.file AND a.rule = o.rule AND a.about = 'danger'))""",
)
WHO = """
SELECT split_part(email, '@', 1), id::text FROM actors_account UNION ALL SELECT slug, id::text FROM actors_desk
"""


@dataclass(frozen=True)
class World:
    """A database that every story copies, and the home of their processes."""

    database: str
    home: Path

    def environment(self, database: str, role: str, hand: Path) -> dict[str, str]:
        return {
            **live._environment(self.home, database, demo=True),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": os.pathsep.join([str(live.ROOT / "src"), str(live.ROOT)]),
            "KANAF_DATABASE": databases.address(database, role),
            "KANAF_CLOCKED_HAND": str(hand),
            "KANAF_CLOCKED_STATIC": str(self.home / "static"),
            "KANAF_PUBLIC_FORMS_FASTEST": "0",
        }


@contextlib.contextmanager
def a_world(template: str, home: Path) -> Iterator[World]:
    """Built once, at our own time, and left alone."""
    name = databases.clone(f"clocked_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template)
    try:
        world, hand = World(name, home), home / "hand"
        hand.write_text(f"{time.time()} {time.time()}", encoding="ascii")
        run = [sys.executable, "-m", "django", "shell", "--no-imports", "-c"]
        environment = world.environment(name, roles.OWNER, hand)
        done = subprocess.run(
            [*run, "from tests.clocked.world import build; build()"],
            env=environment, cwd=live.ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        following.follow(name)
        yield world
    finally:
        databases.drop(name)


@dataclass
class Clocked:
    """Kanaf at a moment that the test sets; everything else is as anywhere."""

    kanaf: live.LiveKanaf
    hand: Path
    link: "psycopg.Connection[Any]"
    who: Mapping[str, str]
    ours: datetime = field(default_factory=clock.now)
    set_to: datetime = field(default_factory=clock.now)

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return self.set_to + (clock.now() - self.ours) / PACE

    def set(self, moment: datetime) -> None:
        """It is this moment now, in every process and in the database; the worker has done what was due."""
        self.ours, self.set_to = clock.now(), moment
        with self.link.transaction():
            following.move(self.link, self.ours, moment)
        kept = self.hand.with_suffix(".new")
        kept.write_text(f"{self.ours.timestamp()} {moment.timestamp()}", encoding="ascii")
        kept.replace(self.hand)

    def settle(self) -> None:
        """Some seconds later the worker has told every silence and every danger that there was."""
        since = self.now + ROUNDS
        self.set(since)
        began = again = time.monotonic()
        while any(self.one(query, since) for query in UNSETTLED):
            assert time.monotonic() < began + PATIENCE, "the worker tells nothing"
            if time.monotonic() > again + REPEATED:  # a round that failed comes back when its time has gone by
                again = time.monotonic()
                self.set(self.now + ROUNDS)
            time.sleep(0.1)

    def wait_for_worker(self) -> None:
        """Until it gives its first sign of life."""
        began = time.monotonic()
        while not self.one("SELECT count(*) FROM foundation_beat"):
            assert time.monotonic() < began + 2 * PATIENCE, "the worker gives no sign of life"
            time.sleep(0.1)

    def one(self, query: str, *values: Any) -> Any:
        """One value of the database, asked as its superuser: what happened, never how a page is drawn."""
        row = self.link.execute(query.encode(), values).fetchone()
        return row[0] if row else None

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.link.execute(query.encode(), values)]


@contextlib.contextmanager
def clocked(world: World, name: str, moment: datetime, *, working: bool) -> Iterator[Clocked]:
    """A copy of the world at that moment, served; with a worker where the story waits for one."""
    database = databases.clone(f"story_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", world.database)
    hand, port = world.home / f"hand-{name}", free_port()
    environment = world.environment(database, roles.WEB, hand)
    with contextlib.ExitStack() as stack:
        stack.callback(databases.drop, database)
        link = stack.enter_context(psycopg.connect(databases.address(database), autocommit=True))
        kanaf = live.LiveKanaf(f"http://localhost:{port}", database, environment)
        who: dict[str, str] = dict(link.execute(WHO.encode()).fetchall())
        it = Clocked(kanaf, hand, link, who)
        it.set(moment)
        log = stack.enter_context((world.home / f"{name}.log").open("w+b"))
        stack.callback(_stop, live.start_index(environment, database, log))
        web = live._start(port, environment, log)
        stack.callback(_stop, web)
        if working:
            stack.callback(_stop, worker(world.environment(database, roles.WORKER, hand), log))
        live._wait(kanaf.url, web, log)
        if working:
            it.wait_for_worker()
        yield it


def worker(environment: Mapping[str, str], log: Any) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "django", "run_worker"]
    return subprocess.Popen(command, env=dict(environment), cwd=live.ROOT, stdout=log, stderr=log)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
