"""How many brothers and sisters are called so, and how many children written down again are wrongly called so.

``python -m bench.match.kin --children 20000 --names unseen``: made-up families; a second registration of one child is
compared, among all the registry, with the record of the same child, and one of a brother or sister with it too.
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np

from bench.match import rows
from bench.match.make import Asking, Registered, Registry
from bench.match.names import PARTS
from bench.match.population import Child
from bench.match.rows import Communes, Row
from bench.match.writing import COLUMNS
from kanaf.persons.matching import features, model, relatives, searching
from kanaf.persons.matching.asking import Asked
from kanaf.persons.matching.everybody import MOST_WEIGHED
from kanaf.persons.matching.index import Builder, Index
from kanaf.persons.matching.strength import POSSIBLE
from kanaf.persons.matching.traits import Traits
from kanaf.persons.matching.vocabulary import Vocabulary

NOT_REACHED, NOBODY, MAYBE_SAME = "not reached", "no relative", "maybe the same"


def main(arguments: Sequence[str]) -> int:
    """Print, as JSON on the last line, the share of each kind of pair that is called what."""
    parser = argparse.ArgumentParser(prog="bench.match.kin")
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=3_000)
    parser.add_argument("--names", choices=PARTS, default="tuning")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    registry = Registry(options.names, options.seed)
    known = list(registry.children(options.children))
    with TemporaryDirectory() as folder:
        communes = Communes(_saved(known, Path(folder) / "CHILDREN.csv"))
    index = _index(known, communes)
    called: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, place, row in _pairs(registry, known, options.questions):
        called[kind][_called(index, rows.traits_of(row, communes), place)] += 1
    shares = {kind: {said: round(many / sum(its.values()), 4) for said, many in its.items()} | {"of": sum(its.values())}
              for kind, its in sorted(called.items())}  # fmt: skip
    print(json.dumps(shares))
    return 0


def _saved(known: Sequence[Registered], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(one.written.row for one in known)
    return path


def _index(known: Sequence[Registered], communes: Communes) -> Index:
    builder = Builder(Vocabulary())
    for one in known:
        builder.add(rows.person_of(str(one.child.number)), rows.traits_of(one.written.row, communes))
    index = builder.build()
    index.vocabulary.weigh(index.counts, len(index))
    return index


def _pairs(registry: Registry, known: Sequence[Registered], questions: int) -> Iterator[tuple[str, int, Row]]:
    """What the two are, the place of the one who is known, and how the other is written down."""
    random, asking = Random(registry.seed), Asking(registry)
    for place in random.sample(range(len(known)), questions):
        one = known[place]
        yield "same", place, asking.again(one, one.child)[0].row
        others = [sibling for sibling in one.siblings if sibling.number != one.child.number]
        if others:
            sibling = random.choice(others)
            yield _kind(one.child, sibling), place, asking.again(one, sibling)[0].row
        yield "cousin", place, asking.again(one, asking.absent(one, "cousin"))[0].row


def _kind(child: Child, sibling: Child) -> str:
    if sibling.mother != child.mother:
        return "half-sibling"
    return "twin" if sibling.born == child.born else "sibling"


def _called(index: Index, traits: Traits, place: int) -> str:
    asked = Asked.of(traits)
    reached = searching.candidates(index, asked, np.ones(len(index), dtype=np.bool_), MOST_WEIGHED)
    at = np.flatnonzero(reached.places == place)
    if not len(at):
        return NOT_REACHED
    columns = features.rows(index, asked, reached)
    sure = model.load().probabilities(columns)
    kin = relatives.kin(columns[at[0]], float(sure[at[0]]))
    return kin or (MAYBE_SAME if sure[at[0]] >= POSSIBLE else NOBODY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
