"""Pairs of people field by field, many pairs at once: a level for each field, and how rare it is to agree so."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kanaf.persons.matching.births import Precision
from kanaf.persons.matching.crowd import Crowd, Floats, Ints, Places
from kanaf.persons.matching.index import FIRST_OF_1970, SEXES
from kanaf.persons.matching.likening import Likening
from kanaf.persons.matching.traits import KINDS, MOST_WORDS

Levels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
EDGES = (0.3, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 0.9995)
"""Between likenesses of a name; the last level is the same sound in the same script."""
OF_NAME = len(EDGES) + 1
"""Levels of a name in one script; as many again where the two are in different scripts. 0 where one is unknown."""
ALIKE = 6
"""From which of them on the name is one that the other person may have, so that its rarity counts."""
FIELDS = (*KINDS, "birth", "sex", "commune", "address", "phone", "parts")
"""``parts``: whether both have one given name, or both two; brothers and sisters often share one of two."""
GIVEN, FAMILY, FATHER, MOTHER, BIRTH, SEX, COMMUNE, ADDRESS, PHONE, PARTS = range(len(FIELDS))
SAME_DAY, SWAPPED, ONE_DIGIT, SAME_MONTH_DAY, SAME_MONTH, SAME_YEAR, IN_THE_YEAR, OF_AGE, NEARLY, NEXT_YEAR, OTHER = (
    range(1, 12)
)
SAME, DIFFERENT = 1, 2
IN_PROVINCE, ELSEWHERE = 2, 3
JOINED = MOST_WORDS
WORD_PAIRS = ((0, 0), (0, 1), (1, 0), (1, 1), (0, JOINED), (JOINED, 0))
MISPLACED_FROM = 0.8
MISPLACED, EXCHANGED = 2.5, 3.5
"""Nats that it costs when a name is in another one's field, and when given and family names are in each other's."""
EXCHANGED_FROM, EXCHANGED_BY = 0.75, 0.2
A_YEAR = 366
NOT_SAID = -1


@dataclass
class Compared:
    """[pair] what was found of each."""

    levels: Levels
    """[field, pair], 0 where it is unknown of one of them."""
    rarity: Floats
    """[field, pair] nats; how rare it is to agree so, where they do."""
    beside: Floats
    """[pair] nats for or against, of names in each other's fields."""

    def __len__(self) -> int:
        return len(self.beside)

    def take(self, rows: npt.NDArray[np.intp]) -> "Compared":
        return Compared(self.levels[:, rows], self.rarity[:, rows], self.beside[rows])


