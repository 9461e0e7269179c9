"""Ctrl-C and SIGTERM become one exception, so that every ``with`` block above closes what it opened."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn


class Stopped(BaseException):
    """Somebody asked us to stop."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


NAMES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class _Waiting:
    """How many blocks hold the signals back, and the last one that came, kept until all is stopped."""

    blocks: int = 0
    number: int | None = None


_waiting = _Waiting()


@contextmanager
def stopping() -> Iterator[None]:
    """Raise ``Stopped`` at the first signal and let nothing disturb the cleaning up."""

    def stop(number: int, _frame: FrameType | None) -> None:
        _waiting.number = number
        if not _waiting.blocks:
            _stop(number)

    before = {name: signal.getsignal(name) for name in NAMES}
    for name in NAMES:
        if before[name] is not signal.SIG_IGN or name is not signal.SIGHUP:
            signal.signal(name, stop)
    try:
        yield
    finally:
        _waiting.number = None
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A signal that comes inside is raised at the end of the block.

    Raised while a process is being started it would forget that process; raised in a finaliser, such as that of the
    process which fell, Python would print it and go on, stopping nothing. One that was lost so elsewhere, or came
    while another was raised, is raised again at the end of the next block.
    """
    _waiting.blocks += 1
    try:
        yield
    finally:
        _waiting.blocks -= 1
        if not _waiting.blocks and (number := _waiting.number) is not None:
            _stop(number)


def _stop(number: int) -> NoReturn:
    for name in NAMES:
        signal.signal(name, signal.SIG_IGN)
    raise Stopped(number)
