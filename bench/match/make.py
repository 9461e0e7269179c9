"""Writes a made-up registry and the re-registrations of some of its children.

``python -m bench.match.make --children 100000 --queries 5000 --negatives 5000 --names unseen --seed 1 --out DIR``
writes ``CHILDREN.csv``, ``QUERIES.csv`` and ``NEG.csv``; with ``--truth`` also the true names behind each row.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.match.names import PARTS, stock
from bench.match.noise import Dice
from bench.match.places import country
from bench.match.population import CHILDHOOD, LAST_DAY, Child, Population
from bench.match.writing import COLUMNS, NAME_FIELDS, Script, Writer, Written, other

LEVELS, LEVEL_WEIGHTS = (1, 2, 3), (35, 70, 100)
QUERY_COLUMNS = (*COLUMNS, "true_id", "level", "cross_script")
NEGATIVE_COLUMNS = (*COLUMNS, "level", "cross_script")
TRUE_COLUMNS = ("id", *NAME_FIELDS)
SAME_PAPERS = 0.7
"""Brothers and sisters whose parents' names are spelt alike, from the same family booklet."""
SHUFFLED = 20_000
"""Rows held back, so that brothers and sisters do not follow one another in the file."""

NEGATIVES = {"sibling": 0.12, "namesake": 0.04, "cousin": 0.10, "stranger": 0.74}
"""Children who are not registered: the unregistered sibling of one who is, one with the same three names born in another
year of another mother, one of the same family and commune with another father, and anybody."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A child of the registry that a query is about, and how the desk wrote its names."""

    child: Child
    written: Written
    siblings: Sequence[Child]


@dataclass
class Registry:
    """The children of one part of the names, in one order for one seed."""

    part: str
    seed: int
    tally: Counter[tuple[str, int, bool]] | None = None
    _population: Population = field(init=False)

    def __post_init__(self) -> None:
        self._population = self.population("people")

    def population(self, purpose: str) -> Population:
        return Population(stock(self.part), country(), Random(f"{self.seed} {self.part} {purpose}"))

    def children(self, size: int) -> Iterator[Registered]:
        """Each child with its siblings, as its desk wrote it."""
        random = Random(f"{self.seed} {self.part} desks")
        writer = Writer(Dice(random, tally=self.tally), self._population)
        for family in self._population.families():
            papers: dict[Any, str] = {}
            for child in family:
                if child.number >= size:
                    return
                spelt = papers if random.random() < SAME_PAPERS else {}
                script: Script = random.choice(("arabic", "latin"))
                yield Registered(
                    child, writer.write(child, level=0, script=script, on=child.registered_on, spelt=spelt), family
                )

    def identifier(self, number: int) -> str:
        """Without order, so that a sibling is not the next number."""
        return f"c{(number * 2_654_435_761 + self.seed * 40_503) % 2**32:08x}"


@dataclass
class Asking:
    """Writes registered children, and children who are not, once more at a later desk."""

    registry: Registry

    def __post_init__(self) -> None:
        self.random = Random(f"{self.registry.seed} {self.registry.part} asking")
        self.population = self.registry.population("others")
        self.writer = Writer(Dice(self.random, tally=self.registry.tally), self.population)

    def again(self, known: Registered, child: Child) -> tuple[Written, dict[str, Any]]:
        """``child`` at a later date, half the time in the other script than ``known``."""
        level = self.random.choices(LEVELS, cum_weights=LEVEL_WEIGHTS)[0]
        script = other(known.written.script) if self.random.random() < 0.5 else known.written.script
        papers = dict(known.written.spelt) if script == known.written.script else {}
        written = self.writer.write(child, level=level, script=script, on=self._later(child), spelt=papers)
        return written, {"level": level, "cross_script": int(written.script != known.written.script)}

    def _later(self, child: Child) -> date:
        last = min(child.born + timedelta(days=CHILDHOOD), LAST_DAY)
        days = max(0, (last - child.registered_on).days)
        return child.registered_on + timedelta(days=int(days * self.random.random() ** 1.5))

    def absent(self, known: Registered, kind: str) -> Child:
        """Somebody like a registered child who is not registered."""
        draw, child = self.population, known.child
        if kind == "sibling":
            taken = [sibling.given[0] for sibling in known.siblings]
            eldest, youngest = known.siblings[0], known.siblings[-1]
            return draw.sibling(youngest, taken, -1) or draw.elder(eldest, taken)
        anybody = draw.child(-1)
        if kind == "namesake":
            return replace(anybody, sex=child.sex, given=child.given, father=child.father, family=child.family,
                           born=draw.another_year(child.born, anybody.registered_on))  # fmt: skip
        if kind == "cousin":
            return replace(anybody, family=child.family, home=child.home)
        return anybody


