"""Forty fictional files at every stage, played through the same services as real work, at times relative to now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from kanaf.portal.demo.people import Name, Names, mobile

DEPTHS = (
    "reported", "refused", "opened", "registered", "met", "assessed", "planned", "referred", "followed", "closing",
    "closed", "reopened", "handed_over",
)  # fmt: skip
"""How far a story has gone; each includes the ones before it, up to the branch at the end."""

CAST = (
    ("reported", 4), ("refused", 2), ("opened", 3), ("registered", 4), ("met", 4), ("assessed", 4), ("planned", 4),
    ("referred", 5), ("followed", 4), ("closing", 2), ("closed", 2), ("reopened", 1), ("handed_over", 1),
)  # fmt: skip
"""How many stories of each: forty in all."""

DAYS_AGO: Mapping[str, tuple[float, float]] = {
    "reported": (0.01, 0.08), "refused": (0.1, 0.3), "opened": (0.1, 0.7), "registered": (0.3, 0.85),
    "met": (0.6, 0.95), "assessed": (1.0, 1.3), "planned": (3.5, 6.5), "referred": (8, 13), "followed": (14, 24),
    "closing": (30, 40), "closed": (120, 180), "reopened": (150, 200), "handed_over": (2.5, 4),
}  # fmt: skip
"""When a story began, so that most of what waits is not late yet."""

LATE_ONE_IN, LATE_DAYS = 7, 4
"""One story in seven began days before that and was left lying."""


@dataclass(frozen=True)
class Story:
    """Who, what, where, how far, and when it began."""

    number: int
    depth: str
    town: str
    tale: Mapping[str, Any]
    sex: str
    age: int
    child: Name
    caregiver: Name
    caregiver_sex: str
    phone: str
    risk: str
    began: datetime
    arabic: bool
    is_late: bool

    @property
    def born_on(self) -> date:
        return self.began.date() - timedelta(days=self.age * 365 + 97)

    @property
    def words(self) -> str:
        return str(self.tale["ar" if self.arabic else "fr"])

    def reaches(self, depth: str) -> bool:
        """Whether this story has gone at least so far."""
        return DEPTHS.index(self.depth) >= DEPTHS.index(depth)


def write_stories(now: datetime, *, seed: int = 2511) -> list[Story]:
    """The forty stories of the day; the same seed tells the same ones."""
    random = Random(seed)
    names = Names(random)
    tales = json.loads((Path(__file__).parent / "tales.json").read_text(encoding="utf-8"))["tales"]
    depths = [depth for depth, count in CAST for _ in range(count)]
    return [
        _story(number, depth, tales[number % len(tales)], random, names, now) for number, depth in enumerate(depths)
    ]


def _story(number: int, depth: str, tale: Mapping[str, Any], random: Random, names: Names, now: datetime) -> Story:
    sex = "f" if tale["form"].startswith("L-3") or tale.get("adult") else random.choice("fm")
    child = names.draw(sex)
    caregiver_sex = random.choice("fm")
    low, high = DAYS_AGO[depth]
    is_late = number % LATE_ONE_IN == LATE_ONE_IN - 2
    began = now - timedelta(days=random.uniform(low, high) + (LATE_DAYS if is_late else 0))
    return Story(
        number=number, depth=depth, town="sale" if number % 3 == 2 else "tanger", tale=tale, sex=sex,
        age=22 if tale.get("adult") else random.randint(3, 17), child=child,
        caregiver=names.of_family(caregiver_sex, child), caregiver_sex=caregiver_sex, phone=mobile(random),
        risk="high" if tale.get("medical") else random.choice(["high", "medium", "medium", "low"]),
        began=began, arabic=number % 2 == 1, is_late=is_late,
    )  # fmt: skip
