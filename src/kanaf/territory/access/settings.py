"""What is in force on a day: codes, numbers, delays, consent, law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import Http404

from kanaf.foundation import clock
from kanaf.foundation.context import request_cache
from kanaf.territory.access.places import HOME
from kanaf.territory.calendars import Calendar, add_continuous_time, standard_calendar
from kanaf.territory.enums import ClockKind, SettingKind
from kanaf.territory.models import (
    AgeLimit,
    CalendarException,
    Codelist,
    CodelistEntry,
    ConsentRule,
    DelaySetting,
    Helpline,
    LegalReference,
    ReportingDuty,
)
from kanaf.territory.models.settings import hours_in
from kanaf.territory.policies import TerritoryActor, can_edit_settings

AnySetting = (
    Helpline
    | DelaySetting
    | ConsentRule
    | LegalReference
    | ReportingDuty
    | AgeLimit
    | CodelistEntry
    | CalendarException
)
MODELS: Mapping[str, type[AnySetting]] = {
    SettingKind.HELPLINES: Helpline,
    SettingKind.DELAYS: DelaySetting,
    SettingKind.CONSENT: ConsentRule,
    SettingKind.LAW: LegalReference,
    SettingKind.DUTIES: ReportingDuty,
    SettingKind.AGES: AgeLimit,
    SettingKind.CODELISTS: CodelistEntry,
    SettingKind.CALENDAR: CalendarException,
}


TIMES = """
SELECT (SELECT json_agg(json_build_array(zone, rest_days, feasts))
        FROM territory_workingcalendar WHERE country_id = %s),
       (SELECT json_agg(json_build_array(day, is_worked)) FROM territory_calendarexception WHERE country_id = %s),
       (SELECT json_agg(json_build_array(key, risk, amount, unit, clock, valid_from, valid_to))
        FROM territory_delaysetting WHERE country_id = %s)
"""
"""Plain SQL: the same through the mapper takes longer to build than all the rest of one event's work."""
END_OF_DAY = time(18, 0)
"""When desks close."""


def today(country: str = HOME) -> date:
    """The day it is in a country, which is not always the day it is in UTC."""
    return clock.now().astimezone(working_calendar(country).zone).date()


def codelist(scheme: str, *, on: date | None = None) -> list[CodelistEntry]:
    """The codes in force, in their order; asked once in a request."""
    cache = request_cache("territory.codelists")
    day = on or today()
    if (scheme, day) not in cache:
        cache[scheme, day] = list(CodelistEntry.objects.filter(codelist=scheme).in_force(day))
    found: list[CodelistEntry] = cache[scheme, day]
    return found


def choices(scheme: str, *, on: date | None = None) -> list[tuple[str, str]]:
    """Codes and words for a form field: give the function, not its value, so that edits show at once."""
    return [(entry.code, entry.label) for entry in codelist(scheme, on=on)]


def label_of(scheme: str, code: str) -> str:
    """The words of a code, ended or not; a code nobody knows is shown as it is."""
    cache = request_cache("territory.labels")
    if scheme not in cache:
        cache[scheme] = {entry.code: entry for entry in CodelistEntry.objects.filter(codelist=scheme)}
    entry = cache[scheme].get(code)
    return entry.label if entry else code


def codelists() -> list[Codelist]:
    return list(Codelist.objects.all())


def helplines(country: str = HOME, *, on: date | None = None) -> list[Helpline]:
    """Whom to call in danger, the most useful first."""
    return list(Helpline.objects.filter(country=country).in_force(on or today(country)))


@dataclass(frozen=True)
class Delay:
    """Within how long something must be done; ``hours`` on its clock, working or continuous."""

    key: str
    risk: str
    hours: int
    clock: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class TimeSettings:
    """A country's calendar and every delay it ever set."""

    calendar: Calendar
    delays: Sequence[Delay]

    def delay(self, key: str, risk: str, day: date) -> Delay | None:
        """The delay of that day for this risk, else the one for any risk."""
        found = {d.risk: d for d in self.delays if d.key == key and d.valid_from <= day <= d.valid_to}
        return found.get(risk) or found.get("")


def delay(key: str, *, risk: str = "", country: str = HOME, on: date | None = None) -> Delay:
    """The delay for this risk, else the one for any risk. Raises ``LookupError`` where none is set."""
    found = _time_settings(country).delay(key, risk, on or today(country))
    if found is None:
        raise LookupError(f"no delay {key} for the risk {risk or 'any'} in {country}")
    return found


def due_at(key: str, start: datetime, *, risk: str = "", country: str = HOME) -> datetime:
    """When something that began at ``start`` must be done, by the delay in force that day."""
    calendar = working_calendar(country)
    setting = delay(key, risk=risk, country=country, on=start.astimezone(calendar.zone).date())
    if setting.clock == ClockKind.WORKING:
        return calendar.add(start, setting.hours)
    return add_continuous_time(start, setting.hours)


