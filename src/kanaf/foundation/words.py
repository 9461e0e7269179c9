"""Time and age as people say them: « en retard de 2 h », « après-demain 16 h 40 », « fille, 13 ans »."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

State = Literal["late", "soon", "calm"]
SOON = timedelta(hours=24)
ADULT = 18
HOURS_SAID_UNTIL = 36
DAYS_SAID_UNTIL = 60
WEEK = 7
DAYS_IN_MONTH = 30

MONTHS = [
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
]
WEEKDAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]


@dataclass(frozen=True)
class DuePhrase:
    """What is due, in words; the exact moment beneath; and whether it is late, soon or calm."""

    text: str
    exact: str
    state: State
    at: datetime

    def __str__(self) -> str:
        return self.text


def local(moment: datetime) -> datetime:
    """The moment on the clock of the country (``TIME_ZONE``)."""
    return timezone.localtime(moment)


def hour(moment: datetime) -> str:
    """« 18 h », « 16 h 40 »; ``18:00``, ``16:40`` in Arabic and English."""
    there = local(moment)
    values = {"hour": there.hour, "minute": f"{there.minute:02d}"}
    if there.minute == 0:
        return _("%(hour)s:00") % values
    return _("%(hour)s:%(minute)s") % values


def day(value: date, today: date | None = None) -> str:
    """« vendredi 12 mars », with the year when it is not this one (or when today is not given)."""
    values = {
        "weekday": WEEKDAYS[value.weekday()],
        "day": day_of_month(value),
        "month": MONTHS[value.month - 1],
        "year": value.year,
    }
    if today is not None and value.year == today.year:
        return _("%(weekday)s %(day)s %(month)s") % values
    return _("%(weekday)s %(day)s %(month)s %(year)s") % values


def day_of_month(value: date) -> str:
    """« 1er » in French; the number elsewhere."""
    return pgettext("first day of a month", "1") if value.day == 1 else str(value.day)


def date_text(value: date) -> str:
    """« 12 mars 2026 »: a date of birth, a date on paper."""
    values = {"day": day_of_month(value), "month": MONTHS[value.month - 1], "year": value.year}
    return _("%(day)s %(month)s %(year)s") % values


def exact(moment: datetime) -> str:
    """« vendredi 12 mars 2027, 16 h 40 »: nothing left to guess."""
    return _("%(day)s, %(hour)s") % {"day": day(local(moment).date()), "hour": hour(moment)}


def when(moment: datetime, now: datetime) -> str:
    """« hier 17 h 22 », « demain 10 h », « lundi 8 mars, 14 h 40 »: a moment, past or to come."""
    there, today = local(moment).date(), local(now).date()
    near = near_day((there - today).days)
    if near:
        return _("%(day)s %(hour)s") % {"day": near, "hour": hour(moment)}
    return _("%(day)s, %(hour)s") % {"day": day(there, today), "hour": hour(moment)}


def near_day(distance: int) -> str:
    """The five days that have a name of their own."""
    names = {
        -2: _("the day before yesterday"),
        -1: _("yesterday"),
        0: _("today"),
        1: _("tomorrow"),
        2: _("the day after tomorrow"),
    }
    return names.get(distance, "")


def due(at: datetime, now: datetime) -> DuePhrase:
    """How a deadline is said, seen from now. Late the very moment it has passed."""
    if at < now:
        since = _("since %(moment)s") % {"moment": _since(at, now)}
        return DuePhrase(lateness(now - at), since, "late", at)
    state: State = "soon" if at - now <= SOON else "calm"
    return DuePhrase(_ahead(at, now), _beneath(at, now), state, at)


def _since(at: datetime, now: datetime) -> str:
    return hour(at) if local(at).date() == local(now).date() else when(at, now)


def _ahead(at: datetime, now: datetime) -> str:
    there, today = local(at).date(), local(now).date()
    if near_day((there - today).days):
        return when(at, now)
    return day(there, today)


def _beneath(at: datetime, now: datetime) -> str:
    there, today = local(at).date(), local(now).date()
    distance = (there - today).days
    if distance == 0:
        return within(at - now)
    if near_day(distance):
        return day(there, today)
    return _("%(hour)s, %(within)s") % {"hour": hour(at), "within": within_days(distance)}


def lateness(delay: timedelta) -> str:
    """« en retard de 2 h », in minutes, hours, days or months, whichever a person would say."""
    minutes = max(1, int(delay.total_seconds() // 60))
    hours, days = minutes // 60, delay.days
    if hours == 0:
        return ngettext("%(count)s minute late", "%(count)s minutes late", minutes) % {"count": minutes}
    if hours < HOURS_SAID_UNTIL:
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    if days < DAYS_SAID_UNTIL:
        return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}
    months = days // DAYS_IN_MONTH
    return ngettext("%(count)s month late", "%(count)s months late", months) % {"count": months}


def within(delay: timedelta) -> str:
    """« dans 1 h 20 », « dans 20 min »: for what is due today."""
    hours, minutes = divmod(int(delay.total_seconds() // 60), 60)
    if hours and minutes:
        whole = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
        rest = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        return _("in %(hours)s %(minutes)s") % {"hours": whole, "minutes": rest}
    if hours:
        return ngettext("in %(count)s hour", "in %(count)s hours", hours) % {"count": hours}
    if minutes:
        return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
    return _("now")


def within_days(days: int) -> str:
    """« dans 4 jours »."""
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}


def age_text(*, years: int | None = None, months: int | None = None, is_estimate: bool = False) -> str:
    """« 13 ans », « 8 mois », « environ 9 ans »; empty when the age is not known."""
    if years is None and months is None:
        return ""
    if years:
        text = ngettext("%(count)s year old", "%(count)s years old", years) % {"count": years}
    else:
        text = ngettext("%(count)s month old", "%(count)s months old", months or 0) % {"count": months or 0}
    return _("about %(age)s") % {"age": text} if is_estimate else text


def age_on(born_on: date, today: date) -> tuple[int, int]:
    """Whole years, and whole months in all, lived on a day."""
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    return max(0, months // 12), max(0, months)


def person_text(
    sex: str | None, *, years: int | None = None, months: int | None = None, is_estimate: bool = False
) -> str:
    """« fille, 13 ans », « بنت، 13 سنة »: how a person is named where the name is not shown."""
    age = age_text(years=years, months=months, is_estimate=is_estimate)
    word = sex_word(sex, is_adult=years is not None and years >= ADULT)
    return _("%(person)s, %(age)s") % {"person": word, "age": age} if age else word


def sex_word(sex: str | None, *, is_adult: bool) -> str:
    """Girl, boy, woman, man; or child and adult when the sex is not known."""
    initial = (sex or "")[:1].lower()
    if is_adult:
        return {"f": _("woman"), "m": _("man")}.get(initial, _("adult"))
    return {"f": _("girl"), "m": _("boy")}.get(initial, _("child"))