class Comparer:
    """Compares pairs of people of a crowd."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._likening = Likening(crowd.readings)
        self._births = Births(crowd)
        vocabulary = crowd.vocabulary
        primary = vocabulary.primary()
        self._rarity = -np.log(crowd.shares[:, np.append(primary, 0)]).astype(np.float32)
        self._is_initial = np.array([*(word.is_initial for word in vocabulary.words), False], dtype=np.bool_)
        scripts = {word.script: number for number, word in enumerate(vocabulary.words)}
        ranks = {script: rank for rank, script in enumerate(sorted(scripts))}
        self._script = np.array([*(ranks[word.script] for word in vocabulary.words), 0], dtype=np.int8)
        communes = crowd.facts.commune
        known = communes[communes >= 0]
        self._commune_rarity = -np.log((np.bincount(known, minlength=1) + 1) / (len(known) + 1)).astype(np.float32)

    def compare(self, one: Places, other: Places) -> Compared:
        """[pair] the people at these places."""
        found = Compared(
            np.zeros((len(FIELDS), len(one)), dtype=np.uint8), np.zeros((len(FIELDS), len(one)), dtype=np.float32),
            np.zeros(len(one), dtype=np.float32),
        )  # fmt: skip
        self._names(found, self._crowd.words[one], self._crowd.words[other])
        found.levels[BIRTH] = self._births.compare(one, other)
        self._facts(found, one, other)
        return found

    def _facts(self, found: Compared, one: Places, other: Places) -> None:
        facts = self._crowd.facts
        sexes = facts.sex[one], facts.sex[other]
        known = (sexes[0] != SEXES[""]) & (sexes[1] != SEXES[""])
        found.levels[SEX] = np.where(known, np.where(sexes[0] == sexes[1], SAME, DIFFERENT), 0)
        communes = facts.commune[one], facts.commune[other]
        near = np.where(facts.province[one] == facts.province[other], IN_PROVINCE, ELSEWHERE)
        level = np.where(communes[0] == communes[1], SAME, near)
        found.levels[COMMUNE] = np.where((communes[0] >= 0) & (communes[1] >= 0), level, 0)
        found.rarity[COMMUNE] = np.where(level == SAME, self._commune_rarity[communes[0]], 0)

    def _names(self, found: Compared, one: Ints, other: Ints) -> None:
        one, other = self._without_initials(one), self._without_initials(other)
        alike = self._alike(one, other)
        likeness = np.zeros((len(KINDS), len(one)), dtype=np.float32)
        for kind in range(len(KINDS)):
            likeness[kind], found.rarity[kind] = self._of_kind(kind, one[:, kind], other[:, kind], alike[kind])
        self._exchanged(found, likeness, one, other)
        said = (one[:, :, 0] >= 0).T & (other[:, :, 0] >= 0).T
        crossed = self._script[one[:, :, 0]].T != self._script[other[:, :, 0]].T
        level = 1 + np.searchsorted(np.array(EDGES, dtype=np.float32), likeness, side="right")
        found.levels[: len(KINDS)] = np.where(said, level + OF_NAME * crossed, 0)
        parts = np.where((one[:, GIVEN, 1] >= 0) == (other[:, GIVEN, 1] >= 0), SAME, DIFFERENT)
        found.levels[PARTS] = np.where(said[GIVEN], parts, 0)
        self._misplaced(found, one, other)

    def _without_initials(self, words: Ints) -> Ints:
        """« B. » is no name: it says next to nothing."""
        return np.where(self._is_initial[words], NOT_SAID, words)

    def _alike(self, one: Ints, other: Ints) -> Floats:
        """[kind, pair of places, pair of people] by ``WORD_PAIRS``."""
        asked = [(one[:, kind, a], other[:, kind, b]) for kind in range(len(KINDS)) for a, b in WORD_PAIRS]
        alike = self._likening.of(np.concatenate([a for a, _ in asked]), np.concatenate([b for _, b in asked]))
        return alike.reshape(len(KINDS), len(WORD_PAIRS), len(one))

    def _of_kind(self, kind: int, one: Ints, other: Ints, alike: Floats) -> tuple[Floats, Floats]:
        """[pair] how alike, by the words of whoever has fewer, and how rare the words that were met."""
        first, across, back, second, joined, its_joined = alike
        two, its_two = one[:, 1] >= 0, other[:, 1] >= 0
        both, neither = two & its_two, ~two & ~its_two
        straight, turned = (first + second) / 2, (across + back) / 2
        longer = np.where(two, np.maximum(np.maximum(first, back), its_joined), 0)
        longer = np.where(its_two, np.maximum(np.maximum(first, across), joined), longer)
        likeness = np.where(both, np.maximum(straight, turned), np.where(neither, first, longer))
        rare = [self._met(kind, one[:, a], other[:, b]) for a, b in WORD_PAIRS[:4]]
        of_both = np.where(straight >= turned, _added(rare[0], rare[3]), _added(rare[1], rare[2]))
        of_longer = np.where(two, np.where(back > first, rare[2], rare[0]), np.where(across > first, rare[1], rare[0]))
        return likeness, np.where(both, of_both, np.where(neither, rare[0], of_longer))

    def _met(self, kind: int, one: Ints, other: Ints) -> Floats:
        """How rare the commoner of two words is: a slip is always rare."""
        met: Floats = np.minimum(self._rarity[kind, one], self._rarity[kind, other])
        return met

    def _exchanged(self, found: Compared, likeness: Floats, one: Ints, other: Ints) -> None:
        """Given and family names in each other's fields."""
        maybe = np.flatnonzero((likeness[GIVEN] < EXCHANGED_FROM) & (likeness[FAMILY] < EXCHANGED_FROM))
        pairs = [(_whole(one[maybe, a]), _whole(other[maybe, b])) for a, b in ((GIVEN, FAMILY), (FAMILY, GIVEN))]
        across = np.stack([self._likening.of(mine, its) for mine, its in pairs])
        least = np.maximum(EXCHANGED_FROM, likeness[[GIVEN, FAMILY]][:, maybe].mean(0) + EXCHANGED_BY)
        is_so = across.min(0) >= least
        rows = maybe[is_so]
        met = [np.minimum(self._met(GIVEN, *words), self._met(FAMILY, *words)) for words in pairs]
        for kind in (GIVEN, FAMILY):
            likeness[kind, rows] = across.mean(0)[is_so]
            found.rarity[kind, rows] = np.mean(met, axis=0)[is_so]
        found.beside[rows] -= EXCHANGED

    def _misplaced(self, found: Compared, one: Ints, other: Ints) -> None:
        """A father's name among the family names, a family name among the given names, where its own field is empty."""
        for kind, where in ((FATHER, FAMILY), (FAMILY, GIVEN)):
            for mine, its in ((one, other), (other, one)):
                rows = np.flatnonzero((mine[:, kind, 0] >= 0) & (its[:, kind, 0] < 0) & (its[:, where, 1] >= 0))
                words = [its[rows, where, place] for place in (0, 1)]
                alike = np.stack([self._likening.of(mine[rows, kind, 0], word) for word in words])
                met = np.stack([self._met(kind, mine[rows, kind, 0], word) for word in words])
                best = np.where(alike >= MISPLACED_FROM, met - MISPLACED, 0).max(0)
                found.beside[rows] += np.maximum(best, 0)


