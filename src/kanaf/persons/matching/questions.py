"""What somebody typed in the search box, taken apart: names, what is said of the birth, numbers.

A birth is said in either script and with either digits: « 12/03/2015 » (day first, or month first where that is a
date too), « 2015-03-12 », « 03/2015 », « mars 2015 », « مارس 2015 », « 2015 », « 9 ans », « ٩ سنوات », « 8 mois ».
What is said most exactly narrows the search; the rest of what is said of the birth is left out of the name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from kanaf.persons.ages import born_about
from kanaf.persons.matching import births
from kanaf.persons.matching.births import HALF_A_YEAR, OLDEST, Birth, Precision

LONGEST = 200
"""Characters that are read; nobody's name and birth are longer."""
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONTHS = (
    "janvier january يناير", "février fevrier february فبراير", "mars march مارس", "avril april أبريل ابريل",
    "mai may ماي مايو", "juin june يونيو", "juillet july يوليوز يوليو", "août aout august غشت أغسطس",
    "septembre september شتنبر سبتمبر", "octobre october أكتوبر اكتوبر", "novembre november نونبر نوفمبر",
    "décembre decembre december دجنبر ديسمبر",
)  # fmt: skip
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_SIGN = r"\s*[/.\-]\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY, _MONTH, _NAMED = r"(?P<day>\d{1,2})(?:er)?", r"(?P<month>\d{1,2})", f"(?P<named>{'|'.join(MONTH_OF)})"
_LEAD = (
    r"(?:\b(?:n[ée]e?\s+(?:le|en)|born\s+(?:on|in)|[âa]g[ée]e?\s+de|aged|environ|about|around)\s+"
    r"|(?<!\w)(?:(?:مزدادة?|ولدت?)\s+(?:في|سنة|عام|بتاريخ)|عمره|عمرها|حوالي)\s+)*"
)
"""Words that announce a birth; they are no part of a name when one follows."""
_YEARS = r"ans?|years?(?:\s+old)?|سنوات|سنة|أعوام|اعوام|عاما|عام"
_SMALL = r"mois|months?(?:\s+old)?|أشهر|اشهر|شهرا|شهر"
_NUMBER = re.compile(r"(?<![\w+])\+?[A-Za-z]{0,2}\d(?:[ .\-]?\d){4,13}(?!\w)")
_UNSEEN = {"Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " ", "Zs": " ", "Zl": " ", "Zp": " "}
Read = Callable[[re.Match[str], date], tuple[Birth, ...]]


class Question(NamedTuple):
    """What is asked: all of it narrows, and any of it may be empty."""

    name: str
    births: tuple[Birth, ...]
    """The ways in which the birth that was said can be read; whoever was born in one of them may be meant."""
    numbers: tuple[str, ...]
    """Telephones and numbers of papers, as they were typed."""


def read(typed: str, today: date) -> Question:
    """Never fails: what is no birth and no number is a name. ``today`` is the day on which an age is meant."""
    text = plain(typed)
    found: tuple[Birth, ...] = ()
    for pattern, reading in _SAID:
        text, read_so = _taken(pattern, reading, text, today)
        found = found or read_so
    numbers = tuple(_NUMBER.findall(text))
    return Question(" ".join(_NUMBER.sub(" ", text).split()), found, numbers)


def plain(typed: str) -> str:
    """The text on one line, with Western digits and without the signs that nobody sees."""
    text = unicodedata.normalize("NFC", typed[:LONGEST]).translate(_DIGITS)
    seen = (_UNSEEN.get(unicodedata.category(sign), sign) for sign in text)
    return " ".join("".join(seen).split())


def _taken(pattern: re.Pattern[str], reading: Read, text: str, today: date) -> tuple[str, tuple[Birth, ...]]:
    """The text without what the pattern says of a birth, and the first of these births that can be."""
    found: tuple[Birth, ...] = ()

    def take(match: re.Match[str]) -> str:
        nonlocal found
        said = tuple(birth for birth in reading(match, today) if birth.precision and birth.first <= today.toordinal())
        found = found or said
        return " " if said else match[0]

    return pattern.sub(take, text), found


def _of_day(match: re.Match[str], _today: date) -> tuple[Birth, ...]:
    """A day, and the one with day and month swapped where that is a date too."""
    year, month, day = match["year"], _month(match), int(match["day"])
    ways = [(month, day)] if match.groupdict().get("named") else [(month, day), (day, month)]
    return tuple(births.on(f"{year}-{month:02}-{day:02}") for month, day in dict.fromkeys(ways))


def _of_month(match: re.Match[str], _today: date) -> tuple[Birth, ...]:
    return (births.on(f"{match['year']}-{_month(match):02}"),)


def _month(match: re.Match[str]) -> int:
    named = match.groupdict().get("named")
    return MONTH_OF[named.lower()] if named else int(match["month"])


def _of_year(match: re.Match[str], today: date) -> tuple[Birth, ...]:
    return (births.on(match["year"]),) if today.year - OLDEST <= int(match["year"]) <= today.year else ()


def _of_age(match: re.Match[str], today: date) -> tuple[Birth, ...]:
    """People are often half a year wrong about an age, so that much is let through on both sides."""
    said = births.aged(int(match["years"]), today)
    if not said.precision:
        return ()
    return (Birth(said.first - HALF_A_YEAR, min(said.last + HALF_A_YEAR, today.toordinal()), Precision.AGE),)


def _of_months(match: re.Match[str], today: date) -> tuple[Birth, ...]:
    """The age of a baby, a month more or less."""
    months = int(match["months"])
    first, last = born_about(0, months + 2, today), born_about(0, months - 1, today) if months else today
    return (Birth(first.toordinal(), last.toordinal(), Precision.AGE),)


def _patterns() -> Iterator[tuple[re.Pattern[str], Read]]:
    """The most exact first."""
    before, after = rf"{_LEAD}(?<![\w/.\-])", r"(?![\w/\-]|\.\d)"
    for reading, said in (
        (_of_day, rf"{_DAY}{_SIGN}{_MONTH}{_SIGN}{_YEAR}"),
        (_of_day, rf"{_YEAR}{_SIGN}{_MONTH}{_SIGN}{_DAY}"),
        (_of_day, rf"{_DAY}\s+{_NAMED}\s+{_YEAR}"),
        (_of_month, rf"{_MONTH}{_SIGN}{_YEAR}"),
        (_of_month, rf"{_YEAR}{_SIGN}{_MONTH}"),
        (_of_month, rf"{_NAMED}\s+{_YEAR}"),
        (_of_months, rf"(?P<months>\d{{1,2}})\s*(?:{_SMALL})"),
        (_of_age, rf"(?P<years>\d{{1,3}})\s*(?:{_YEARS})"),
        (_of_year, _YEAR),
    ):
        yield re.compile(before + said + after, re.IGNORECASE), reading


_SAID = tuple(_patterns())
