"""Ctrl-C and SIGTERM become one exception, so that every ``with`` block above closes what it opened."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """Somebody asked us to stop."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


NAMES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stopping() -> Iterator[None]:
    """Raise ``Stopped`` at the first signal and let nothing disturb the cleaning up."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for name in NAMES:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped(number)

    before = {name: signal.getsignal(name) for name in NAMES}
    for name in NAMES:
        if before[name] is not signal.SIG_IGN or name is not signal.SIGHUP:
            signal.signal(name, stop)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
