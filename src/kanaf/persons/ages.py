"""A birth date from what people say: « about nine years old », « three months old »."""

from datetime import date

MONTHS = 12
HALF_A_YEAR = 6
OLDEST = 120
LAST_COMMON_DAY = 28


def born_about(years: int | None, months: int | None, today: date) -> date:
    """The likeliest birth day of somebody of that age; the middle of the year when only years are known."""
    total = (years or 0) * MONTHS + (months if months is not None else HALF_A_YEAR)
    year, month = divmod(today.year * MONTHS + today.month - 1 - total, MONTHS)
    return date(year, month + 1, min(today.day, LAST_COMMON_DAY))
