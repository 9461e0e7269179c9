"""A signal to stop is never lost, at whatever moment it comes."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kanaf.config.launcher import say, supervisor
from kanaf.config.launcher.signals import NAMES, Stopped, stopping, undisturbed
from kanaf.config.launcher.supervisor import Supervisor
from kanaf.foundation.database.home import Home

SLEEPING = [sys.executable, "-c", "import time; time.sleep(600)"]
NO_ENDING = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)
DEAF = [sys.executable, "-c", NO_ENDING]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    handlers = {name: signal.getsignal(name) for name in NAMES}
    yield
    assert {name: signal.getsignal(name) for name in NAMES} == handlers


class Finalised:
    """Its end meets a signal, as the end of the process that fell may."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_for_the_end_of_what_must_not_be_disturbed(sent: signal.Signals) -> None:
    reached = False
    with pytest.raises(Stopped) as stopped, stopping(), undisturbed():
        signal.raise_signal(sent)
        reached = True
    assert reached
    assert stopped.value.number == sent


def test_a_signal_in_a_finaliser_stops_all_the_same() -> None:
    with pytest.raises(Stopped), stopping(), undisturbed():
        held = Finalised()
        del held


def test_one_that_was_lost_in_a_finaliser_is_found_at_the_next_check() -> None:
    lost = False
    with pytest.raises(Stopped), stopping():
        with contextlib.suppress(Stopped):
            signal.raise_signal(signal.SIGTERM)
        lost = True
        with undisturbed():
            pass
    assert lost


def test_a_signal_while_all_is_being_stopped_leaves_nobody_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 2.0)
    pids: list[int] = []
    with pytest.raises(Stopped), stopping(), Supervisor(Home(tmp_path)) as supervised:
        for name in ("one", "other"):
            supervised.start(name, DEAF, {})
        pids = [child.process.pid for child in supervised.children if child.process]
        for name in ("one", "other"):
            wait_for(tmp_path / "logs" / f"{name}.log")
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
        raise say.LauncherProblem("something else went wrong")
    assert len(pids) == 2
    assert not any(psutil.pid_exists(pid) for pid in pids)


def wait_for(log: Path) -> None:
    deadline = time.monotonic() + 30
    while "deaf" not in log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_was_waiting_is_forgotten_once_raised() -> None:
    with pytest.raises(Stopped), stopping(), undisturbed(), undisturbed():
        signal.raise_signal(signal.SIGTERM)
    with stopping(), undisturbed():
        pass


def test_a_process_being_started_when_the_signal_comes_is_stopped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    started = subprocess.Popen

    def disturbed(*arguments: Any, **options: Any) -> "subprocess.Popen[bytes]":
        begun.append(started(*arguments, **options))
        signal.raise_signal(signal.SIGTERM)
        return begun[-1]

    with pytest.raises(Stopped), stopping(), Supervisor(Home(tmp_path)) as supervisor:
        supervisor.start("sleeper", SLEEPING, {})
        first = supervisor.children[0].process
        assert first is not None
        first.kill()
        first.wait()
        monkeypatch.setattr(subprocess, "Popen", disturbed)
        try:
            supervisor.check()
        finally:
            monkeypatch.undo()
    assert len(begun) == 1
    assert not psutil.pid_exists(begun[0].pid)
