"""Small fields that several forms of a file share."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.foundation import clock
from kanaf.foundation.forms import DayField, MomentField
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

YES, NO, NOT_ASKED = "yes", "no", "not_asked"
LONGEST = 20_000
FAR = timedelta(days=3 * 366)


def prose(label: Any, *, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    """A box to write in, large enough for what people have to say."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea({"rows": rows})
    )


def _is_yes(value: str) -> bool:
    return value == YES


class YesNo(forms.TypedChoiceField):
    """Yes or no, and never an answer by default."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(YES, _("Yes")), (NO, _("No"))]
        super().__init__(choices=choices, coerce=_is_yes, empty_value=None, widget=Radios, **kwargs)


def yes_no(value: bool | None) -> str:  # noqa: FBT001 - the answer itself
    """The answer as the form writes it."""
    return {True: YES, False: NO}.get(value, "") if value is not None else ""


class ComingDayField(DayField):
    """A day from today on, and not so far that it must be a slip."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = territory.today()
        if day and day < today:
            raise ValidationError(_("This day is over. Give today or a day to come."))
        if day and day - today > FAR:
            raise ValidationError(_("This day is too far away. Check the year."))
        return day


class PastMomentField(MomentField):
    """When something happened: not in the future, and not so long ago that it must be a slip."""

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        now = clock.now()
        if moment and moment > now + timedelta(minutes=5):
            raise ValidationError(_("This moment is still to come. Give when it happened."))
        if moment and now - moment > FAR:
            raise ValidationError(_("This is too long ago. Check the year."))
        return moment
