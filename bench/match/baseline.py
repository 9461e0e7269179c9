"""The measure beside ours: PostgreSQL's trigrams on names in plain text, in temporary tables that go with the connection."""

import time
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from bench.match import rows
from bench.match.rows import Row, p95
from kanaf.persons.matching import births

NAME = "pg_trgm"
THRESHOLDS = (0.5, 0.3, 0.15)
"""The index answers a high threshold fast; a lower one is asked only when fewer than ten are above."""
MOST = 10
NAME_FIELDS = ("given_name", "father_name", "family_name", "mother_name")

TABLE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TEMPORARY TABLE bench_plain (id text, names text, year smallint);
"""
INDEX = "CREATE INDEX ON bench_plain USING gin (names gin_trgm_ops); ANALYZE bench_plain"
ASK = """
SELECT id FROM bench_plain WHERE names %% %(names)s
ORDER BY similarity(names, %(names)s) DESC, abs(year - %(year)s::smallint) NULLS LAST, id LIMIT 10
"""


def measure(connection: Any, children: Path, queries: Path, most: int = 1000) -> dict[str, Any]:
    """Load the registry, ask the first ``most`` queries, and say how often the child was found and how fast."""
    _load(connection, children)
    asked, spent = [], []
    with connection.cursor() as cursor:
        for row in islice(rows.read(queries), most):
            started = time.perf_counter()
            answer = _ask(cursor, row)
            spent.append(1000 * (time.perf_counter() - started))
            asked.append((row, answer))
    return {"name": NAME, **_recall(asked), "p95_ms": p95(spent, 1)}


def _load(connection: Any, children: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY bench_plain FROM STDIN") as copy:
            for row in rows.read(children):
                copy.write_row((row.get("id", ""), names_of(row), year_of(row)))
        cursor.execute(INDEX)


def _ask(cursor: Any, row: Row) -> list[str]:
    answer: list[str] = []
    for threshold in THRESHOLDS:
        cursor.execute("SELECT set_limit(%s::real)", [threshold])
        cursor.execute(ASK, {"names": names_of(row), "year": year_of(row)})
        answer = [found for (found,) in cursor.fetchall()]
        if len(answer) == MOST:
            break
    return answer


def names_of(row: Row) -> str:
    """In plain text; what PostgreSQL cannot keep is left out."""
    return " ".join(row[field] for field in NAME_FIELDS if row.get(field)).replace("\x00", "")


def year_of(row: Row) -> int | None:
    """The last in which the child may have been born."""
    birth = births.of(None, rows.born(row), is_estimate=False)
    return date.fromordinal(birth.last).year if birth.last else None


def _recall(asked: Sequence[tuple[Row, list[str]]]) -> dict[str, float]:
    def share(answers: Sequence[tuple[Row, list[str]]], first: int) -> float:
        return round(sum(row.get("true_id") in answer[:first] for row, answer in answers) / max(1, len(answers)), 4)

    crossed = [(row, answer) for row, answer in asked if row.get("cross_script") == "1"]
    return {"recall_at_1": share(asked, 1), "recall_at_10": share(asked, 10), "cross_recall_at_1": share(crossed, 1)}
