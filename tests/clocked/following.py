"""A database whose functions and row rules read the clock of the test, as its web process and its worker do."""

from datetime import datetime
from typing import Any

import psycopg

from kanaf.foundation import clock
from tests import databases
from tests.clocked import PACE

READS = r"\m(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)|\mcurrent_(timestamp|date)\M"
MOVED = """
CREATE OR REPLACE FUNCTION public.moved_now() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT '{to}'::timestamptz + (pg_catalog.now() - '{ours}'::timestamptz) / {pace} $$
"""
FUNCTIONS = """
SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('sql', 'plpgsql') AND p.proname <> 'moved_now'
  AND p.prosrc ~* %s
"""
POLICIES = """
SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE qual ~* %(reads)s OR with_check ~* %(reads)s
"""


def follow(name: str) -> None:
    """Let what the database reads as now be ``moved_now()``; nothing else of what it holds changes."""
    with psycopg.connect(databases.address(name)) as connection:
        move(connection, clock.now(), clock.now())
        for _signature, text in unmoved(connection):
            connection.execute(_moved(connection, text).encode())
        for table, policy, using, check in unmoved_policies(connection):
            clauses = [f"USING ({_moved(connection, using)})"] if using else []
            clauses += [f"WITH CHECK ({_moved(connection, check)})"] if check else []
            connection.execute(f'ALTER POLICY "{policy}" ON "{table}" {" ".join(clauses)}'.encode())


def move(connection: "psycopg.Connection[Any]", ours: datetime, to: datetime) -> None:
    """From our moment on it is that moment there."""
    connection.execute(MOVED.format(ours=ours.isoformat(), to=to.isoformat(), pace=PACE).encode())


def unmoved(connection: "psycopg.Connection[Any]") -> list[tuple[str, str]]:
    """Functions that still read the clock of the machine."""
    return [(str(name), str(text)) for name, text in connection.execute(FUNCTIONS, [READS])]


def unmoved_policies(connection: "psycopg.Connection[Any]") -> list[tuple[str, ...]]:
    return [tuple(row) for row in connection.execute(POLICIES, {"reads": READS})]


def _moved(connection: "psycopg.Connection[Any]", text: str) -> str:
    row = connection.execute("SELECT regexp_replace(%s, %s, 'public.moved_now()', 'gi')", [text, READS]).fetchone()
    assert row
    return str(row[0])
