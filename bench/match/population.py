"""Families and their children as they are: true names, true dates, one home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bench.match.names import Name, Pool, Stock
from bench.match.places import Country, Place

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2026, 10, 31)
CHILDHOOD = 18 * 365
SIZES, SIZE_WEIGHTS = (1, 2, 3, 4, 5), (52, 78, 91, 97, 100)
"""Registered children of one family: half of the families have one, and two children in three have a sibling."""
TWINS, HALF_SIBLINGS = 0.02, 0.04
TWO_NAMES = {"M": 0.11, "F": 0.09, "parents": 0.03}
HONORIFICS = {"M": (("Moulay", "مولاي"), ("Sidi", "سيدي"), ("Si", "سي")), "F": (("Lalla", "لالة"), ("Lalla", "للا"))}
HONOURED = 0.012

Names = tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """One child, with nothing wrong yet."""

    number: int
    sex: str
    given: Names
    father: Names
    family: Names
    mother: Names
    maiden: Names
    born: date
    registered_on: date
    home: Place


@dataclass(frozen=True, slots=True)
class Population:
    """Draws people from one part of the stock of names."""

    stock: Stock
    country: Country
    random: Random

    def families(self) -> Iterator[Sequence[Child]]:
        """Brothers and sisters together, without end, numbered from 0."""
        number = 0
        while True:
            family = self.family(number)
            number += len(family)
            yield family

    def family(self, number: int) -> Sequence[Child]:
        """A first child, and perhaps others after it: another given name, the rest alike."""
        children = [self.child(number)]
        for _sibling in range(self.random.choices(SIZES, cum_weights=SIZE_WEIGHTS)[0] - 1):
            younger = self.sibling(children[-1], [c.given[0] for c in children], number + len(children))
            if younger:
                children.append(younger)
        return children

    def child(self, number: int) -> Child:
        """A child of a new family."""
        random, stock = self.random, self.stock
        sex = random.choice("MF")
        registered_on = FIRST_DAY + timedelta(days=random.randrange((LAST_DAY - FIRST_DAY).days))
        return Child(
            number, sex, self.given(sex), self.parent("M", stock.fathers), (stock.families.draw(random),),
            self.parent("F", stock.mothers), (stock.families.draw(random),),
            registered_on - timedelta(days=random.randrange(CHILDHOOD)), registered_on, self.country.draw(random),
        )  # fmt: skip

    def sibling(self, elder: Child, taken: Sequence[Name], number: int) -> Child | None:
        """The next one of the same parents, a twin now and then; none when it would be born too late."""
        random = self.random
        gap = 0 if random.random() < TWINS else random.randint(330, 2000)
        born = elder.born + timedelta(days=gap)
        first, last = max(born, FIRST_DAY), min(born + timedelta(days=CHILDHOOD), LAST_DAY)
        if first >= last:
            return None
        sex = random.choice("MF")
        other = random.random() < HALF_SIBLINGS
        return replace(
            elder, number=number, sex=sex, given=self.given(sex, taken), born=born,
            registered_on=first + timedelta(days=random.randrange((last - first).days)),
            mother=self.parent("F", self.stock.mothers) if other else elder.mother,
        )  # fmt: skip

    def elder(self, child: Child, taken: Sequence[Name]) -> Child:
        """A brother or sister born before ``child``."""
        sex = self.random.choice("MF")
        born = child.born - timedelta(days=self.random.randint(330, 1200))
        return replace(child, number=-1, sex=sex, given=self.given(sex, taken), born=born)

    def another_year(self, born: date, on: date) -> date:
        """Two to five years away, and a child still on that day."""
        years = self.random.randint(2, 5)
        fit = [day for day in (born + timedelta(days=years * 365), born - timedelta(days=years * 365))
               if 0 <= (on - day).days < CHILDHOOD]  # fmt: skip
        return self.random.choice(fit) if fit else on - timedelta(days=self.random.randrange(CHILDHOOD))

    def given(self, sex: str, taken: Sequence[Name] = ()) -> Names:
        """One name or two (Fatima Zahra, Mohamed Amine), never one that a brother or sister has."""
        pool = self.stock.boys if sex == "M" else self.stock.girls
        own = pool.draw(self.random)
        while own in taken:
            own = pool.draw(self.random)
        return self._perhaps_two(own, sex, TWO_NAMES[sex])

    def parent(self, sex: str, pool: Pool) -> Names:
        return self._perhaps_two(pool.draw(self.random), sex, TWO_NAMES["parents"])

    def _perhaps_two(self, own: Name, sex: str, share: float) -> Names:
        random = self.random
        chance = random.random()
        if chance < share:
            first = self.stock.first_of_two[sex].draw(random)
            return (own,) if first is own else (first, own)
        if chance > 1 - HONOURED:
            return (_honorific(*random.choice(HONORIFICS[sex])), own)
        return (own,)


def _honorific(latin: str, arabic: str) -> Name:
    if (latin, arabic) not in _HONORIFICS:
        one = ((latin,), (1.0,))
        _HONORIFICS[latin, arabic] = Name(arabic, one, one)
    return _HONORIFICS[latin, arabic]


_HONORIFICS: dict[tuple[str, str], Name] = {}


def is_honorific(name: Name) -> bool:
    """Not a name by itself: it may be left out without anything missing."""
    return name in _HONORIFICS.values()
