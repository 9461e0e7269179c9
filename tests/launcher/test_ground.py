"""The ground of the tests is what it says it is."""

import socket
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import databases
from tests.live import LiveKanaf
from tests.network import LeavesTheMachine


@pytest.mark.django_db
def test_the_tests_connection_is_the_owner_and_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("kanaf_owner", False, False)


@pytest.mark.django_db
def test_the_owner_may_step_down_to_the_web_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE kanaf_web")
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("kanaf_web",)
        cursor.execute("SET LOCAL ROLE NONE")


def test_no_test_reaches_another_host() -> None:
    with socket.socket() as probe, pytest.raises(LeavesTheMachine):
        probe.connect(("192.0.2.1", 80))


def test_the_live_web_and_its_index_are_logged_in_in_their_roles_on_a_database_of_its_own(
    live_kanaf: LiveKanaf,
) -> None:
    health(live_kanaf)
    with databases.superuser() as superuser:
        query = "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = %s ORDER BY 1"
        assert superuser.execute(query, [live_kanaf.database]).fetchall() == [("kanaf_web",), ("kanaf_worker",)]
    with psycopg.connect(databases.address(live_kanaf.database)) as inside:
        assert inside.execute("SELECT count(*) > 0 FROM django_migrations").fetchone() == (True,)


@pytest.mark.browser
def test_the_browser_reaches_the_live_kanaf(live_kanaf: LiveKanaf, chromium: Any) -> None:
    page = chromium.new_page()
    try:
        answer = page.goto(f"{live_kanaf.url}/healthz")
        assert answer.json()["database"] == "ok"
    finally:
        page.close()


def health(live: LiveKanaf) -> None:
    """Any answer: no worker beats beside a live Kanaf of the tests."""
    port = int(live.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert line.recv(12).startswith(b"HTTP/1.")
