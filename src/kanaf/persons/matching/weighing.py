"""Whether two people are one, from how their fields agree: what is usual is learnt from the registry itself.

Three things may be true of a pair. They are one person: the fields agree but for slips. They are brothers or sisters:
father, family, mother and home agree as for one person, but given name, birth and sex as for strangers. They are
strangers: fields agree by chance, rare names seldom. How often each level is met among strangers is counted on pairs
drawn at random; how often for one person, and how many such pairs there are, is found by expectation and maximisation
(Fellegi and Sunter), starting from what was measured on made-up children.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching.comparing import (
    ADDRESS,
    ALIKE,
    BIRTH,
    COMMUNE,
    FIELDS,
    GIVEN,
    OF_NAME,
    ONE_DIGIT,
    PARTS,
    PHONE,
    SAME,
    SEX,
    Compared,
)
from kanaf.persons.matching.traits import KINDS

Weights = npt.NDArray[np.float64]
ROUNDS = 12
PRIOR_PAIRS = 100
"""How many pairs the levels that we begin with stand for, beside what the registry says."""
PRIOR_STRANGERS = 50
LEAST_SHARE, USUAL_SHARE = 0.002, 0.02
"""Of the people: how many are thought to be written twice, at least and to begin with."""
LEAST_KIN, KIN_SHARE = 10, 0.3
"""Pairs of brothers and sisters, at least and to begin with: never so few that a twin would be taken for the same."""
NEVER = 1e-6
_SAME_SCRIPT = (0.02, 0.015, 0.015, 0.02, 0.03, 0.05, 0.09, 0.12, 0.64)
_OTHER_SCRIPT = (0.02, 0.02, 0.03, 0.04, 0.06, 0.13, 0.25, 0.25, 0.2)
_STRANGERS = (0.6, 0.23, 0.09, 0.05, 0.02, 0.005, 0.002, 0.001, 0.002)
_UNKNOWN = 1.0
ONE_PERSON: dict[int, tuple[float, ...]] = {
    **dict.fromkeys(range(len(KINDS)), (_UNKNOWN, *_SAME_SCRIPT, *_OTHER_SCRIPT)),
    BIRTH: (_UNKNOWN, 0.5, 0.03, 0.05, 0.02, 0.05, 0.05, 0.12, 0.12, 0.03, 0.01, 0.02),
    SEX: (_UNKNOWN, 0.985, 0.015),
    COMMUNE: (_UNKNOWN, 0.75, 0.13, 0.12),
    ADDRESS: (_UNKNOWN, 0.12, 0.05, 0.08, 0.15, 0.2, 0.4),
    PHONE: (_UNKNOWN, 0.6, 0.4),
    PARTS: (_UNKNOWN, 0.93, 0.07),
}
"""[level] how often it is met, of those where the field is known on both sides."""
STRANGERS: dict[int, tuple[float, ...]] = {
    **dict.fromkeys(range(len(KINDS)), (_UNKNOWN, *_STRANGERS, *_STRANGERS)),
    BIRTH: (_UNKNOWN, 0.0002, 0.0002, 0.001, 0.002, 0.005, 0.06, 0.012, 0.05, 0.1, 0.1, 0.67),
    SEX: (_UNKNOWN, 0.5, 0.5),
    COMMUNE: (_UNKNOWN, 0.003, 0.03, 0.967),
    ADDRESS: (_UNKNOWN, 0.9, 0.07, 0.02, 0.006, 0.003, 0.001),
    PHONE: (_UNKNOWN, 0.0001, 0.9999),
    PARTS: (_UNKNOWN, 0.82, 0.18),
}
KIN_BIRTH = (_UNKNOWN, 0.02, 0.0003, 0.002, 0.003, 0.003, 0.005, 0.01, 0.06, 0.12, 0.15, 0.63)
"""Brothers and sisters: twins now and then, hardly ever within the same year."""
OWN = (GIVEN, BIRTH, SEX, PARTS)
"""What brothers and sisters do not share."""


@dataclass
class Usual:
    """How often each level is met, [level] logarithms by field, for the three kinds of pairs."""

    strangers: dict[int, Weights]
    one_person: dict[int, Weights] = field(default_factory=lambda: _logs(ONE_PERSON))
    kin: dict[int, Weights] = field(default_factory=dict)
    duplicates: float = 0.0
    families: float = 0.0
    """Pairs that are one person, and pairs of one family."""

    @classmethod
    def learn(cls, drawn: Compared, people: int) -> "Usual":
        """From pairs drawn at random, which are strangers; the rest as it is before anything is known."""
        strangers = _logs({
            f: _shares(np.bincount(drawn.levels[f], minlength=len(STRANGERS[f])), STRANGERS[f], PRIOR_STRANGERS)
            for f in STRANGERS
        })  # fmt: skip
        usual = cls(strangers, duplicates=USUAL_SHARE * people, families=KIN_SHARE * people)
        usual.kin = {
            GIVEN: strangers[GIVEN],
            BIRTH: np.log(np.array(KIN_BIRTH)),
            SEX: strangers[SEX],
            PARTS: strangers[PARTS],
        }
        return usual


class Weigher:
    """Learns from the compared pairs of a crowd of so many people, then says how probable each is."""

    def __init__(self, usual: Usual, people: int) -> None:
        self.usual, self._people = usual, people
        self._all_pairs = max(1.0, people * (people - 1) / 2)

    def learn_homes(self, address: npt.NDArray[np.uint8], phone: npt.NDArray[np.uint8]) -> None:
        """How the homes of strangers agree: [pair] levels of pairs drawn at random."""
        for place, levels in ((ADDRESS, address), (PHONE, phone)):
            met = np.bincount(levels, minlength=len(STRANGERS[place]))
            self.usual.strangers[place] = np.log(_shares(met, STRANGERS[place], PRIOR_STRANGERS))

    def learn(self, compared: Compared) -> None:
        """From those that are not surely strangers, round after round."""
        same, kin = self.weigh(compared)
        compared = compared.take(np.flatnonzero(same + kin > NEVER))
        for _round in range(ROUNDS):
            same, kin = self.weigh(compared)
            for place, prior in ONE_PERSON.items():
                met = np.bincount(compared.levels[place], weights=same, minlength=len(prior))
                self.usual.one_person[place] = np.log(_shares(met, prior, PRIOR_PAIRS))
            born = np.bincount(compared.levels[BIRTH], weights=kin, minlength=len(KIN_BIRTH))
            self.usual.kin[BIRTH] = np.log(_but_twins(_shares(born, KIN_BIRTH, PRIOR_PAIRS)))
            self.usual.duplicates = max(float(same.sum()), LEAST_SHARE * self._people)
            self.usual.families = max(float(kin.sum()), LEAST_KIN)

    def weigh(self, compared: Compared) -> tuple[Weights, Weights]:
        """[pair] the probability that they are one person, and that they are of one family."""
        same, kin = np.zeros(len(compared)), np.zeros(len(compared))
        for place in range(len(FIELDS)):
            level = compared.levels[place]
            chance = self._chance(place, compared)
            agrees = self.usual.one_person[place][level] - chance
            same += agrees
            kin += self.usual.kin[place][level] - self.usual.strangers[place][level] if place in OWN else agrees
        same += compared.beside + np.log(self.usual.duplicates / self._all_pairs)
        kin += compared.beside + np.log(self.usual.families / self._all_pairs)
        most = np.maximum(np.maximum(same, kin), 0)
        of_same, of_kin, of_strangers = np.exp(same - most), np.exp(kin - most), np.exp(-most)
        total = of_same + of_kin + of_strangers
        return of_same / total, of_kin / total

    def _chance(self, place: int, compared: Compared) -> Weights:
        """[pair] how seldom strangers agree so, as a logarithm: where they do, by how rare it is."""
        level, strangers = compared.levels[place], self.usual.strangers[place]
        if place == COMMUNE:
            place_chance: Weights = np.where(level == SAME, -compared.rarity[place], strangers[level])
            return place_chance
        chance = strangers.copy()
        if place >= len(KINDS):
            other_chance: Weights = chance[level]
            return other_chance
        is_alike = np.zeros(len(chance), dtype=np.bool_)
        for start in (0, OF_NAME):
            alike = slice(start + ALIKE, start + OF_NAME + 1)
            chance[alike] -= np.log(np.exp(chance[alike]).sum())
            is_alike[alike] = True
        rare: Weights = chance[level] - np.where(is_alike[level], compared.rarity[place], 0)
        return rare


def _but_twins(shares: Weights) -> Weights:
    """How births within a family agree, with as many twins as there are everywhere, not as many as look like some."""
    twins = slice(1, 1 + ONE_DIGIT)
    shares[twins] = KIN_BIRTH[twins]
    others = slice(1 + ONE_DIGIT, None)
    shares[others] *= (1 - shares[twins].sum()) / shares[others].sum()
    return shares


def _shares(met: npt.NDArray[Any], prior: tuple[float, ...], weight: float) -> Weights:
    """[level] of those where the field is known; names in one script and in two each by themselves."""
    shares = np.ones(len(prior))
    groups = [slice(1, 1 + OF_NAME), slice(1 + OF_NAME, None)] if len(prior) == 1 + 2 * OF_NAME else [slice(1, None)]
    for group in groups:
        counted = met[group] + weight * np.array(prior[group])
        shares[group] = np.maximum(counted / counted.sum(), NEVER)
    return shares


def _logs(shares: "dict[int, tuple[float, ...]] | dict[int, Weights]") -> dict[int, Weights]:
    return {place: np.log(np.asarray(levels)) for place, levels in shares.items()}
