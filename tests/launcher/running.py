"""Kanaf started for real, in a process of its own, and everything it started with it."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from kanaf.foundation.database.cluster import free_port

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = [sys.executable, "-P", "-m", "kanaf"]
FOREIGN = ("KANAF_", "DATABASE_", "DJANGO_")
PATIENCE = 90.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """A person's shell, in English, with nothing of the tests in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    plain = {"PYTHONPATH": str(ROOT / "src"), "KANAF_HOME": str(home), "LC_ALL": "en_GB.UTF-8"}
    return {**kept, **plain, **more}


def run(home: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """One command, to its end."""
    return subprocess.run(
        [*LAUNCHER, *arguments],
        env=environment(home, **more),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@contextlib.contextmanager
def a_folder(mode: int = 0o755) -> Iterator[Path]:
    """A folder whose name has a space, that the database's account may enter unless ``mode`` says no."""
    with tempfile.TemporaryDirectory(prefix="kanaf launcher ", dir=_roomy()) as folder:
        Path(folder).chmod(mode)
        yield Path(folder)


def _roomy() -> str:
    """pytest's own temporary folder is private to root, where no database account may enter."""
    return "/tmp"


@dataclass
class Up:
    """A running ``kanaf up``."""

    home: Path
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> "Up":
        return self.wait_until("Ctrl-C")

    def wait_until(self, words: str) -> "Up":
        deadline = time.monotonic() + PATIENCE
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        return self

    def family(self) -> list[psutil.Process]:
        """The launcher and all that it started."""
        launcher = psutil.Process(self.process.pid)
        return [launcher, *launcher.children(recursive=True)]

    def answers(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
            return answer.status == 200

    def stop(self, sent: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(sent)
        return self.process.wait(60)


@contextlib.contextmanager
def up(home: Path, *arguments: str, **more: str) -> Iterator[Up]:
    """``kanaf up`` on a free port; killed at the end if the test did not stop it."""
    port = free_port()
    log = home.parent / f"up-{port}.log"
    command: Sequence[str] = [*LAUNCHER, "up", "--port", str(port), *arguments]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=environment(home, **more), cwd="/", stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
    try:
        yield Up(home, port, process, log)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def all_gone(processes: Sequence[psutil.Process], within: float = 30) -> bool:
    _gone, alive = psutil.wait_procs(processes, timeout=within)
    return not alive
