"""No test leaves the machine: only loopback and Unix sockets open."""

import socket
from collections.abc import Callable
from typing import Any

ALLOWED = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")


class LeavesTheMachine(Exception):
    """A test tried to reach another host."""


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(ALLOWED):
            raise LeavesTheMachine(f"A test tried to reach {address!r}")
        return original(self, address)

    return connect


def close_the_door() -> None:
    """Guard every connection of this process, for its whole life."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