def _whole(words: Ints) -> Ints:
    """[person] the first word of a name, run together with the second where there is one."""
    return np.where(words[:, JOINED] >= 0, words[:, JOINED], words[:, 0])


def _added(one: Floats, other: Floats) -> Floats:
    """Two names that are often given together say less than each by itself."""
    return np.maximum(one, other) + np.minimum(one, other) * np.float32(0.5)


class Births:
    """Births as they agree: to the day, but for a slip, within what is known."""

    def __init__(self, crowd: Crowd) -> None:
        facts = crowd.facts
        self._first, self._last = facts.first, facts.last
        days = (np.maximum(facts.first, 1).astype(np.int64) - FIRST_OF_1970).astype("datetime64[D]")
        months = days.astype("datetime64[M]")
        self._year = (months.astype("datetime64[Y]").astype(np.int64) + 1970).astype(np.int16)
        self._month = (months.astype(np.int64) % 12 + 1).astype(np.int8)
        self._day = ((days - months).astype(np.int64) + 1).astype(np.int8)
        is_new_year = (self._month == 1) & (self._day == 1)
        self._precision = np.where(
            (facts.precision == Precision.DAY) & is_new_year, int(Precision.YEAR), facts.precision
        ).astype(np.int8)
        """The first of January is what people write who know the year."""

    def compare(self, one: Places, other: Places) -> Places:
        """[pair] the level."""
        apart = np.maximum(np.maximum(self._first[one] - self._last[other], self._first[other] - self._last[one]), 0)
        years = np.abs(self._year[one] - self._year[other])
        precision = np.minimum(self._precision[one], self._precision[other])
        same_month = (years == 0) & (self._month[one] == self._month[other])
        vague = np.select(
            [apart == 0, apart <= A_YEAR], [np.where(precision == Precision.AGE, OF_AGE, IN_THE_YEAR), NEARLY], OTHER
        )
        vague = np.where((precision == Precision.YEAR) & (years == 0), IN_THE_YEAR, vague)
        vague = np.where((precision == Precision.MONTH) & same_month, SAME_MONTH, vague)
        level = np.where(precision == Precision.DAY, self._to_the_day(one, other, years, same_month), vague)
        both_new_year = (self._first[one] == self._first[other]) & (self._last[one] == self._last[other])
        level = np.where(both_new_year & (precision == Precision.YEAR), IN_THE_YEAR, level)
        known = (self._first[one] > 0) & (self._first[other] > 0)
        found: Places = np.where(known, level, 0)
        return found

    def _to_the_day(self, one: Places, other: Places, years: npt.NDArray[np.int16], same_month: Mask) -> Places:
        month, day = (self._month[one], self._month[other]), (self._day[one], self._day[other])
        levels: Places = np.select(
            [
                self._first[one] == self._first[other],
                (years == 0) & (month[0] == day[1]) & (month[1] == day[0]),
                self._digits_apart(one, other),
                (month[0] == month[1]) & (day[0] == day[1]),
                same_month,
                years == 0,
                years == 1,
            ],
            [SAME_DAY, SWAPPED, ONE_DIGIT, SAME_MONTH_DAY, SAME_MONTH, SAME_YEAR, NEXT_YEAR],
            OTHER,
        )
        return levels

    def _digits_apart(self, one: Places, other: Places) -> Mask:
        """Whether one digit of eight is another, or two neighbours have changed places."""
        digits, its_digits = self._digits(one), self._digits(other)
        differ = digits != its_digits
        many = differ.sum(0)
        turned = (digits[1:] == its_digits[:-1]) & (digits[:-1] == its_digits[1:]) & differ[1:] & differ[:-1]
        apart: Mask = (many == 1) | ((many == 2) & turned.any(0))  # noqa: PLR2004 - digits
        return apart

    def _digits(self, who: Places) -> npt.NDArray[np.int8]:
        year, month, day = self._year[who], self._month[who], self._day[who]
        parts = [
            year // 1000,
            year // 100 % 10,
            year // 10 % 10,
            year % 10,
            month // 10,
            month % 10,
            day // 10,
            day % 10,
        ]
        return np.stack([part.astype(np.int8) for part in parts])
