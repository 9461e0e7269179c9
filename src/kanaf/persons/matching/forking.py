"""Work on many people shared between processes that see the same memory; few are not worth the trouble."""

import ctypes
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

PROCESSES = 2
Given = TypeVar("Given")
Found = TypeVar("Found")
_PR_SET_PDEATHSIG = 1
_kept: list[Callable[[Any], Any]] = []


def each(work: Callable[[Given], Found], parts: Iterable[Given], *, is_much: bool) -> Iterator[Found]:
    """``work`` on each part, in their order; the parts and what is found go between processes, ``work`` does not."""
    if not is_much:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(PROCESSES, get_context("fork"), initializer=_begin, initargs=(work,)) as processes:
        yield from processes.map(_do, parts)


def end_with_parent() -> None:
    """What holds opened names never outlives the process that it works for."""
    if sys.platform == "linux":  # elsewhere the sweep looks itself whether its parent is there
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _begin(work: Callable[[Any], Any]) -> None:
    end_with_parent()
    _kept.append(work)


def _do(part: Any) -> Any:
    return _kept[-1](part)
