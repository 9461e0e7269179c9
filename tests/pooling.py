"""PgBouncer in front of the cluster of the tests: transactions of many clients take turns on few connections."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from kanaf.foundation.database import account as accounts
from kanaf.foundation.database import roles
from kanaf.foundation.database.cluster import free_port
from tests import databases

MISSING = "no PgBouncer on this machine"
PATIENCE = 10.0


def program() -> str | None:
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def in_front(*, connections: int) -> Iterator[int]:
    """Transaction pooling with so many connections for a role; the port on which it listens."""
    account = accounts.choose()
    with tempfile.TemporaryDirectory(prefix="kanaf-pool-") as name:
        folder, port = Path(name), free_port()
        _configure(folder, port, connections)
        for path in (folder, *folder.iterdir()):
            if account:
                os.chown(path, account.uid, account.gid)
        pooler = subprocess.Popen(
            [program() or "", "--quiet", str(folder / "pgbouncer.ini")],
            **({"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}),
        )
        try:
            _wait(port, pooler)
            yield port
        finally:
            pooler.kill()
            pooler.wait(PATIENCE)


def address(port: int, name: str, role: str) -> str:
    """The address of a database of the run, through the pool."""
    password = quote(urlsplit(databases.address(name, role)).password or "")
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{name}"


def _configure(folder: Path, port: int, connections: int) -> None:
    behind = urlsplit(os.environ[databases.CLUSTER])
    people = folder / "people.txt"
    people.write_text("".join(f'"{role}" "{behind.password or ""}"\n' for role in (roles.OWNER, roles.WEB)))
    (folder / "pgbouncer.ini").write_text(
        f"""
[databases]
* = host={behind.hostname} port={behind.port}
[pgbouncer]
pool_mode = transaction
default_pool_size = {connections}
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = plain
auth_file = {people}
logfile = {folder / "log"}
"""
    )


def _wait(port: int, pooler: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while pooler.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("PgBouncer did not start")
