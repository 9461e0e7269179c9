"""A cluster for tests and benchmarks: quick because nothing in it is worth a crash, gone at the end."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from kanaf.foundation.database import account as accounts
from kanaf.foundation.database import binaries as programs
from kanaf.foundation.database.account import Account
from kanaf.foundation.database.cluster import Cluster

OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@contextlib.contextmanager
def throw_away(options: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    found, account = programs.find(), accounts.choose()
    with tempfile.TemporaryDirectory(prefix="kanaf-db-", dir=_reachable(account), ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        if account:
            os.chown(place, account.uid, account.gid)
            if not account.may_enter(found.folder):
                found = found.copied_to(place)
        cluster = Cluster(place / "db", os.urandom(12).hex(), found, account, options={**OPTIONS, **(options or {})})
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


def _reachable(account: Account | None) -> str | None:
    """The usual folder for temporary files, unless the database's account may not enter it."""
    usual = tempfile.gettempdir()
    if account is None or account.may_enter(Path(usual)):
        return None
    return next((place for place in ("/tmp", "/var/tmp") if account.may_enter(Path(place))), None)  # noqa: S108
