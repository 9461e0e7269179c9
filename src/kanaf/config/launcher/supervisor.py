"""Starts the web, the worker and the index, watches them, starts again what falls, stops everything cleanly."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from kanaf.config.launcher import say
from kanaf.config.launcher.installation import ROOT
from kanaf.config.launcher.signals import undisturbed
from kanaf.config.launcher.words import gettext as _
from kanaf.foundation.database.home import Home
from kanaf.foundation.database.processes import dies_with_parent

PATIENCE = 10.0
FALLS, WITHIN = 3, 60.0
PROCESSES = "processes.json"


@dataclass
class Child:
    """A process of ours, in a group of its own, that never outlives us."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    starts: list[float] = field(default_factory=list)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        self.starts = [*[at for at in self.starts if time.monotonic() - at < WITHIN], time.monotonic()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509  the launcher has one thread
            )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def keeps_falling(self) -> bool:
        return len(self.starts) > FALLS


class Supervisor:
    """Used in a ``with`` block: whatever ends the block, the children are stopped."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.children: list[Child] = []

    @undisturbed()
    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        logs = self.home.path / "logs"
        logs.mkdir(exist_ok=True, mode=0o700)
        child = Child(name, command, environment, logs / f"{name}.log")
        shorten(child.log)
        self.children.append(child)
        self._start(child)

    def _start(self, child: Child) -> None:
        child.start()
        running = [entry.process.pid for entry in self.children if entry.process]
        self.home.write(PROCESSES, {str(pid): _born(pid) for pid in running})

    @undisturbed()
    def check(self) -> None:
        """Start again what fell; give up, with the log's name, on what keeps falling."""
        for child in self.children:
            if not child.has_ended():
                continue
            if child.keeps_falling():
                message = _("{name} stopped {count} times in a minute: the reason is at the end of {log}.")
                raise say.LauncherProblem(message.format(name=child.name, count=len(child.starts), log=child.log))
            say.line(_("{name} stopped by itself; starting it again.").format(name=child.name))
            self._start(child)

    @undisturbed()
    def stop(self) -> None:
        """Ask all at once, wait, then insist."""
        processes = [child.process for child in self.children if child.process]
        for process in processes:
            _signal_group(process.pid, signal.SIGTERM, only_leader=True)
        deadline = time.monotonic() + PATIENCE
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()
        with contextlib.suppress(OSError):
            (self.home.path / PROCESSES).unlink()

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def stop_leftovers(home: Home) -> None:
    """Where the kernel does not do it, stop what a killed launcher left; wait for what is still ending."""
    for pid, born in home.read(PROCESSES).items():
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(int(pid))
            if abs(process.create_time() - float(born)) < 1:
                _end(process)
    with contextlib.suppress(OSError):
        (home.path / PROCESSES).unlink()


def _end(process: Any) -> None:
    process.terminate()
    with contextlib.suppress(psutil.TimeoutExpired):
        process.wait(PATIENCE)
    _signal_group(process.pid, signal.SIGKILL)


def _born(pid: int) -> float:
    with contextlib.suppress(psutil.Error):
        return float(psutil.Process(pid).create_time())
    return 0.0


def _signal_group(pid: int, sent: signal.Signals, *, only_leader: bool = False) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if only_leader:
            os.kill(pid, sent)
        else:
            os.killpg(pid, sent)


def shorten(log: Path, longest: int = 5_000_000) -> None:
    """One older log is kept; none grows for ever."""
    if log.exists() and log.stat().st_size > longest:
        log.replace(log.with_suffix(".log.1"))
