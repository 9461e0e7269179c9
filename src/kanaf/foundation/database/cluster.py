"""One PostgreSQL cluster in one folder: made once, started in a moment, stopped cleanly."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil

from kanaf.foundation.database.account import Account
from kanaf.foundation.database.binaries import Binaries
from kanaf.foundation.database.problems import DatabaseProblem, Problem, problem_of
from kanaf.foundation.database.processes import dies_with_parent

LOOPBACK = "127.0.0.1"
SUPERUSER = "postgres"
PLANNER = {"jit": "off", "random_page_cost": "1.1"}
"""Many short queries on a solid-state disk: compiling them costs more than it saves."""
PATIENCE = 60.0
LONGEST_LOG = 1_000_000
STATUS_LINE = 7
"""Where ``postmaster.pid`` says whether the server takes connections."""
INITDB = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--no-instructions",
)


def url(user: str, password: str, port: int, name: str) -> str:
    return f"postgresql://{quote(user)}:{quote(password)}@{LOOPBACK}:{port}/{quote(name)}"


@dataclass
class Cluster:
    """A data folder, the programs that serve it and the account that runs them."""

    data: Path
    password: str
    binaries: Binaries
    account: Account | None = None
    port: int = 0
    options: dict[str, str] = field(default_factory=dict)
    _server: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    def url(self, user: str = SUPERUSER, name: str = "postgres", *, password: str | None = None) -> str:
        return url(user, self.password if password is None else password, self.port, name)

    def create(self) -> None:
        """Make the cluster with passwords asked of everyone from its first second."""
        partial = self.data.with_name(f"{self.data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        with _explained(self.data):
            partial.mkdir(mode=0o700)
            self._give(partial)
            with self._password_file() as pwfile:
                self._initdb(partial, f"--pwfile={pwfile}")
            partial.rename(self.data)

    def start(self) -> None:
        """Serve the folder on loopback, at the remembered port when it is still free."""
        _clear_stale_pid(self.data)
        for _ in range(3):
            self.port = self.port if self.port and _is_free(self.port) else free_port()
            with _explained(self.data):
                log = self._open_log()
            with log:
                self._server = self._run_server(log)
            if self._answers(self._server):
                return
        raise DatabaseProblem(_why(self.log), log=self.log, folder=self.data)

    def stop(self) -> None:
        """Ask for a fast clean stop; insist when it does not come."""
        server, self._server = self._server, None
        if server is None:
            return
        for sent in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                server.send_signal(sent)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)
                return

    def is_running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def _initdb(self, folder: Path, *extra: str) -> None:
        command = [self.binaries.program("initdb"), "-D", str(folder), "-U", SUPERUSER, *INITDB, *extra]
        if self.options.get("fsync") == "off":
            command.append("--no-sync")
        done = subprocess.run(command, **self._as_account(), capture_output=True, text=True, check=False)
        if done.returncode and "locale" in done.stderr:  # PostgreSQL 15 and 16 have no built-in locale
            command = [part for part in command if not part.startswith("--locale-provider")]
            done = subprocess.run(command, **self._as_account(), capture_output=True, text=True, check=False)
        if done.returncode:
            problem = Problem.DISK_FULL if "No space left" in done.stderr else Problem.DID_NOT_START
            self.log.write_text(done.stderr, encoding="utf-8")
            raise DatabaseProblem(problem, log=self.log, folder=folder)

    def _run_server(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        settings = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", **PLANNER, **self.options}
        switches = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return subprocess.Popen(
            [self.binaries.program("postgres"), "-D", str(self.data), "-p", str(self.port), *switches],
            **self._as_account(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
            preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509  the launcher has one thread
        )

    def _answers(self, server: "subprocess.Popen[bytes]") -> bool:
        deadline = time.monotonic() + PATIENCE
        while server.poll() is None and time.monotonic() < deadline:
            if _status(self.data) == "ready":
                return True
            time.sleep(0.02)
        return False

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        return self.log.open("ab")

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _as_account(self) -> dict[str, Any]:
        quiet = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}}
        if self.account is None:
            return quiet
        return {**quiet, "user": self.account.uid, "group": self.account.gid, "extra_groups": []}

    @contextlib.contextmanager
    def _password_file(self) -> Iterator[Path]:
        """The superuser's password, for the eyes of initdb only and for the time it runs."""
        with tempfile.TemporaryDirectory(prefix="kanaf-") as folder:
            path = Path(folder) / "password"
            path.write_text(self.password, encoding="utf-8")
            path.chmod(0o600)
            self._give(path.parent)
            self._give(path)
            yield path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _status(data: Path) -> str:
    lines = _pid_file(data)
    return lines[STATUS_LINE].strip() if len(lines) > STATUS_LINE else ""


def _clear_stale_pid(data: Path) -> None:
    """The caller holds this folder's lock, so a server found here was left behind: stop it, or forget it."""
    lines = _pid_file(data)
    if not lines or not lines[0].strip().isdigit():
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    try:
        process = psutil.Process(int(lines[0]))
        ours = process.name().startswith("postgres") and str(data) in process.cmdline()
    except psutil.Error:
        ours = False
    if ours:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(30)
            return
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _why(log: Path) -> Problem:
    tail = log.read_text(encoding="utf-8", errors="replace")[-4000:] if log.exists() else ""
    return Problem.DISK_FULL if "No space left on device" in tail else Problem.DID_NOT_START


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """A disk that is full or cannot be written, said as such."""
    try:
        yield
    except OSError as error:
        raise problem_of(error, folder) from error
