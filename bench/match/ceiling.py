"""What a matcher could find that knew every name's true form: the rest is missing, wrong, or shared with somebody else.

``python -m bench.match.ceiling DIR`` reads what ``bench.match.make --truth`` wrote.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

import numpy as np

from bench.match.writing import NAME_FIELDS

Row = dict[str, str]
AGREE = dict(zip(NAME_FIELDS, (0.9995, 0.998, 0.998, 0.98), strict=True))
"""How often two records of one child agree on a name that both have, once its true form is known."""
UNIT_SHARE = 0.6
"""What one of two names in common is worth beside both."""
SAME_DAY, SAME_MONTH, SAME_YEAR, NEAR_YEAR, OTHER_YEAR = 11.5, 6.0, 3.0, 0.0, -8.0
EXCHANGED = 8.0
SAME_PLACE, SAME_PROVINCE, OTHER_PLACE = 7.0, 2.5, -2.5
SAME_SEX, OTHER_SEX = 1.0, -6.0


@dataclass
class Column:
    """One field of names of the whole registry: who has which name, and who has none."""

    holders: dict[str, Any]
    full: dict[str, Any]
    empty: Any
    agree: float
    size: int

    @classmethod
    def of(cls, texts: Sequence[str], agree: float) -> "Column":
        parts: dict[str, list[int]] = defaultdict(list)
        full: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            full[text].append(number)
            for part in text.split("|") if text else ():
                parts[part].append(number)
        arrays = [{key: np.array(numbers) for key, numbers in table.items()} for table in (parts, full)]
        return cls(arrays[0], arrays[1], np.array(full.get("", []), dtype=int), agree, len(texts))

    def add(self, score: Any, text: str) -> None:
        """Bits for and against each record of the registry."""
        if not text:
            return
        against = log2(1 - self.agree)
        gain = np.full(self.size, against, dtype=np.float32)
        gain[self.empty] = 0
        parts = text.split("|")
        for part in parts:
            held = self.holders.get(part)
            if held is not None:
                worth = log2(self.size / len(held)) * (1 if len(parts) == 1 else UNIT_SHARE)
                gain[held] = np.maximum(gain[held], worth)
        same = self.full.get(text)
        if same is not None:
            gain[same] = log2(self.size / len(same))
        score += gain


class Registry:
    """The true names of every record, and the rest of it as arrays."""

    def __init__(self, rows: Sequence[Row], true: Sequence[Row]) -> None:
        self.ids = [row["id"] for row in rows]
        self.names = {key: Column.of([row[key] for row in true], AGREE[key]) for key in NAME_FIELDS}
        dates = [parts(row["birth_date"]) for row in rows]
        self.year, self.month, self.day = (np.array([date[n] for date in dates], dtype=np.int16) for n in range(3))
        self.by_age = np.array([not row["birth_date"] and row["age_years"] != "" for row in rows])
        for number in np.flatnonzero(self.by_age).tolist():
            self.year[number] = year_of_age(rows[number])
        self.sex = np.array([row["sex"] for row in rows])
        self.place = np.array([row["commune_code"][:12] for row in rows])
        self.province = np.array([row["commune_code"][:6] for row in rows])
        self.name_of_place = np.array([row["commune"] for row in rows])

    def scores(self, row: Row, true: Row) -> Any:
        score = np.zeros(len(self.ids), dtype=np.float32)
        for key, column in self.names.items():
            column.add(score, true[key])
        if row["sex"]:
            score += np.where(self.sex == row["sex"], SAME_SEX, np.where(self.sex == "", 0, OTHER_SEX))
        self._add_birth(score, row)
        self._add_place(score, row)
        return score

    def _add_birth(self, score: Any, row: Row) -> None:
        year, month, day = parts(row["birth_date"])
        by_age = not year and row["age_years"] != ""
        if by_age:
            year = year_of_age(row)
        if not year:
            return
        apart = np.abs(self.year - year)
        vague = self.by_age | by_age
        gain = np.where(apart == 0, SAME_YEAR, np.where(apart == 1, np.where(vague, 2.0, NEAR_YEAR), OTHER_YEAR))
        if month and (month, day) != (1, 1):
            month_too = (apart == 0) & (self.month == month)
            gain = np.where(month_too, SAME_MONTH, gain)
            if day:
                gain = np.where(month_too & (self.day == day), SAME_DAY, gain)
                gain = np.where(
                    (apart == 0) & (self.month == day) & (self.day == month) & (day != month), EXCHANGED, gain
                )
                gain = np.where((apart == 1) & (self.month == month) & (self.day == day), EXCHANGED, gain)
        score += np.where(self.year == 0, 0, gain)

    def _add_place(self, score: Any, row: Row) -> None:
        if row["commune_code"]:
            same = self.place == row["commune_code"][:12]
            near = self.province == row["commune_code"][:6]
            gain = np.where(same, SAME_PLACE, np.where(near, SAME_PROVINCE, OTHER_PLACE))
            score += np.where(self.place == "", 0, gain)
        elif row["commune"]:
            score += np.where(self.name_of_place == row["commune"], SAME_PLACE, 0)


def parts(text: str) -> tuple[int, int, int]:
    """Year, month and day, 0 for what is not said."""
    numbers = [int(part) for part in text.split("-")] if text else [0]
    return tuple([*numbers, 0, 0][:3])  # type: ignore[return-value]


def year_of_age(row: Row) -> int:
    return int(row["registered_on"][:4]) - int(row["age_years"])


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measure(folder: Path, most: int = 5000) -> dict[str, float]:
    """The ceiling of recall, and of first answers above a fixed score over queries and negatives together."""
    registry = Registry(read(folder / "CHILDREN.csv"), read(folder / "CHILDREN.true.csv"))
    queries = list(zip(read(folder / "QUERIES.csv"), read(folder / "QUERIES.true.csv"), strict=True))[:most]
    negatives = list(zip(read(folder / "NEG.csv"), read(folder / "NEG.true.csv"), strict=True))[:most]
    found: dict[str, list[bool]] = defaultdict(list)
    answers = []
    for row, true in queries:
        score = registry.scores(row, true)
        best = np.argpartition(-score, min(10, len(score) - 1))[:10]
        ranked = [registry.ids[n] for n in sorted(best, key=lambda n: -score[n])]
        first = ranked[0] == row["true_id"]
        script = "cross" if row["cross_script"] == "1" else "same"
        for kind in ("", f"{script}_", f"level_{row['level']}_"):
            found[f"{kind}recall_at_1"].append(first)
        found["recall_at_10"].append(row["true_id"] in ranked)
        answers.append((float(score.max()), first))
    others = [float(registry.scores(row, true).max()) for row, true in negatives]
    return {key: round(sum(hits) / len(hits), 4) for key, hits in sorted(found.items())} | _strong(answers, others)


def _strong(answers: Sequence[tuple[float, bool]], others: Sequence[float]) -> dict[str, float]:
    """F1 and false alarms at the threshold that serves F1 best, as a project's own tuning set would choose it."""

    def at(threshold: float) -> tuple[float, float]:
        right = sum(hit for score, hit in answers if score >= threshold)
        given = sum(score >= threshold for score, _hit in answers)
        alarms = sum(score >= threshold for score in others)
        return 2 * right / (given + alarms + len(answers)), alarms / max(1, len(others))

    f1, false_alarm = max(at(threshold) for threshold in range(5, 45))
    return {"f1": round(f1, 4), "false_alarm": round(false_alarm, 4)}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5000)))
