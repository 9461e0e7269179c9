"""The measure beside ours: PostgreSQL's trigrams on names in plain text, in temporary tables that go with the connection."""

import csv
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

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
        for row in list(_rows(queries))[:most]:
            started = time.perf_counter()
            answer = _ask(cursor, row)
            spent.append(1000 * (time.perf_counter() - started))
            asked.append((row, answer))
    return {"name": NAME, **_recall(asked), "p95_ms": round(quantiles(spent, n=20)[18], 1)}


def _load(connection: Any, children: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY bench_plain FROM STDIN") as copy:
            for row in _rows(children):
                copy.write_row((row["id"], names_of(row), year_of(row)))
        cursor.execute(INDEX)


def _ask(cursor: Any, row: dict[str, str]) -> list[str]:
    answer: list[str] = []
    for threshold in THRESHOLDS:
        cursor.execute("SELECT set_limit(%s::real)", [threshold])
        cursor.execute(ASK, {"names": names_of(row), "year": year_of(row)})
        answer = [found for (found,) in cursor.fetchall()]
        if len(answer) == MOST:
            break
    return answer


def names_of(row: dict[str, str]) -> str:
    return " ".join(row[field] for field in NAME_FIELDS if row[field])


def year_of(row: dict[str, str]) -> int | None:
    """Of birth, or of the day less the age."""
    if row["birth_date"]:
        return int(row["birth_date"][:4])
    return int(row["registered_on"][:4]) - int(row["age_years"]) if row["age_years"] and row["registered_on"] else None


def _recall(asked: Sequence[tuple[dict[str, str], list[str]]]) -> dict[str, float]:
    def share(answers: Sequence[tuple[dict[str, str], list[str]]], first: int) -> float:
        return round(sum(row["true_id"] in answer[:first] for row, answer in answers) / max(1, len(answers)), 4)

    crossed = [(row, answer) for row, answer in asked if row["cross_script"] == "1"]
    return {"recall_at_1": share(asked, 1), "recall_at_10": share(asked, 10), "cross_recall_at_1": share(crossed, 1)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
