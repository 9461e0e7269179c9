"""Fictional names in both scripts, drawn at random and marked as fictional."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

MARK, MARK_AR = "(fictif)", "(خيالي)"


@dataclass(frozen=True)
class Name:
    """One person's name, as given, in both scripts."""

    given: str
    given_ar: str
    family: str
    family_ar: str


class Names:
    """Draws names from the paired lists; the same seed draws the same people."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._lists: dict[str, list[dict[str, str]]] = json.loads(
            (Path(__file__).parent / "names_ma.json").read_text(encoding="utf-8")
        )

    def draw(self, sex: str) -> Name:
        """A given name of that sex and a surname."""
        given = self._random.choice(self._lists["girls" if sex == "f" else "boys"])
        family = self._random.choice(self._lists["surnames"])
        return Name(given["latin"], given["ar"], f"{family['latin']} {MARK}", f"{family['ar']} {MARK_AR}")

    def of_family(self, sex: str, like: Name) -> Name:
        """Somebody of the same family."""
        other = self.draw(sex)
        return Name(other.given, other.given_ar, like.family, like.family_ar)


def mobile(random: Any) -> str:
    """A telephone number of the shape that Morocco uses, never one that was looked up."""
    return f"06{random.randint(0, 99_999_999):08d}"
