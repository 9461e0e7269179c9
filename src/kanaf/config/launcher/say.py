"""What the person in front of the terminal reads: one line a step, one sentence a problem."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kanaf.config.launcher.words import gettext as _


class LauncherProblem(Exception):
    """Something that stops us, said in one sentence with what to do."""


def line(text: str = "") -> None:
    print(text, flush=True)


def problem(sentence: str) -> None:
    print(f"✗ {sentence}", file=sys.stderr, flush=True)


def seconds(since: float) -> str:
    return _("{seconds} s").format(seconds=f"{time.monotonic() - since:.1f}")


@contextmanager
def step(text: str) -> Iterator[None]:
    """A line that appears when the step begins and is ticked, with its time, when it ends."""
    started, terminal = time.monotonic(), sys.stdout.isatty()
    print(f"  … {text}", end="" if terminal else "\n", flush=True)
    try:
        yield
    except BaseException:
        if terminal:
            print(flush=True)
        raise
    if terminal:
        print(f"\r  ✓ {text} ({seconds(started)})", flush=True)
