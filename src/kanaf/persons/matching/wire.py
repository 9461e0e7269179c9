"""What goes between the index and whoever asks it: JSON, never pickles, over a socket on this machine."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import numpy as np

from kanaf.persons.matching.births import Birth, Precision
from kanaf.persons.matching.everybody import Match, Named
from kanaf.persons.matching.sweeping import Pair
from kanaf.persons.matching.traits import Traits


def packed(message: Any) -> bytes:
    return json.dumps(message).encode()


def unpacked(raw: bytes) -> Any:
    return json.loads(raw)


def traits(values: list[Any]) -> Traits:
    given, family, father, mother, born, *others = values
    return Traits(given, family, father, mother, birth(born), *others)


def birth(values: list[int]) -> Birth:
    first, last, precision = values
    return Birth(first, last, Precision(precision))


def births(values: Iterable[list[int]]) -> list[Birth]:
    return [birth(one) for one in values]


def plain(found: Iterable[Match]) -> list[tuple[str, float, str]]:
    """What speaks for and against somebody goes as its bytes: eighty numbers written out are long."""
    return [
        (match.person.hex, match.probability, b64encode(match.row.astype(np.float32).tobytes()).decode())
        for match in found
    ]


def plain_names(found: Iterable[Named]) -> list[tuple[str, float]]:
    return [(one.person.hex, one.likeness) for one in found]


def called(values: list[Any]) -> list[Named]:
    return [Named(UUID(person), likeness) for person, likeness in values]


def plain_pairs(found: Iterable[Pair]) -> list[tuple[str, str, float]]:
    return [(pair.one.hex, pair.other.hex, pair.probability) for pair in found]


def pairs(values: list[Any]) -> list[Pair]:
    return [Pair(UUID(one), UUID(other), probability) for one, other, probability in values]


def matches(values: list[Any]) -> list[Match]:
    return [
        Match(UUID(person), probability, np.frombuffer(b64decode(row), dtype=np.float32))
        for person, probability, row in values
    ]
