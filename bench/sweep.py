"""``./kanaf bench sweep --registry CHILDREN.csv --queries QUERIES.csv``: whoever is written down twice, among everybody.

Both files, which ``bench.match.make`` writes, are one registry: each query is a child of the registry written down a
second time. They go through the real sealed tables and index, and the sweep runs in a process of its own, as in service.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Sequence
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import django

MB = 1_000_000
LEVELS = (1, 2, 3)
Pair = frozenset[Any]


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON on the last line."""
    options = _options(arguments)
    owner = os.environ["KANAF_DATABASE"]
    os.environ["KANAF_DATABASE"] = os.environ["KANAF_BENCH_WORKER"]  # the index is read in the role that reads it
    django.setup()
    from django.conf import settings

    from bench.match import loading, rows
    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    communes = rows.Communes(options.registry)
    people = sum(loading.load(path, communes, owner) for path in (options.registry, options.queries))
    truth = {frozenset((rows.person_of(r["id"]), rows.person_of(r["true_id"]))): r for r in rows.read(options.queries)}
    found, measured = _swept()
    print(json.dumps({"people": people, "written_twice": len(truth), **_quality(found, truth), **measured}))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench sweep")
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    return parser.parse_args(arguments)


def _swept() -> tuple[dict[Pair, float], dict[str, Any]]:
    """The pairs as the index gives them, and what it took: the index's memory is shared by the sweep, and in its peak."""
    from kanaf.persons.matching import wire
    from kanaf.persons.matching.keeping import Kept

    kept, found = Kept(), {}
    print("reading everybody into the index", flush=True)
    kept.fill()
    index = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before = _cpu_of_children()
    print("sweeping", flush=True)
    started = time.perf_counter()
    here, there = Pipe()
    process = kept.sweep(there)
    held = time.perf_counter() - started
    while (message := wire.unpacked(here.recv_bytes())) is not None:
        if isinstance(message, float):
            print(f"{message:.0%} after {time.perf_counter() - started:.1f} s", flush=True)
        else:
            found |= {frozenset(pair[:2]): pair.probability for pair in wire.pairs(message)}
    seconds = time.perf_counter() - started
    process.join()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found, {
        "seconds": round(seconds, 1), "cpu_seconds": round(_cpu_of_children() - before, 1),
        "held_up_ms": round(1000 * held), "index_peak_mb": round(index * 1024 / MB),
        "sweep_peak_mb": round(children.ru_maxrss * 1024 / MB),
    }  # fmt: skip


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _quality(found: dict[Pair, float], truth: dict[Pair, Any]) -> dict[str, Any]:
    from kanaf.persons.matching.strength import STRONG

    strong = {pair for pair, sure in found.items() if sure >= STRONG}
    right = strong & truth.keys()
    return {
        "possible": len(found), "possible_recall": _share(found.keys() & truth.keys(), truth), "strong": len(strong),
        "precision": round(len(right) / max(1, len(strong)), 4), "recall": _share(right, truth),
        "f1": round(2 * len(right) / (len(strong) + len(truth)), 4),
        **{f"recall_level_{level}": _share(right, _where(truth, "level", str(level))) for level in LEVELS},
        "cross_recall": _share(right, _where(truth, "cross_script", "1")),
        "same_recall": _share(right, _where(truth, "cross_script", "0")),
    }  # fmt: skip


def _where(truth: dict[Pair, Any], name: str, value: str) -> dict[Pair, Any]:
    return {pair: row for pair, row in truth.items() if row[name] == value}


def _share(found: set[Pair], of: dict[Pair, Any]) -> float | None:
    return round(len(found & of.keys()) / len(of), 4) if of else None
