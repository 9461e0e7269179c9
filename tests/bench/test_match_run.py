"""The measure of the matcher: what lines say, how its figures are counted, what its training writes."""

from types import SimpleNamespace

import numpy as np
import pytest
from bench.match import baseline, run, train
from bench.match.rows import Communes, p95, read, said, traits_of
from bench.match.run import Answered

from kanaf.persons.matching import model
from kanaf.persons.matching.births import Precision

HEAD = "id,given_name,father_name,family_name,mother_name,birth_date,age_years,registered_on,sex,commune_code,commune"


@pytest.fixture
def communes(tmp_path):
    path = tmp_path / "CHILDREN.csv"
    path.write_text(f"{HEAD}\nc1,,,,,,,,,01.511.01.03,Tanger\nc2,,,,,,,,,01.511.01.03,طنجة\n", encoding="utf-8")
    return Communes(path)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, {"sex": "u"}),
        ({"given_name": "سلمى", "family_name": "Tazi"}, {"sex": "u", "given_name_ar": "سلمى", "family_name": "Tazi"}),
        ({"sex": "F", "birth_date": "2016-05"}, {"sex": "f", "born_said": "2016-05"}),
        ({"age_years": "9", "registered_on": "2026-03-01"}, {"sex": "u", "born_said": "9@2026-03-01"}),
        ({"age_years": "9"}, {"sex": "u"}),
        ({"birth_date": "2016-02-31", "age_years": "x", "registered_on": "?"}, {"sex": "u"}),
        ({"commune": "TANGER"}, {"sex": "u", "commune": "01.511.01.03"}),
        ({"commune": "Nowhere"}, {"sex": "u"}),
        ({"commune": "Tanger", "commune_code": "02.1"}, {"sex": "u", "commune": "02.1"}),
    ],
)
def test_a_line_becomes_the_fields_of_a_person_and_any_cell_may_be_empty(communes, row, expected):
    assert said(row, communes) == expected


def test_a_place_is_the_one_whose_name_is_most_like_what_was_said(tmp_path):
    path = tmp_path / "CHILDREN.csv"
    lines = [
        "c1,,,,,,,,,06.181.05.07,Ouled Hcine",
        "c2,,,,,,,,,03.61.07.01,Ouled Hssoune",
        "c3,,,,,,,,,03.61.07.01,Ouled Hssoune",
    ]
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    communes = Communes(path)
    assert communes.code({"commune": "Ouled Hcine"}) == "06.181.05.07"
    assert communes.code({"commune": "oulad hsine"}) == "06.181.05.07"
    assert communes.code({"commune": "Ouled Hassoune"}) == "03.61.07.01"


HABITS = [
    ("a mark of byte order", "\ufeffid,given_name\nc1,سلمى\n"),
    ("lines as Windows ends them", "id,given_name\r\nc1,سلمى\r\n"),
    ("another order and more columns", "note,given_name,id\n7,سلمى,c1\n"),
    ("capitals and spaces in the names of columns", " ID , Given_Name \nc1, سلمى \n"),
    ("cells that are missing, or too many", "id,given_name,sex,commune\nc1,سلمى\nc2,a,b,c,d,e\n"),
    ("a cell of any length", "id,given_name,note\nc1,سلمى," + "x" * 200_000 + "\n"),
]


@pytest.mark.parametrize("text", [habit[1] for habit in HABITS], ids=[habit[0] for habit in HABITS])
def test_a_file_is_read_whatever_its_habits(tmp_path, text):
    path = tmp_path / "QUERIES.csv"
    path.write_bytes(text.encode())
    first = next(read(path))
    assert (first["id"], first["given_name"]) == ("c1", "سلمى")
    assert traits_of(first, Communes(path)).given == "سلمى"


def test_bytes_that_are_no_text_lose_one_sign_and_not_the_line(tmp_path):
    path = tmp_path / "QUERIES.csv"
    path.write_bytes(b"id,given_name,sex\nc1,Hab\xefba,F\n")
    assert next(read(path))["sex"] == "F"


@pytest.mark.parametrize(
    ("row", "year"),
    [
        ({}, None),
        ({"birth_date": "2016-05-12"}, 2016),
        ({"birth_date": "n/a", "age_years": "9", "registered_on": "2026-03-01"}, 2017),
        ({"birth_date": "2016-02-31", "age_years": "many", "registered_on": "?"}, None),
    ],
)
def test_the_measure_beside_ours_takes_the_same_lines(row, year):
    assert baseline.year_of(row) == year
    assert baseline.names_of(row | {"given_name": "Sal\x00ma", "family_name": "Tazi"}) == "Salma Tazi"


def test_a_query_asks_with_the_same_traits(communes):
    traits = traits_of({"given_name": "Salma", "birth_date": "2016-05-12", "sex": "F", "commune": "طنجة"}, communes)
    assert (traits.given, traits.birth.precision, traits.sex, traits.commune) == (
        "Salma", Precision.DAY, "f", "01.511.01.03",
    )  # fmt: skip


def answered(place, sure, *, is_known=True):
    return Answered(place, is_known, False, sure, 1.0)


def test_the_figures_are_counted_as_the_issue_says():
    queries = [answered(0, 0.9), answered(0, 0.3), answered(1, 0.8), answered(None, 0.1)]
    negatives = [answered(None, 0.6, is_known=False), answered(None, 0.2, is_known=False)]
    assert run._recalls(queries) == {
        "recall_at_1": 0.5, "recall_at_10": 0.75, "same_recall_at_1": 0.5, "cross_recall_at_1": None,
    }  # fmt: skip
    assert run._strong(queries, negatives) == {"f1": round(2 * 1 / (3 + 4), 4), "false_alarm": 0.5}
    assert run._recall_at_precision(queries, negatives, 0.99) == 0.25
    assert run._recall_at_precision(queries, negatives, 0.6) == 0.25
    assert run._recall_at_precision(queries, negatives, 0.5) == 0.5


def test_the_time_of_95_in_a_hundred():
    assert p95([float(n) for n in range(100, 0, -1)], 1) == 96.0
    assert (p95([3.0], 1), p95([], 1)) == (3.0, 0.0)


def test_what_training_writes_is_what_the_scorer_reads(tmp_path):
    fields = ["is_leaf", "feature_idx", "missing_go_to_left", "num_threshold", "left", "right", "value", "depth"]
    nodes = [(0, 1, missing_left, 0.5, 1, 2, 0.0, 0) for missing_left in (1, 0)]
    leaves = [(1, 0, 0, 0.0, 0, 0, value, 1) for value in (-2.0, 3.0)]
    kinds = list(zip(fields, ["?", "i4", "?", "f8", "i4", "i4", "f8", "i4"], strict=True))
    trees = [(SimpleNamespace(nodes=np.array([node, *leaves], dtype=kinds)),) for node in nodes]
    grown = SimpleNamespace(_predictors=trees, n_features_in_=2, _baseline_prediction=np.array([[0.25]]))
    train.save(grown, tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as kept:
        read = model.Trees(
            *(kept[name] for name in model.Trees._fields[:6]), int(kept["depth"]), float(kept["baseline"])
        )
    rows = np.array([[0, 0.4], [0, 0.6], [0, np.nan]], dtype=np.float32)
    raw = np.array([0.25 - 4, 0.25 + 6, 0.25 - 2 + 3])
    assert read.probabilities(rows) == pytest.approx(1 / (1 + np.exp(-raw)))