def make(
    *, children: int, queries: int, negatives: int, part: str, seed: int, out: Path, truth: bool = False
) -> Counter[Any]:
    """Write the files and return how often each noise was asked for and came."""
    tally: Counter[tuple[str, int, bool]] = Counter()
    registry = Registry(part, seed, tally)
    chosen = Random(f"{seed} {part} chosen").sample(range(children), min(children, queries + negatives))
    wanted = dict.fromkeys(chosen)
    known: dict[int, Registered] = dict(wanted)  # type: ignore[arg-type]
    out.mkdir(parents=True, exist_ok=True)

    def rows() -> Iterator[tuple[dict[str, Any], Written]]:
        for registered in registry.children(children):
            number = registered.child.number
            if number in wanted:
                known[number] = registered
            yield {"id": registry.identifier(number), **registered.written.row}, registered.written

    _save(out, "CHILDREN", COLUMNS, _shuffled(rows(), Random(f"{seed} order")), truth=truth)
    asking = Asking(registry)
    asked = chosen[:queries]
    _save(out, "QUERIES", QUERY_COLUMNS, _queries(asking, [known[number] for number in asked]), truth=truth)
    _save(out, "NEG", NEGATIVE_COLUMNS, _negatives(asking, [known[n] for n in chosen[-negatives:]]), truth=truth)
    return tally


Rows = Iterable[tuple[dict[str, Any], Written]]


def _queries(asking: Asking, known: Sequence[Registered]) -> Iterator[tuple[dict[str, Any], Written]]:
    for number, registered in enumerate(known):
        written, more = asking.again(registered, registered.child)
        true_id = asking.registry.identifier(registered.child.number)
        yield {"id": f"q{number:06d}", **written.row, "true_id": true_id, **more}, written


def _negatives(asking: Asking, known: Sequence[Registered]) -> Iterator[tuple[dict[str, Any], Written]]:
    for number, registered in enumerate(known):
        kind = asking.random.choices(list(NEGATIVES), list(NEGATIVES.values()))[0]
        written, more = asking.again(registered, asking.absent(registered, kind))
        yield {"id": f"{kind}-{number:06d}", **written.row, **more}, written


def _shuffled(rows: Rows, random: Random) -> Iterator[tuple[dict[str, Any], Written]]:
    held: list[tuple[dict[str, Any], Written]] = []
    for row in rows:
        if len(held) < SHUFFLED:
            held.append(row)
            continue
        here = random.randrange(SHUFFLED)
        yield held[here]
        held[here] = row
    random.shuffle(held)
    yield from held


def _save(out: Path, name: str, columns: Sequence[str], rows: Rows, *, truth: bool) -> None:
    with ExitStack() as stack:
        file = stack.enter_context((out / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        true = (
            stack.enter_context((out / f"{name}.true.csv").open("w", encoding="utf-8", newline="")) if truth else None
        )
        true_table = csv.writer(true, lineterminator="\n") if true else None
        if true_table:
            true_table.writerow(TRUE_COLUMNS)
        for row, written in rows:
            table.writerow(row)
            if true_table:
                true_table.writerow(
                    [row["id"], *("|".join(n.arabic for n in written.true[key]) for key in NAME_FIELDS)]
                )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.match.make", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--negatives", type=int, default=5_000)
    parser.add_argument("--names", choices=PARTS, default="tuning")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--truth", action="store_true", help="also the true names behind each row, for bench.match.ceiling"
    )
    said = parser.parse_args(arguments)
    make(children=said.children, queries=said.queries, negatives=said.negatives, part=said.names, seed=said.seed,
         out=said.out, truth=said.truth)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
