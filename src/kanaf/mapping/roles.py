"""What actors say of themselves and of one another at each step of the circuit: pure functions over claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

Key = tuple[UUID, str]


@dataclass(frozen=True)
class Claim:
    """Somebody says that an actor has a part at a step; ``said_by`` is nobody when the whole room agreed."""

    said_by: UUID | None
    about: UUID
    stage: str
    part: str


@dataclass(frozen=True)
class Difference:
    """One step of one actor: what it says of itself, and who says something else."""

    about: UUID
    stage: str
    own: str | None
    others: tuple[tuple[UUID, str], ...]
    is_settled: bool


def agreed(claims: Iterable[Claim]) -> dict[Key, str]:
    """The part that holds: what the room agreed, else what the actor says of itself; the last word counts."""
    room: dict[Key, str] = {}
    own: dict[Key, str] = {}
    for claim in claims:
        if claim.said_by is None:
            room[claim.about, claim.stage] = claim.part
        elif claim.said_by == claim.about:
            own[claim.about, claim.stage] = claim.part
    return {**own, **room}


def differences(claims: Iterable[Claim]) -> list[Difference]:
    """Where others see an actor elsewhere than it sees itself; settled once the room has agreed."""
    told = list(claims)
    own = {(c.about, c.stage): c.part for c in told if c.said_by == c.about}
    settled = {(c.about, c.stage) for c in told if c.said_by is None}
    heard: dict[Key, dict[UUID, str]] = {}
    for claim in told:
        if claim.said_by is not None and claim.said_by != claim.about:
            heard.setdefault((claim.about, claim.stage), {})[claim.said_by] = claim.part
    found = [_difference(key, own, said, settled) for key, said in heard.items()]
    return sorted((one for one in found if one.others), key=lambda one: (one.is_settled, one.stage, str(one.about)))


def _difference(key: Key, own: Mapping[Key, str], said: Mapping[UUID, str], settled: set[Key]) -> Difference:
    mine = own.get(key)
    others = tuple(sorted(((who, part) for who, part in said.items() if part != mine), key=lambda row: str(row[0])))
    return Difference(*key, mine, others, key in settled)
