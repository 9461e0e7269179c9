"""Delays as people write them: « 72 h », « 14 d », and « -4 h » for a reminder before."""

from kanaf.circuit.protocol import DAY, HOUR

MINUTE = 60
LONGEST = 3660 * DAY
"""Ten years: whatever is longer is a mistake of the pen."""
DAYS_FROM = 7 * DAY
UNITS = {"s": 1, "min": MINUTE, "h": HOUR, "d": DAY}


def seconds_of(words: str) -> int:
    """The seconds of a delay that the format allows."""
    number, _space, unit = words.partition(" ")
    return int(number) * UNITS[unit]


def words_of(seconds: int) -> str:
    """In days from a week on, else in hours, else in minutes, else in seconds, which nobody writes by hand."""
    if seconds % MINUTE:
        return f"{seconds} s"
    if seconds % DAY == 0 and abs(seconds) >= DAYS_FROM:
        return f"{seconds // DAY} d"
    if seconds % HOUR == 0:
        return f"{seconds // HOUR} h"
    return f"{seconds // MINUTE} min"
