"""How long an answer holds: until its moment, until a birthday asks more of the child, until the child is of age. Pure.

Nothing here is stored: the ages are worked out from the sealed birth date while a page is made
(docs/decisions/0011 and 0015). Once an answer is to be asked again, no later moment makes it hold again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from kanaf.cases.enums import ConsentState
from kanaf.cases.policies_people import MAJORITY
from kanaf.persons import ages
from kanaf.persons.ages import Window
from kanaf.territory.enums import ConsentKind

RANK = {
    ConsentKind.INFORMATION.value: 0,
    ConsentKind.ORAL_ASSENT.value: 1,
    ConsentKind.WRITTEN_ASSENT.value: 2,
    ConsentKind.CONSENT.value: 3,
}
"""How much is asked of the child, from being told to deciding."""
MOST = RANK[ConsentKind.CONSENT.value]


class Answered(Protocol):
    """What an answer says of itself: the row of ``Consent``, or a plain record of a test."""

    @property
    def state(self) -> str: ...
    @property
    def child_kind(self) -> str: ...
    @property
    def child_agrees(self) -> bool | None: ...
    @property
    def adult_agrees(self) -> bool | None: ...
    @property
    def holds_until(self) -> datetime | None: ...


@dataclass(frozen=True)
class Birth:
    """What is known of a birth: its day, perhaps a guess, else an age in full years on some day."""

    born_on: date | None = None
    is_estimate: bool = False
    age: int | None = None
    age_on: date | None = None

    def window(self, years: int) -> Window | None:
        """Between which days that age is reached; nothing where no age is known at all."""
        if self.born_on:
            return ages.from_birth(self.born_on, years, is_estimate=self.is_estimate)
        if self.age is None or self.age_on is None:
            return None
        return ages.from_age(self.age, self.age_on, years)

    def may_be(self, years: int, day: date) -> bool:
        """Whether that age may be reached already."""
        found = self.window(years)
        return found is not None and found.first <= day

    def between(self, day: date) -> tuple[int, int] | None:
        """The youngest and the oldest that somebody may be on a day, in full years."""
        if self.window(1) is None:
            return None
        reached = [self.window(years) for years in range(1, ages.OLDEST)]
        youngest = sum(1 for found in reached if found and found.last <= day)
        return youngest, sum(1 for found in reached if found and found.first <= day)


@dataclass(frozen=True)
class Step:
    """An age from which more is asked of the child; at majority nobody else is asked any more."""

    years: int
    child: str

    @property
    def is_majority(self) -> bool:
        return self.years >= MAJORITY


def steps(table: Iterable[tuple[int, str]]) -> tuple[Step, ...]:
    """The ages of the table in force at which what is asked of the child grows, majority last."""
    found: list[Step] = []
    for years, child in sorted(table):
        if years < MAJORITY and (not found or RANK.get(child, 0) > RANK.get(found[-1].child, 0)):
            found.append(Step(years, child))
    return (*found, Step(MAJORITY, ConsentKind.CONSENT.value))


@dataclass(frozen=True)
class Terms:
    """How long before its end an answer is asked again, and how long an old one bears after a birthday."""

    notice: timedelta
    grace: timedelta


class Standing(StrEnum):
    """Whether an answer still bears something new."""

    HOLDS = "holds"
    ENDING = "ending"
    OUTGROWN = "outgrown"
    TO_ASK = "to_ask"


@dataclass(frozen=True)
class Life:
    """Where an answer stands at a moment; ``step`` is the birthday that asks for another one."""

    standing: Standing
    step: Step | None = None
    window: Window | None = None
    bears_until: date | None = None
    is_expired: bool = False

    @property
    def is_over(self) -> bool:
        """Nothing new is shared on it."""
        return self.standing is Standing.TO_ASK

    @property
    def must_ask(self) -> bool:
        """Somebody has to ask again: soon, or before anything else is shared."""
        return self.standing is not Standing.HOLDS


def outgrown(answer: Answered, birth: Birth | None, table: Sequence[Step]) -> tuple[Step, Window] | None:
    """The first birthday after which others answered what is the child's to answer, and when it is reached.

    What the child said in the way that is asked of that age stays; a parent's refusal counts no more at majority.
    """
    if birth is None:
        return None
    for step in table:
        if _asks_more(answer, step) and (window := birth.window(step.years)):
            return step, window
    return None


def _asks_more(answer: Answered, step: Step) -> bool:
    if answer.state == ConsentState.REFUSED:
        return step.is_majority and answer.adult_agrees is False and answer.child_agrees is not False
    if answer.state != ConsentState.GIVEN:
        return False
    own = RANK.get(answer.child_kind, 0) if answer.child_agrees else 0
    return RANK.get(step.child, MOST) > own


def life_of(
    answer: Answered, *, at: datetime, day: date, birth: Birth | None, table: Sequence[Step], terms: Terms
) -> Life:
    """Where an answer stands. A birth that is only guessed is taken on the child's side: the earliest day counts.

    Once majority may be reached it is the birthday that is told, whichever came before it.
    """
    of_age = [step for step in table if step.is_majority]
    ways = [outgrown(answer, birth, of_age), outgrown(answer, birth, table)]
    step, window = next((grown for grown in ways if grown and grown[1].first <= day), (None, None))
    until = _bears_until(step, window, terms)
    expired = answer.state == ConsentState.GIVEN and answer.holds_until is not None and at >= answer.holds_until
    if expired or (until is not None and day >= until):
        return Life(Standing.TO_ASK, step, window, until, is_expired=expired)
    if step is not None:
        return Life(Standing.OUTGROWN, step, window, until)
    ending = answer.state == ConsentState.GIVEN and answer.holds_until and at >= answer.holds_until - terms.notice
    return Life(Standing.ENDING if ending else Standing.HOLDS)


def _bears_until(step: Step | None, window: Window | None, terms: Terms) -> date | None:
    """The first day on which nothing new is shared: at majority at once, else once the grace is over."""
    if step is None or window is None:
        return None
    return window.first if step.is_majority else window.first + terms.grace
