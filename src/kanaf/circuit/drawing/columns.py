"""Where the stages stand side by side: a stage that asks for much is given more room than one that asks for little."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from kanaf.circuit.protocol import Protocol


@dataclass(frozen=True)
class Columns:
    """``shares`` says how many cards stand side by side in each stage; each card is ``unit`` wide."""

    start: float
    width: float
    gap: float
    shares: tuple[int, ...]

    @property
    def unit(self) -> float:
        units = sum(self.shares)
        return (self.width - self.gap * (units - 1)) / units

    def x(self, place: int, card: int = 0) -> float:
        """Where a stage starts, or one of the cards that stand side by side in it."""
        return self.start + (sum(self.shares[:place]) + card) * (self.unit + self.gap)

    def wide(self, place: int) -> float:
        """How wide a stage is."""
        return self.shares[place] * (self.unit + self.gap) - self.gap


def possible_shares(protocol: Protocol) -> list[tuple[int, ...]]:
    """Ways to share the room, each once: from one card a stage side by side to all of them, and one stage wider or
    narrower than that."""
    tracks = [track.key for track in protocol.tracks]
    most = [_most(protocol, stage.key, tracks) for stage in protocol.stages]
    found = [tuple(max(1, ceil(count / deep)) for count in most) for deep in range(max(most), 0, -1)]
    near = [_with(shares, place, more) for shares in found for place in range(len(shares)) for more in (-1, 1)]
    sound = [way for way in near if all(1 <= share <= count for share, count in zip(way, most, strict=True))]
    return list(dict.fromkeys([*found, *sound]))


def _with(shares: tuple[int, ...], place: int, more: int) -> tuple[int, ...]:
    return (*shares[:place], shares[place] + more, *shares[place + 1 :])


def _most(protocol: Protocol, stage: str, tracks: Sequence[str]) -> int:
    """The cards of a stage in the lane that has most of them."""
    lanes = [rule.track if rule.track in tracks else "" for rule in protocol.obligations if rule.stage == stage]
    return max((lanes.count(lane) for lane in lanes), default=1)
