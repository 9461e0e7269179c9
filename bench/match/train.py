"""Makes the scorer of ``persons/matching`` from made-up children whose names are used for nothing else.

``python -m bench.match.train DIR … --out model.npz``: each folder as ``bench.match.make`` writes it, of the tuning part,
never of the part that is not looked at. The trees are grown with scikit-learn, which nothing else of Kanaf needs:
``pip install scikit-learn`` beforehand.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.match import rows
from bench.match.rows import Communes
from kanaf.persons.matching.everybody import EVIDENCE, MOST_SCORED, Everybody

LIKELIEST, OTHERS = 8, 5
"""Candidates of one question that are learnt from beside the true one: those for whom most speaks, and about so many,
drawn, of the others whom the model will look at. All of them teach little more, and far too much of who is unlike."""
TREES = {
    "max_iter": 320, "learning_rate": 0.08, "max_depth": 7, "max_leaf_nodes": 31, "min_samples_leaf": 80,
    "l2_regularization": 2.0, "early_stopping": False, "random_state": 0,
}  # fmt: skip
Rows = npt.NDArray[np.float32]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.match.train")
    parser.add_argument("folders", type=Path, nargs="+", help="of CHILDREN.csv, QUERIES.csv and NEG.csv")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    learnt = [examples(folder) for folder in options.folders]
    save(_grown(*(np.concatenate([of[part] for of in learnt]) for part in range(2))), options.out)
    return 0


def examples(folder: Path) -> tuple[Rows, npt.NDArray[np.bool_]]:
    """[candidate, column] of all questions about one registry, and which candidates are the ones meant."""
    registry = folder / "CHILDREN.csv"
    communes, everybody = Communes(registry), Everybody()
    everybody.change((rows.person_of(row["id"]), rows.traits_of(row, communes)) for row in rows.read(registry))
    questions = [row for name in ("QUERIES", "NEG") for row in rows.read(folder / f"{name}.csv")]
    learnt = list(_examples(everybody, questions, communes))
    columns, is_true = (np.concatenate([example[part] for example in learnt]) for part in range(2))
    print(f"{folder}: {len(learnt)} questions, {len(columns)} candidates, {int(is_true.sum())} true", flush=True)
    return columns, is_true


def _examples(
    everybody: Everybody, questions: Sequence[rows.Row], communes: Communes
) -> Iterator[tuple[Rows, npt.NDArray[np.bool_]]]:
    """[candidate, column] of each question, and which candidate is the one meant."""
    chance = np.random.default_rng(0)
    for row in questions:
        reached, columns = everybody.weighed(rows.traits_of(row, communes))
        true = everybody.place(rows.person_of(row["true_id"])) if row.get("true_id") else None
        is_true = reached.places == (-1 if true is None else true)
        likely = np.argsort(-columns[:, EVIDENCE], kind="stable")[:MOST_SCORED]
        rank = np.arange(len(likely))
        kept = likely[(rank < LIKELIEST) | is_true[likely] | (chance.random(len(likely)) < OTHERS / MOST_SCORED)]
        yield columns[kept], is_true[kept]


def _grown(columns: Rows, is_true: npt.NDArray[np.bool_]) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**TREES).fit(columns, is_true)


def save(grown: Any, out: Path) -> None:
    """In the format of ``matching/model.py``: the nodes of all trees, one after the other."""
    kept: dict[str, list[Any]] = {name: [] for name in ("column", "threshold", "left", "right", "value")}
    roots, depth = [], 0
    for (tree,) in grown._predictors:  # noqa: SLF001 - the library has no other way to its trees
        root = len(kept["column"])
        roots.append(root)
        for place, node in enumerate(tree.nodes, start=root):
            for name, value in _node(node, root, place, grown.n_features_in_).items():
                kept[name].append(value)
            depth = max(depth, int(node["depth"]))
    kinds = {"threshold": np.float32, "value": np.float32}
    baseline = float(np.ravel(grown._baseline_prediction)[0])  # noqa: SLF001
    np.savez_compressed(
        out, **{name: np.array(values, dtype=kinds.get(name, np.int32)) for name, values in kept.items()},
        roots=np.array(roots, np.int32), depth=depth, baseline=baseline,
    )  # fmt: skip


def _node(node: Any, root: int, place: int, columns: int) -> dict[str, Any]:
    """A leaf leads to itself. Where unknown values go right, the column is the one of the second half."""
    if node["is_leaf"]:
        return {"column": 0, "threshold": 0, "left": place, "right": place, "value": node["value"]}
    return {
        "column": int(node["feature_idx"]) + (0 if node["missing_go_to_left"] else columns),
        "threshold": node["num_threshold"], "left": root + int(node["left"]), "right": root + int(node["right"]),
        "value": 0,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
