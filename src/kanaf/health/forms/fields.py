"""Fields that several forms of health share."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import PastMomentField
from kanaf.foundation import clock, widgets
from kanaf.foundation.forms import DayField, Form, MomentField
from kanaf.health.clocks import Limit
from kanaf.health.enums import LimitKey, LimitOutcome, Says
from kanaf.territory import access as territory

PARTS = "examination_part"
LONG_AGO = timedelta(days=3 * 366)
FAR = timedelta(days=366)
OF_LIMIT = {
    LimitKey.PEP: _("Preventive treatment against HIV"),
    LimitKey.FORENSIC: _("Forensic samples"),
    LimitKey.CONTRACEPTION: _("Emergency contraception"),
}


class PastDayField(DayField):
    """A day that has come, and is not so old that it must be a slip."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = territory.today()
        if day and day > today:
            raise ValidationError(_("This day is still to come."))
        if day and today - day > LONG_AGO:
            raise ValidationError(_("This is too long ago. Check the year."))
        return day


class AppointmentField(MomentField):
    """A moment to come, and not so far that it must be a slip."""

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        now = clock.now()
        if moment and moment < now - timedelta(minutes=5):
            raise ValidationError(_("This moment is over. Give one to come."))
        if moment and moment > now + FAR:
            raise ValidationError(_("This day is too far away. Check the year."))
        return moment


def number_field(label: Any, *, hint: Any = "") -> forms.CharField:
    """A number of a register or a seal: left to right, never remembered by the browser."""
    box = forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=60, widget=box)


def add(form: Form, name: str, field: forms.Field) -> str:
    """A question that depends on the file or on a codelist, dressed like the others. Its name."""
    widgets.dress(field.widget)
    form.fields[name] = field
    return name


def add_parts(form: Form) -> list[str]:
    """One question for each part of an examination: what the child says of it. The names of the fields."""
    return [
        add(form, f"part_{code}", forms.ChoiceField(label=label, choices=Says.choices, initial=Says.NOT_ASKED))
        for code, label in territory.choices(PARTS)
    ]


def parts_of(given: dict[str, Any]) -> dict[str, str]:
    """What was answered of each part, by its code."""
    return {name.removeprefix("part_"): value for name, value in given.items() if name.startswith("part_") and value}


def add_limits(form: Form, limits: Sequence[Limit], *, required: bool) -> list[str]:
    """One question for each limit that waits for an answer. The names of the fields."""
    said = {"required": _("Say what was given, or why not.")}
    return [
        add(form, f"limit_{limit.key.value}", forms.ChoiceField(
            label=OF_LIMIT[limit.key], choices=LimitOutcome.choices, widget=widgets.Radios, required=required,
            error_messages=said,
        ))
        for limit in limits
        if limit.is_open
    ]  # fmt: skip


def limits_of(given: dict[str, Any]) -> dict[str, str]:
    """The limits that were answered, by their key."""
    return {name.removeprefix("limit_"): value for name, value in given.items() if name.startswith("limit_") and value}


def without(given: dict[str, Any], *prefixes: str) -> dict[str, Any]:
    """What the service takes by name, without the fields that were gathered."""
    return {name: value for name, value in given.items() if not name.startswith(prefixes)}


def done_at(label: Any) -> PastMomentField:
    return PastMomentField(label=label)


def first_moment(moment: datetime) -> datetime:
    """Now, on the clock of the country, as a form shows it."""
    return moment.astimezone(territory.working_calendar().zone).replace(second=0, microsecond=0)


def any_of(names: Iterable[str], given: dict[str, Any]) -> bool:
    return any(given.get(name) for name in names)
