"""``./kanaf up``: everything, in order, until it is stopped."""

import argparse
import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import psycopg

from kanaf.config.launcher import say
from kanaf.config.launcher.doors import Door
from kanaf.config.launcher.installation import PYTHON, ROOT, STATE, WELCOME, Installation
from kanaf.config.launcher.signals import Stopped, stopping
from kanaf.config.launcher.supervisor import Supervisor, stop_leftovers
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation import environment as env
from kanaf.foundation.database.access import Access
from kanaf.foundation.database.locks import Lock

PATIENCE = 90.0
PATIENCE_TO_READ = 600.0
"""The index opens every sealed name before it answers: half a minute for a hundred thousand people."""
PORT = 8000
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn's heartbeats, never data


def run(arguments: Sequence[str]) -> int:
    """Start everything; return when Ctrl-C or SIGTERM has stopped everything."""
    started, options = time.monotonic(), _options(arguments)
    with contextlib.suppress(Stopped), stopping():
        installation = Installation.open()
        with Lock(installation.home.path / "up.lock") as ours:
            _refuse_second(ours, options.door)
            stop_leftovers(installation.home)
            options.door.refuse_busy()
            _run(installation, options, started)
    say.line(_("Kanaf has stopped."))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./kanaf up", description=_("Starts Kanaf and stays until Ctrl-C."))
    parser.add_argument("--port", type=int, default=PORT, help=_("the port to listen on (8000)"))
    parser.add_argument("--host", default="localhost", help=_("the address to listen on (this machine only)"))
    parser.add_argument("--no-demo", action="store_true", help=_("start empty, for real work"))
    options = parser.parse_args(list(arguments))
    options.door = Door(options.host, options.port)
    return options


def _refuse_second(ours: Lock, door: Door) -> None:
    if not ours.take():
        where = json.loads(ours.read() or "{}")
        message = _("Kanaf is already running here, at {url} (process {pid}): stop that one first with Ctrl-C.")
        raise say.LauncherProblem(message.format(url=where.get("url", "?"), pid=where.get("pid", "?")))
    ours.note(json.dumps({"url": door.url, "pid": os.getpid()}))


def _run(installation: Installation, options: argparse.Namespace, started: float) -> None:
    door: Door = options.door
    with contextlib.ExitStack() as stack:
        try:
            with say.step(_("Starting the database")):
                access = stack.enter_context(installation.database(alone=True))
            demo = _decide_demo(installation, access, refused=options.no_demo)
            _refuse_strangers(door, demo=demo, production=installation.production)
            installation.home.update(STATE, url=door.url)
            _prepare(installation, access, demo=demo)
            supervisor = stack.enter_context(Supervisor(installation.home))
            with say.step(_("Starting the web, the worker and the index of people")):
                _serve(installation, access, supervisor, door)
                _wait(supervisor, door)
            _welcome(installation, door, started)
            _watch(supervisor, access, installation)
        except Stopped:
            say.line(_("Stopping…"))
            raise


def _decide_demo(installation: Installation, access: Access, *, refused: bool) -> bool:
    """A demonstration is decided on an empty database and remembered; nothing real is ever mixed with it."""
    known = installation.home.read(STATE).get("demo")
    if installation.production or refused:
        return False
    if known is None:
        known = _is_empty(access)
        installation.home.update(STATE, demo=known)
    return bool(known)


def _is_empty(access: Access) -> bool:
    with psycopg.connect(access.owner) as connection:
        row = connection.execute("SELECT to_regclass('public.django_migrations') IS NULL").fetchone()
    return bool(row and row[0])


def _refuse_strangers(door: Door, *, demo: bool, production: bool) -> None:
    if door.is_loopback and not production:
        return
    if demo:
        message = _("A demonstration listens on this machine only: leave out --host, or start with --no-demo.")
        raise say.LauncherProblem(message)
    if not env.words("KANAF_HOSTS"):
        message = _("To be reached from other machines, first set KANAF_HOSTS to the names people will type.")
        raise say.LauncherProblem(message)


def _prepare(installation: Installation, access: Access, *, demo: bool) -> None:
    """One Django process, as the owner: migrations, translations, static files, places, demonstration."""
    flags = ["--demo"] if demo else ["--no-demo"]
    if not installation.home.read(STATE).get("loaded"):
        flags.append("--first")
    command = [*PYTHON, "-m", "kanaf.config.launcher.prepare", *flags]
    done = subprocess.run(
        command, env=installation.environment(access.owner, demo=demo), cwd=ROOT, process_group=0, check=False
    )
    if done.returncode:
        raise say.LauncherProblem("")
    installation.home.update(STATE, demo=demo, loaded=True)


def _serve(installation: Installation, access: Access, supervisor: Supervisor, door: Door) -> None:
    workers = str(env.number("KANAF_WEB_WORKERS", default=2))
    threads = str(env.number("KANAF_WEB_THREADS", default=4))
    web = [*PYTHON, "-m", "gunicorn", "kanaf.config.wsgi:application", "--worker-class", "gthread"]
    web += ["--workers", workers, "--threads", threads, "--timeout", "60", "--graceful-timeout", "8"]
    web += ["--no-control-socket", "--log-level", "warning"]
    web += [part for bind in door.binds for part in ("--bind", bind)]
    if SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK):
        web += ["--worker-tmp-dir", str(SHARED_MEMORY)]
    index = [*PYTHON, "-m", "django", "run_index"]
    supervisor.start("index", index, installation.serving(access.worker))
    supervisor.start("web", web, installation.serving(access.web))
    worker = [*PYTHON, "-m", "django", "run_worker"]
    supervisor.start("worker", worker, installation.serving(access.worker))


def _wait(supervisor: Supervisor, door: Door) -> None:
    started = time.monotonic()
    while missing := _missing(door):
        supervisor.check()
        patience = PATIENCE_TO_READ if missing == {"index"} else PATIENCE
        if time.monotonic() > started + patience:
            message = _("Kanaf does not answer after {seconds} s: the reason is in {folder}.")
            folder = supervisor.home.path / "logs"
            raise say.LauncherProblem(message.format(seconds=int(patience), folder=folder))
        time.sleep(0.2)


def _missing(door: Door) -> set[str]:
    """What does not answer yet, by its name in ``/healthz``."""
    try:
        with urllib.request.urlopen(door.health, timeout=5) as answer:  # noqa: S310  our own loopback
            return {name for name, state in json.load(answer).items() if state != "ok"}
    except (OSError, ValueError, urllib.error.URLError):
        return {"web"}


def _welcome(installation: Installation, door: Door, started: float) -> None:
    say.line()
    say.line(_("Kanaf is ready in {seconds} s: {url}").format(seconds=round(time.monotonic() - started), url=door.url))
    if installation.demo and (text := installation.home.path / WELCOME).exists():
        say.line()
        say.line(text.read_text(encoding="utf-8").rstrip())
    say.line()
    say.line(_("Ctrl-C stops everything."))


def _watch(supervisor: Supervisor, access: Access, installation: Installation) -> NoReturn:
    while True:
        time.sleep(1)
        if not access.alive():
            log = installation.home.path / "db.log"
            raise say.LauncherProblem(
                _("The database stopped by itself: the reason is at the end of {log}.").format(log=log)
            )
        supervisor.check()
