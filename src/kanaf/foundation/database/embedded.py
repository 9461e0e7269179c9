"""The PostgreSQL that Kanaf carries, served from ``KANAF_HOME`` for as long as somebody needs it.

Whoever finds ``database.lock`` free starts the server and stops it at the end; the others hold
``users.lock`` together, and the one who started waits for them.
"""

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg

from kanaf.foundation.database import account as accounts
from kanaf.foundation.database import binaries as programs
from kanaf.foundation.database import roles
from kanaf.foundation.database.access import Access
from kanaf.foundation.database.account import Account
from kanaf.foundation.database.cluster import Cluster, url
from kanaf.foundation.database.home import Home
from kanaf.foundation.database.locks import Lock
from kanaf.foundation.database.problems import DatabaseProblem, Problem, problem_of

NAME = "kanaf"
WHERE = "where.json"
PATIENCE = 60.0
SHARED_PLACE = Path("/var/lib/kanaf")
Waiting = Callable[[], None]


@contextlib.contextmanager
def served(home: Home, *, waiting: Waiting, alone: bool = False) -> Iterator[Access]:
    """The home's database, started if nobody serves it. ``alone``: wait until it is ours to start."""
    with Lock(home.path / "database.lock") as server, Lock(home.path / "users.lock") as users:
        if alone and not server.take():
            waiting()
            server.take(wait=True)
        if alone or _join(home, server, users):
            with _started(home) as access:
                yield access
                if not alone:
                    users.take(wait=True)
        else:
            yield _access(home)


def _join(home: Home, server: Lock, users: Lock) -> bool:
    """True when the server is ours to start; False when we are among the users of another's."""
    deadline = time.monotonic() + PATIENCE
    while not server.take():
        if users.take(shared=True) and _answers(home):
            return False
        users.release()
        if time.monotonic() > deadline:
            raise DatabaseProblem(Problem.DID_NOT_START, log=home.path / "db.log", folder=home.path)
        time.sleep(0.1)
    return True


@contextlib.contextmanager
def _started(home: Home) -> Iterator[Access]:
    cluster = cluster_of(home)
    try:
        if not cluster.data.exists():
            cluster.create()
        cluster.start()
        if home.read(WHERE).get("port") != cluster.port:
            home.update(WHERE, port=cluster.port)
        if not home.read(WHERE).get("prepared"):
            _prepare(cluster, home)
        yield replace(_access(home), alive=cluster.is_running)
    finally:
        cluster.stop()


def cluster_of(home: Home) -> Cluster:
    """The cluster of a home: where it is, who runs it and with which programs."""
    data = _place(home)
    if data.exists() and not (home.path / "secrets.json").exists():
        raise DatabaseProblem(Problem.SECRETS_LOST, folder=data, home=home.path)
    account = accounts.owner_of(data) or accounts.choose()
    if not accounts.may_use(data):
        raise DatabaseProblem(Problem.NOT_OURS, folder=data)
    found = programs.find()
    if account and not account.may_enter(found.folder):
        found = found.copied_to(_shared_place(home))
    port = int(home.read(WHERE).get("port", 0))
    return Cluster(data, home.secrets()["superuser"], found, account, port)


def _place(home: Home) -> Path:
    """In the home; or, when the account may not enter there, in a place that the home remembers."""
    if known := home.read(WHERE).get("database"):
        return Path(known)
    data = home.path / "db"
    account = accounts.choose()
    if account and not data.exists() and not account.may_enter(home.path):
        data = _unused(_shared_place(home) / "db")
    home.update(WHERE, database=str(data))
    return data


def _shared_place(home: Home) -> Path:
    place = SHARED_PLACE / hashlib.sha256(str(home.path).encode()).hexdigest()[:16]
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o755)
    except OSError as error:
        raise problem_of(error, place) from error
    return place


def _unused(data: Path) -> Path:
    """A database left by an installation that is gone is not ours to open or to delete."""
    candidates = (data.with_name(f"{data.name}-{number}") for number in range(2, 1000))
    return data if not data.exists() else next(other for other in candidates if not other.exists())


def _prepare(cluster: Cluster, home: Home) -> None:
    passwords = home.secrets()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        logins = (roles.OWNER, *roles.RUNTIME_LOGINS)
        roles.ensure(connection, {name: passwords[name] for name in logins})
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            roles.create_database(connection, NAME)
    with psycopg.connect(cluster.url(name=NAME), autocommit=True) as connection:
        roles.prepare_database(connection)
    home.update(WHERE, prepared=True)


def _access(home: Home) -> Access:
    passwords, port = home.secrets(), int(home.read(WHERE).get("port", 0))
    owner, web, worker = (url(role, passwords[role], port, NAME) for role in (roles.OWNER, roles.WEB, roles.WORKER))
    return Access(owner, web, worker)


def _answers(home: Home) -> bool:
    if not home.read(WHERE).get("prepared"):
        return False
    try:
        with psycopg.connect(_access(home).owner, connect_timeout=2):
            return True
    except psycopg.Error:
        return False


def steps_down_to(home: Home) -> Account | None:
    """The account that runs the database of this home, for ``doctor``."""
    return accounts.owner_of(Path(home.read(WHERE).get("database", home.path / "db")))
