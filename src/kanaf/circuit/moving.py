"""What changes when a file follows another version: a pure comparison of what is owed under both."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
"""One obligation as ``projections.rows_of`` writes it; moments are seconds since 1970 in UTC."""
Key = tuple[str, str, int]


class Turn(StrEnum):
    """What becomes of one obligation."""

    APPEARS = "appears"
    DISAPPEARS = "disappears"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Shift:
    """One obligation that is not the same under the two versions; ``before`` or ``after`` is missing at an end."""

    turn: Turn
    rule: str
    before: Row | None
    after: Row | None

    @property
    def is_open(self) -> bool:
        """Whether it waits, or would wait: what is over is told apart."""
        return any(row is not None and not row["ended"] for row in (self.before, self.after))

    @property
    def fields(self) -> frozenset[str]:
        """What differs of it."""
        if self.before is None or self.after is None:
            return frozenset()
        before, after = self.before, self.after
        return frozenset(name for name in after if before.get(name) != after[name])


def shifts(before: Iterable[Row], after: Iterable[Row]) -> list[Shift]:
    """Every difference, in the order of the newer version, then what disappears; the same rows differ in nothing."""
    old, new = _numbered(before), _numbered(after)
    found = [_shift(key[0], old.get(key), row) for key, row in new.items() if old.get(key) != row]
    return found + [Shift(Turn.DISAPPEARS, key[0], row, None) for key, row in old.items() if key not in new]


def _shift(rule: str, before: Row | None, after: Row) -> Shift:
    return Shift(Turn.DIFFERS if before else Turn.APPEARS, rule, before, after)


def _numbered(rows: Iterable[Row]) -> dict[Key, Row]:
    """By rule, by what it is about and by its turn: a follow-up comes back many times."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[Key, Row] = {}
    for row in rows:
        what = (row["rule"], row["about"])
        found[*what, seen[what]] = row
        seen[what] += 1
    return found


def mark_of(before: Iterable[Row], after: Iterable[Row], *names: str) -> str:
    """What a preview is known by: whoever agrees to it agrees to these rows and no others."""
    said = json.dumps([*names, list(before), list(after)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
