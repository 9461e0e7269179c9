"""Workers killed at random moments: whatever was due is told exactly once, and mailed exactly once."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kanaf.foundation import clock
from kanaf.foundation.database import roles
from tests import databases, live

PATIENCE = 60.0
KILLS, FILES = 5, 6
FARTHEST, LONGEST = 30, 0.3
"""How many more alerts a worker may see told, and for how many seconds it lives on, before it is killed."""
HURRIED = """
import django
django.setup()
from dataclasses import replace
from django.core.management import call_command
from kanaf.circuit.services import danger, escalation
from kanaf.foundation.worker import rounds
escalation.AT_ONCE = danger.AT_ONCE = 12
for key in rounds.keys():
    rounds._items[key] = replace(rounds.get(key), every=0.0)
call_command("run_worker")
"""
"""A worker as any other, whose rounds are small and come back at once: there is more to interrupt."""
SCENE = """
from datetime import timedelta
from kanaf.actors.enums import Role
from kanaf.cases.enums import Risk
from kanaf.foundation import clock
from tests import world
desk = world.make_desk()
people = [world.make_worker(desk, role) for role in (Role.SOCIAL_WORKER, Role.DESK_COORDINATOR, Role.SUPERVISOR)]
for number in range({files}):
    risk = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)[number % 3]
    world.make_case(people[0], desk, risk=risk, at=clock.now() - timedelta(days=40))
"""
EXPECTED = """
SELECT o.file, o.rule, o.about, o.began_at, s.step - 1
FROM circuit_obligation o CROSS JOIN LATERAL unnest(o.steps_at) WITH ORDINALITY s(at, step)
WHERE o.ended_at IS NULL AND o.desk IS NOT NULL AND s.at <= %s
UNION ALL SELECT o.file, o.rule, 'danger', o.began_at, 0 FROM circuit_obligation o
WHERE o.ended_at IS NULL AND o.risk = 'high' AND o.rule IN ('triage', 'first_contact')
"""
TOLD = """
SELECT file, kept ->> 'rule', kept ->> 'about', (kept ->> 'step')::int, count(*) FROM journal_entry
WHERE kind IN ('circuit.silence', 'circuit.reminded', 'circuit.danger_told') GROUP BY 1, 2, 3, 4
"""


@pytest.fixture
def scene(template_database: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A desk of three people and files of every risk that were all silent for forty days."""
    name = databases.clone(f"kills_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    try:
        with tempfile.TemporaryDirectory(prefix="kanaf-kills-") as home:
            environment = live._environment(Path(home), name, demo=False)
            environment["PYTHONPATH"] = os.pathsep.join([str(live.ROOT / "src"), str(live.ROOT)])
            arranged = {**environment, "DJANGO_SETTINGS_MODULE": "kanaf.config.settings.test"}
            arranged["KANAF_DATABASE"] = databases.address(name, roles.OWNER)
            script = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", SCENE.format(files=FILES)]
            done = subprocess.run(script, env=arranged, cwd=live.ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            yield name, {**environment, "KANAF_DATABASE": databases.address(name, roles.WORKER)}
    finally:
        databases.drop(name)


@contextlib.contextmanager
def worker(environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", HURRIED], env=environment, cwd=live.ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Ledger:
    """What the database holds, asked beside the workers."""

    def __init__(self, link: "psycopg.Connection[Any]") -> None:
        self.link = link

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.link.execute(query.encode(), values)]

    def count(self, query: str) -> int:
        return int(self.rows(query)[0][0])

    def wait(self, query: str, wanted: int, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + PATIENCE
        while self.count(query) < wanted:
            assert process.poll() is None, "the worker fell by itself"
            assert time.monotonic() < deadline, f"the worker does nothing: {query}"
            time.sleep(0.02)


ALERTS = "SELECT count(*) FROM circuit_alert"
ALL_TOLD = "SELECT (NOT EXISTS (SELECT FROM circuit_obligation WHERE next_step_at <= now() AND desk IS NOT NULL))::int"
ALL_MAILED = """
SELECT (NOT EXISTS (SELECT FROM circuit_alert WHERE mailed_at IS NULL AND mail_at <= now() - interval '2 s'))::int
"""
TWICE = """
SELECT count(*) FROM (SELECT FROM circuit_alert GROUP BY person_id, file, rule, about, began_at, step
                      HAVING count(*) > 1) x
"""
MAILS = "SELECT count(*) FROM foundation_sealedmail"
MAILED = "SELECT count(*) FROM (SELECT DISTINCT person_id, mailed_at FROM circuit_alert WHERE mailed_at IS NOT NULL) x"


def test_after_any_crash_each_silence_is_told_exactly_once(scene: tuple[str, dict[str, str]]) -> None:
    name, environment = scene
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    with psycopg.connect(databases.address(name), autocommit=True) as link:
        ledger = Ledger(link)
        expected, seen = ledger.rows(EXPECTED, clock.now()), []
        assert len(expected) > 5 * FILES
        for _kill in range(KILLS):
            with worker(environment) as process:
                ledger.wait(ALERTS, ledger.count(ALERTS) + chance.randrange(1, FARTHEST), process)
                time.sleep(chance.uniform(0, LONGEST))
                process.send_signal(signal.SIGKILL)
                process.wait()
            seen.append(ledger.count(ALERTS))
        assert seen[0] < len(expected), (seed, seen, "the first was killed in the middle")
        with worker(environment) as process:
            ledger.wait(ALL_TOLD, 1, process)
            ledger.wait(ALL_MAILED, 1, process)
        check(ledger, expected, f"seed {seed}, told after each kill: {seen}")


def check(ledger: Ledger, expected: list[tuple[Any, ...]], seed: str) -> None:
    """Every rung that was due has one entry of the journal and one alert; every mail stands once in the outbox."""
    told = {(file, rule, about, step): times for file, rule, about, step, times in ledger.rows(TOLD)}
    assert set(told.values()) == {1}, seed
    assert set(told) == {(file, rule, about, step) for file, rule, about, _began, step in expected}, seed
    alerts = ledger.rows("SELECT DISTINCT file, rule, about, began_at, step FROM circuit_alert")
    assert sorted(map(str, alerts)) == sorted(map(str, expected)), seed
    assert ledger.count(TWICE) == 0, seed
    assert 0 < ledger.count(MAILED) == ledger.count(MAILS), seed
