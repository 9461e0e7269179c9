"""The background process stops when it is asked, whatever became of the database."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from kanaf.foundation.database import roles
from tests import databases, live

PATIENCE = 60.0
STOPS_WITHIN = 10.0


class Wire:
    """What stands between the worker and its database, until somebody cuts it."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to, self.ends, self.is_silent = to, [], False
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self.door.accept()
                far = socket.create_connection(self.to)
                self.ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := source.recv(65536):
                if not self.is_silent:
                    to.sendall(content)

    def fall_silent(self) -> None:
        """As when a cable is pulled: nothing is refused, nothing ever answers."""
        self.is_silent = True

    def break_off(self) -> None:
        """As when the server is stopped: what was open is closed, and nothing new is let in."""
        for end in (self.door, *self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def stay(self) -> None:
        """Nothing happens."""


@pytest.fixture
def database(template_database: str) -> Iterator[str]:
    name = databases.clone(f"worker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", template_database)
    yield name
    databases.drop(name)


@pytest.fixture
def wire() -> Iterator[Wire]:
    behind = urlsplit(os.environ[databases.CLUSTER])
    wire = Wire((behind.hostname or "", behind.port or 0))
    yield wire
    wire.break_off()


@contextlib.contextmanager
def working(database: str, wire: Wire) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker, once it has given a sign of life."""
    with tempfile.TemporaryDirectory(prefix="kanaf-worker-") as home:
        environment = live._environment(Path(home), database, demo=False)
        address = urlsplit(databases.address(database, roles.WORKER))
        place = address.netloc.rpartition("@")[0] + f"@127.0.0.1:{wire.port}"
        environment["KANAF_DATABASE"] = address._replace(netloc=place).geturl()
        with (Path(home) / "log").open("w+b") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "django", "run_worker"], env=environment, cwd=live.ROOT, stdout=log, stderr=log
            )
            try:
                _wait_for_a_beat(database, worker)
                yield worker
            finally:
                worker.kill()
                worker.wait()


def _wait_for_a_beat(database: str, worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    with psycopg.connect(databases.address(database), autocommit=True) as connection:
        while not connection.execute("SELECT 1 FROM foundation_beat").fetchone():
            assert worker.poll() is None, "the worker fell"
            assert time.monotonic() < deadline, "the worker gives no sign of life"
            time.sleep(0.1)
        # as when it waits for its jobs: long enough for both of its halves to have begun
        time.sleep(1)


@pytest.mark.parametrize(
    ("happens", "after"), [(Wire.stay, 0), (Wire.break_off, 0), (Wire.fall_silent, 11)], ids=["stays", "ends", "hangs"]
)
def test_it_stops_when_asked_whatever_became_of_the_database(database, wire, happens, after):
    with working(database, wire) as worker:
        happens(wire)
        time.sleep(after)  # long enough for a beat to hang on it
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        worker.wait(STOPS_WITHIN)
        assert time.monotonic() - began < STOPS_WITHIN