def consent_rule(age_years: int, *, country: str = HOME, on: date | None = None) -> ConsentRule:
    """What is asked at that age. Raises ``LookupError`` where no rule covers it."""
    rule = (
        ConsentRule.objects.filter(country=country, age_from__lte=age_years, age_to__gte=age_years)
        .in_force(on or today(country))
        .first()
    )
    if rule is None:
        raise LookupError(f"no rule of consent at {age_years} in {country}")
    return rule


def consent_table(country: str = HOME, *, on: date | None = None) -> list[ConsentRule]:
    """The whole table of consent by age, the youngest first."""
    cache = request_cache("territory.consents")
    day = on or today(country)
    if (country, day) not in cache:
        cache[country, day] = list(ConsentRule.objects.filter(country=country).in_force(day).order_by("age_from"))
    found: list[ConsentRule] = cache[country, day]
    return found


def legal_reference(key: str, *, country: str = HOME, on: date | None = None) -> LegalReference:
    """The text in force. Raises ``LookupError`` where there is none."""
    found = LegalReference.objects.filter(country=country, key=key).in_force(on or today(country)).first()
    if found is None:
        raise LookupError(f"no legal reference {key} in {country}")
    return found


def reporting_duties(country: str = HOME, *, on: date | None = None) -> dict[str, ReportingDuty]:
    """What each profession owes, by its code."""
    rows = ReportingDuty.objects.filter(country=country).in_force(on or today(country))
    return {row.profession: row for row in rows}


def age_limits(country: str = HOME, *, on: date | None = None) -> list[AgeLimit]:
    """The ages at which something ends, the youngest first."""
    cache = request_cache("territory.ages")
    day = on or today(country)
    if (country, day) not in cache:
        cache[country, day] = list(AgeLimit.objects.filter(country=country).in_force(day))
    found: list[AgeLimit] = cache[country, day]
    return found


def cited(key: str, *, country: str = HOME, on: date | None = None) -> str:
    """A legal reference as a page cites it: « Code pénal, 446 »; empty where none is in force."""
    try:
        row = legal_reference(key, country=country, on=on)
    except LookupError:
        return ""
    return ", ".join(part for part in (row.text, row.article) if part)


def working_calendar(country: str = HOME) -> Calendar:
    """Working time with the exceptions that editors entered."""
    return _time_settings(country).calendar


def evening(day: date) -> datetime:
    """The moment at which desks close that day, in the clock of the country: what is due on a day is due then."""
    return datetime.combine(day, END_OF_DAY, tzinfo=working_calendar().zone)


def _time_settings(country: str) -> TimeSettings:
    """Asked once in a request, all in one query: nearly every page counts a delay."""
    cache = request_cache("territory.times")
    if country not in cache:
        cache[country] = _read_times(country)
    found: TimeSettings = cache[country]
    return found


def _read_times(country: str) -> TimeSettings:
    with connection.cursor() as cursor:
        cursor.execute(TIMES, [country] * 3)
        own, exceptions, delays = (rows or [] for rows in cursor.fetchone())
    days = {date.fromisoformat(day): is_worked for day, is_worked in exceptions}
    calendar = standard_calendar(country, exceptions=days)
    for zone, rest_days, feasts in own:
        calendar = Calendar(ZoneInfo(zone), frozenset(rest_days), feasts, days)
    return TimeSettings(calendar, [_delay(*row) for row in delays])


def _delay(key: str, risk: str, amount: int, unit: str, clock: str, begins: str | None, ends: str | None) -> Delay:
    return Delay(
        key=key,
        risk=risk,
        hours=hours_in(amount, unit),
        clock=clock,
        valid_from=date.fromisoformat(begins) if begins else date.min,
        valid_to=date.fromisoformat(ends) if ends else date.max,
    )


def is_working_day(country: str, day: date) -> bool:
    return working_calendar(country).is_working_day(day)


def add_working_time(country: str, start: datetime, hours: float) -> datetime:
    """24 hours for each working day, in UTC."""
    return working_calendar(country).add(start, hours)


def list_settings(actor: TerritoryActor, kind: str, **narrowed: Any) -> list[AnySetting]:
    """All the rows of a kind, ended ones too; 404 for those who may not edit them."""
    rows = _model(actor, kind).objects.filter(**{name: value for name, value in narrowed.items() if value})
    return list(rows)


def get_setting(actor: TerritoryActor, kind: str, setting_id: UUID) -> AnySetting:
    """One row to edit; hidden, forbidden and unknown give the same 404."""
    found: AnySetting | None = _model(actor, kind).objects.filter(pk=setting_id).first()
    if found is None:
        raise Http404
    return found


def allow_settings(actor: TerritoryActor) -> None:
    """404 for those who may not edit settings."""
    if not can_edit_settings(actor):
        raise Http404


def _model(actor: TerritoryActor, kind: str) -> Any:
    allow_settings(actor)
    if kind not in MODELS:
        raise Http404
    return MODELS[kind]
