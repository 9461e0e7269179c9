"""The made-up registries on which the matcher is tuned and measured."""

import csv
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bench.match import baseline, ceiling, slips_arabic, slips_latin
from bench.match import make as making
from bench.match.names import PARTS, core, name, part_of, stock
from bench.match.noise import NOISE, table
from bench.match.writing import COLUMNS
from django.db import connection

ROOT = Path(__file__).parents[2]
FILES = ("CHILDREN.csv", "QUERIES.csv", "NEG.csv")
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def make(out: Path, *, part: str = "tuning", seed: int = 1, children: int = 3000) -> Counter[Any]:
    return making.make(children=children, queries=1200, negatives=600, part=part, seed=seed, out=out)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[Any]]:
    out = tmp_path_factory.mktemp("match")
    return out, make(out)


def share(found: list[Row], field: str) -> float:
    return sum(not row[field] for row in found) / len(found)


def is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def test_one_seed_makes_one_set_of_files(made: tuple[Path, Counter[Any]], tmp_path: Path) -> None:
    make(tmp_path)
    assert all((tmp_path / file).read_bytes() == (made[0] / file).read_bytes() for file in FILES)
    make(tmp_path, seed=2)
    assert all((tmp_path / file).read_bytes() != (made[0] / file).read_bytes() for file in FILES)


def test_the_files_have_the_columns_that_the_measure_reads(made: tuple[Path, Counter[Any]]) -> None:
    children, queries, negatives = (rows(made[0] / file) for file in FILES)
    assert (len(children), len(queries), len(negatives)) == (3000, 1200, 600)
    assert tuple(children[0]) == COLUMNS
    assert tuple(queries[0]) == (*COLUMNS, "true_id", "level", "cross_script")
    assert tuple(negatives[0]) == (*COLUMNS, "level", "cross_script")


def test_every_cell_is_empty_or_of_its_kind(made: tuple[Path, Counter[Any]]) -> None:
    kinds = {
        "birth_date": r"\d{4}(-\d\d(-\d\d)?)?", "age_years": r"\d|1\d", "registered_on": r"20\d\d-\d\d-\d\d", "sex": "[MF]",
        "commune_code": r"[\d.]+", "level": "[123]", "cross_script": "[01]",
    }  # fmt: skip
    for file in FILES:
        for row in rows(made[0] / file):
            assert all(re.fullmatch(kinds[field], row[field]) for field in kinds if row.get(field)), row


def test_every_child_that_is_asked_for_is_registered_before_and_only_once(made: tuple[Path, Counter[Any]]) -> None:
    registered = {row["id"]: row for row in rows(made[0] / "CHILDREN.csv")}
    assert len(registered) == 3000
    for row in rows(made[0] / "QUERIES.csv"):
        assert row["registered_on"] >= registered[row["true_id"]]["registered_on"]


def test_half_of_the_queries_are_in_the_other_script(made: tuple[Path, Counter[Any]]) -> None:
    queries = rows(made[0] / "QUERIES.csv")
    assert 0.45 < sum(row["cross_script"] == "1" for row in queries) / len(queries) < 0.55
    registered = {row["id"]: row["given_name"] for row in rows(made[0] / "CHILDREN.csv")}
    told = [
        (is_arabic(registered[row["true_id"]]) != is_arabic(row["given_name"])) == (row["cross_script"] == "1")
        for row in queries
        if row["given_name"] and registered[row["true_id"]]
    ]
    assert sum(told) / len(told) > 0.97  # the rest has given and family name swapped, in two scripts


def test_missing_fields_come_as_often_as_documented(made: tuple[Path, Counter[Any]]) -> None:
    for level, found in [
        (0, rows(made[0] / "CHILDREN.csv")),
        *((n, [q for q in rows(made[0] / "QUERIES.csv") if q["level"] == str(n)]) for n in (1, 2, 3)),
    ]:
        expected = {"mother_name": "mother_missing", "commune": "commune_missing", "sex": "sex_missing"}
        for field, kind in expected.items():
            assert share(found, field) == pytest.approx(NOISE[kind].rates[level], abs=0.07), (field, level)


