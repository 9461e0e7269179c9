"""``./kanaf bench match --registry CHILDREN.csv --queries QUERIES.csv [--negatives NEG.csv]``.

The registry goes through the real sealed tables, the index is built from them as the process that keeps it builds it,
and every query is asked of it, with nobody's grants in between: whatever is found is found among everybody.
"""

import argparse
import gc
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import django
import psutil

MOST = 10
MB = 1_000_000
TOLD_EVERY = 2000
"""Questions between two lines of progress."""
SIZE = "SELECT pg_total_relation_size('persons_person') + pg_total_relation_size('foundation_datakey')"


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON; how far it is goes to the standard error."""
    options = _options(arguments)
    owner = os.environ["KANAF_DATABASE"]
    os.environ["KANAF_DATABASE"] = os.environ["KANAF_BENCH_WORKER"]  # the index is read in the role that reads it
    django.setup()
    from django.conf import settings

    from bench.match.rows import Communes
    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    communes = Communes(options.registry)
    result = _measure(options, communes, owner)
    print(json.dumps(result))
    return 0


def tell(text: str) -> None:
    """How far the run is, beside its result."""
    print(text, file=sys.stderr, flush=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench match")
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--negatives", type=Path)
    parser.add_argument("--baseline-queries", type=int, default=1000, help="how many are asked of pg_trgm; 0 for none")
    return parser.parse_args(arguments)


@dataclass(frozen=True)
class Answered:
    """One question: the place of the true person among the answers, if there, and how sure the first one is."""

    place: int | None
    is_known: bool
    is_cross: bool
    sure: float
    ms: float


def _measure(options: argparse.Namespace, communes: Any, owner: str) -> dict[str, Any]:
    from bench.match import loading
    from bench.match.rows import p95

    started = time.perf_counter()
    count = loading.load(options.registry, communes, owner)
    load_per_s = count / (time.perf_counter() - started)
    kept, index_mb = _built()
    queries = _ask(kept, communes, options.queries)
    negatives = _ask(kept, communes, options.negatives) if options.negatives else []
    spent = [answer.ms for answer in queries]
    return {
        "registry": count, "queries": len(queries), **_recalls(queries), **_strong(queries, negatives),
        "recall_at_precision_99": _recall_at_precision(queries, negatives, 0.99),
        "p50_ms": round(median(spent or [0.0]), 2), "p95_ms": p95(spent, 2),
        "load_per_s": round(load_per_s), "db_mb": _db_mb(), "index_mb": index_mb,
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB),
        "baseline": _baseline(options),
    }  # fmt: skip


def _built() -> tuple[Any, int]:
    from kanaf.persons.matching.keeping import Kept

    tell("reading everybody into the index")
    gc.collect()
    process, started = psutil.Process(), time.perf_counter()
    before = process.memory_info().rss
    kept = Kept()
    count = kept.fill()
    gc.collect()
    tell(f"index of {count} people in {time.perf_counter() - started:.1f} s")
    return kept, round((process.memory_info().rss - before) / MB)


def _ask(kept: Any, communes: Any, path: Path) -> list[Answered]:
    from bench.match import rows

    answers: list[Answered] = []
    for row in rows.read(path):
        if len(answers) % TOLD_EVERY == 0:
            tell(f"{path.name}: {len(answers)} asked")
        traits = rows.traits_of(row, communes)
        started = time.perf_counter()
        found = kept.everybody.match(traits, most=MOST)
        ms = 1000 * (time.perf_counter() - started)
        ids = [match.person for match in found]
        true = rows.person_of(row["true_id"]) if row.get("true_id") else None
        answers.append(
            Answered(
                ids.index(true) if true in ids else None, true is not None, row.get("cross_script") == "1",
                found[0].probability if found else 0.0, ms,
            )
        )  # fmt: skip
    return answers


def _recalls(queries: Sequence[Answered]) -> dict[str, float | None]:
    def share(answers: Sequence[Answered], first: int) -> float | None:
        if not answers:
            return None
        return round(sum(a.place is not None and a.place < first for a in answers) / len(answers), 4)

    return {
        "recall_at_1": share(queries, 1),
        "recall_at_10": share(queries, MOST),
        "same_recall_at_1": share([a for a in queries if not a.is_cross], 1),
        "cross_recall_at_1": share([a for a in queries if a.is_cross], 1),
    }


def _strong(queries: Sequence[Answered], negatives: Sequence[Answered]) -> dict[str, float | None]:
    """Of the first answer above the threshold that was fixed on other children."""
    from kanaf.persons.matching.strength import STRONG

    given = [a for a in [*queries, *negatives] if a.sure >= STRONG]
    right, alarms = sum(a.place == 0 for a in given), sum(a.sure >= STRONG for a in negatives)
    f1 = 2 * right / max(1, len(given) + len(queries))
    return {"f1": round(f1, 4), "false_alarm": round(alarms / len(negatives), 4) if negatives else None}


def _recall_at_precision(queries: Sequence[Answered], negatives: Sequence[Answered], least: float) -> float:
    """The most children found at a threshold above which so large a share of the answers is right."""
    right = best = 0
    answers = sorted([*queries, *negatives], key=lambda answer: -answer.sure)
    for given, answer in enumerate(answers, start=1):
        right += answer.place == 0
        is_last_of_its_kind = given == len(answers) or answers[given].sure < answer.sure
        if is_last_of_its_kind and right / given >= least:
            best = right
    return round(best / max(1, len(queries)), 4)


def _db_mb() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        (size,) = cursor.fetchone()
    return round(size / MB)


def _baseline(options: argparse.Namespace) -> dict[str, Any] | None:
    """Trigrams on plaintext, as a superuser, for they are an extension."""
    if not options.baseline_queries:
        return None
    import psycopg

    from bench.match import baseline

    tell("the same of pg_trgm on plaintext")
    with psycopg.connect(os.environ["KANAF_BENCH_SUPERUSER"]) as connection:
        found = baseline.measure(connection, options.registry, options.queries, options.baseline_queries)
    return {key: found[key] for key in ("name", "recall_at_1", "recall_at_10", "p95_ms")}
