"""Which day, which desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.forms import Form
from kanaf.justice.forms.court import Choices


class DayChoiceForm(forms.Form):
    """The day that an address asks for; anything else is today."""

    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


class FeedForm(Form):
    """A calendar of one of my desks."""

    desk = forms.ChoiceField(label=_("Desk"))

    def __init__(self, *args: Any, desks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desks  # type: ignore[attr-defined]