def test_each_kind_of_noise_comes_as_often_as_documented(made: tuple[Path, Counter[Any]]) -> None:
    tally = made[1]
    for kind, row in NOISE.items():
        for level, rate in enumerate(row.rates):
            asked = tally[kind, level, True] + tally[kind, level, False]
            if asked >= 200:
                assert tally[kind, level, True] / asked == pytest.approx(rate, abs=4 * (0.25 / asked) ** 0.5), (
                    kind,
                    level,
                )


def test_every_kind_of_noise_of_the_table_is_used(made: tuple[Path, Counter[Any]]) -> None:
    assert {kind for kind, _level, _came in made[1]} == set(NOISE)


def test_the_documentation_has_the_table_of_the_code() -> None:
    assert table() in (ROOT / "docs" / "matching-data.md").read_text(encoding="utf-8")


def test_no_name_is_in_both_parts_under_any_guise() -> None:
    found = {}
    for part in PARTS:
        pools = stock(part)
        names = [
            n for pool in (pools.boys, pools.girls, pools.fathers, pools.mothers, pools.families) for n in pool.names
        ]
        assert len(names) > 2000
        assert {part_of(n.arabic) for n in names} == {part}
        found[part] = {core(n.arabic) for n in names}
    assert not found["tuning"] & found["unseen"]


def test_a_particle_does_not_move_a_name_to_the_other_part() -> None:
    for guise in ("بن عبد السلام", "عبد السلام", "آيت عبد السلام", "بنعبد السلام"):
        assert part_of(guise) == part_of("عبد السلام")
    assert part_of("العمراني") == part_of("عمراني")


def test_a_name_has_its_attested_spellings_and_nobody_elses() -> None:
    spellings = name("يوسف").any_of[0]
    assert {"Youssef", "Yousef"} <= set(spellings)
    assert "France" not in spellings


def test_slips_are_those_that_people_make() -> None:
    random = Random(3)
    assert slips_latin.arabizi("Khalid", "خالد", random) == "5alid"
    assert slips_latin.without_abd("Abdelkader") == "Kader"
    assert slips_latin.without_abd("Abderrahim") == "Rahim"
    assert slips_latin.particle_moved("Ben Ali", random) == "BenAli"
    assert slips_latin.particle_moved("Benabdellah", random) == "Ben abdellah"
    assert slips_arabic.hamza("إدريس", random) == "ادريس"
    assert slips_arabic.ta_marbuta("فاطمة", random) in {"فاطمه", "فاطما"}
    assert slips_arabic.particle_moved("عبد الله", random) == "عبدالله"


def test_a_slip_never_empties_a_name() -> None:
    random = Random(2)
    for text in ("Ali", "Al", "A", "علي", "طه"):
        for slip in (
            slips_latin.typed,
            slips_latin.abbreviated,
            slips_arabic.typed,
            slips_arabic.abbreviated,
            slips_arabic.marks,
        ):
            assert all(slip(text, random) for _time in range(50))


def test_the_ceiling_is_high_and_not_perfect(tmp_path: Path) -> None:
    making.make(children=1000, queries=300, negatives=100, part="tuning", seed=1, out=tmp_path, truth=True)
    found = ceiling.measure(tmp_path)
    assert 0.95 < found["recall_at_1"] <= found["recall_at_10"]
    assert 0.9 < found["f1"] < 1


@pytest.mark.django_db
def test_the_baseline_finds_some_children_in_plain_text(made: tuple[Path, Counter[Any]]) -> None:
    connection.ensure_connection()
    found = baseline.measure(connection.connection, made[0] / "CHILDREN.csv", made[0] / "QUERIES.csv", most=100)
    assert found["name"] == "pg_trgm"
    assert 0.2 < found["recall_at_1"] <= found["recall_at_10"] < 0.8
    assert found["p95_ms"] > 0
