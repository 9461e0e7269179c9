"""What is looked at on the gap map and in the picture of the network."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.forms import Form
from kanaf.mapping.enums import BANDS, Hours

ALL = "all"


class GapForm(Form):
    """Place, need, ages, hours; in the address of the page, so that a map can be sent to a colleague."""

    place = forms.ChoiceField(label=_("Place"))
    need = forms.ChoiceField(label=_("Need"))
    band = forms.ChoiceField(label=_("Age"))
    hours = forms.ChoiceField(label=_("Hours"))

    def __init__(self, *args: Any, places: Any, needs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [(code, _("%(ages)s years") % {"ages": code.replace("-", "–")}) for code in BANDS]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["need"].choices = needs  # type: ignore[attr-defined]
        self.fields["band"].choices = [(ALL, _("Every age")), *bands]  # type: ignore[attr-defined]
        self.fields["hours"].choices = Hours.choices  # type: ignore[attr-defined]


class NetworkForm(Form):
    """Which place, and which half of a year."""

    place = forms.ChoiceField(label=_("Place"))
    period = forms.ChoiceField(label=_("Half of a year"))

    def __init__(self, *args: Any, places: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["period"].choices = periods  # type: ignore[attr-defined]
