"""Ages: a birth date from what people say, and when somebody reaches an age.

The second is worked out from the sealed birth date at the moment of asking, and stored nowhere: the day of a limit is
the birth date in other words, its month says the month of birth. Neither is in the database, in the journal nor in a
job (docs/decisions/0011).
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12
HALF_A_YEAR = 6
OLDEST = 120
LAST_COMMON_DAY = 28
HALF_YEAR = timedelta(days=183)
FEBRUARY = 2


def born_about(years: int | None, months: int | None, today: date) -> date:
    """The likeliest birth day of somebody of that age; the middle of the year when only years are known."""
    total = (years or 0) * MONTHS + (months if months is not None else HALF_A_YEAR)
    year, month = divmod(today.year * MONTHS + today.month - 1 - total, MONTHS)
    return date(year, month + 1, min(today.day, LAST_COMMON_DAY))


@dataclass(frozen=True)
class Window:
    """The first and the last day on which an age may be reached; one and the same when the birth date is known."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def is_near(self, day: date, notice_days: int) -> bool:
        """Whether one must be warned: from so many days before the earliest day, and never too late."""
        return day >= self.first - timedelta(days=notice_days)

    def is_over(self, day: date) -> bool:
        """Whether the age is reached, whatever the birth date was."""
        return day >= self.last


def birthday(born_on: date, years: int) -> date:
    """The first day on which somebody is so many years old; born on 29 February, the first of March otherwise."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, FEBRUARY + 1, 1)


def from_birth(born_on: date, years: int, *, is_estimate: bool) -> Window:
    """From a birth date; an estimated one may be wrong by half a year either way."""
    day = birthday(born_on, years)
    return Window(day - HALF_YEAR, day + HALF_YEAR) if is_estimate else Window(day, day)


def from_age(age: int, on: date, years: int) -> Window:
    """From an age in full years on a day, for whoever may not read the birth date: a whole year wide."""
    return Window(birthday(on, years - age - 1) + timedelta(days=1), birthday(on, years - age))
