"""One setting as one line of a page: what it is called and what it says, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kanaf.territory.enums import DelayKey, SettingKind


@dataclass(frozen=True)
class Line:
    """A row of a settings page."""

    id: UUID
    title: str
    text: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool | None
    is_ended: bool


def line(kind: str, setting: Any, today: date) -> Line:
    """The line of any setting; rows without a period never end."""
    title, text = WORDS[kind](setting)
    ends = getattr(setting, "valid_to", None)
    return Line(
        id=setting.pk,
        title=title,
        text=text,
        valid_from=getattr(setting, "valid_from", None),
        valid_to=ends,
        source=setting.source,
        verified=getattr(setting, "verified", None),
        is_ended=ends is not None and ends < today,
    )


def duration(setting: Any) -> str:
    """How long, in words."""
    if setting.unit == "days":
        return ngettext("%(count)d day", "%(count)d days", setting.amount) % {"count": setting.amount}
    return ngettext("%(count)d hour", "%(count)d hours", setting.amount) % {"count": setting.amount}


def _delay(setting: Any) -> tuple[str, str]:
    known = dict(DelayKey.choices)
    parts = [duration(setting), setting.get_clock_display()]
    if setting.risk:
        parts.insert(0, setting.get_risk_display())
    return str(known.get(setting.key, setting.key)), " · ".join(str(part) for part in parts)


def _consent(setting: Any) -> tuple[str, str]:
    ages = {"from": setting.age_from, "to": setting.age_to}
    asked = {"child": setting.get_child_display(), "caregiver": setting.get_caregiver_display()}
    return _("%(from)d to %(to)d years") % ages, _("Child: %(child)s. Caregiver: %(caregiver)s.") % asked


def _law(setting: Any) -> tuple[str, str]:
    return " ".join(part for part in (setting.text, setting.article) if part), setting.title


def _duty(setting: Any) -> tuple[str, str]:
    return str(setting.get_profession_display()), f"{setting.get_duty_display()} · {setting.law}"


def _age(setting: Any) -> tuple[str, str]:
    years = ngettext("%(count)d year", "%(count)d years", setting.years) % {"count": setting.years}
    notice = ngettext("warned %(count)d day before", "warned %(count)d days before", setting.notice_days)
    return str(setting.get_key_display()), f"{years} · {notice % {'count': setting.notice_days}} · {setting.law}"


def _entry(setting: Any) -> tuple[str, str]:
    return setting.code, setting.label


def _helpline(setting: Any) -> tuple[str, str]:
    return setting.number, setting.label


def _exception(setting: Any) -> tuple[str, str]:
    worked = _("Worked") if setting.is_worked else _("Not worked")
    return setting.label, f"{setting.day:%d/%m/%Y} · {worked}"


WORDS: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    SettingKind.HELPLINES: _helpline,
    SettingKind.DELAYS: _delay,
    SettingKind.CONSENT: _consent,
    SettingKind.LAW: _law,
    SettingKind.DUTIES: _duty,
    SettingKind.AGES: _age,
    SettingKind.CODELISTS: _entry,
    SettingKind.CALENDAR: _exception,
}
