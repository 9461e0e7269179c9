"""The addresses of one database, one for each role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit


@dataclass(frozen=True)
class Access:
    """What a process is given: never more than the address of its own role."""

    owner: str
    web: str
    worker: str
    alive: Callable[[], bool] = field(default=lambda: True)
    """Whether a server that we started still runs; of somebody else's we only know what it answers."""

    def of(self, role: str) -> str:
        return {"owner": self.owner, "web": self.web, "worker": self.worker}[role]


def with_user(url: str, user: str, password: str) -> str:
    """The same database, as somebody else."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in {"user", "password"}])
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}", query=query))
