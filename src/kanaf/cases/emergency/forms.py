"""What is asked before a file opens in an emergency, and what the reviewer says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kanaf.cases.enums import EmergencyOutcome
from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

LONGEST_CODE = 16


class BreakGlassForm(Form):
    """The exact code, why, and for how long."""

    code = forms.CharField(
        label=_("Code of the file"), max_length=LONGEST_CODE, help_text=_("Exactly as it is written, like TNG-7K2M9.")
    )
    desk = forms.ChoiceField(label=_("From which desk"))
    reason = forms.ChoiceField(label=_("Why now"), widget=Radios)
    words = prose(
        _("What happens"),
        hint=_(
            "What you know, and why nobody can give you the file in time. The reviewer and the leading desk read it."
        ),
    )
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int, widget=Radios)

    def __init__(self, *args: Any, desks: Sequence[tuple[str, str]], lengths: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = list(desks)  # type: ignore[attr-defined]
        if len(desks) == 1:
            self.fields["desk"].widget = forms.HiddenInput()
            self.fields["desk"].initial = desks[0][0]
        self.fields["reason"].choices = territory.choices("emergency_reason")  # type: ignore[attr-defined]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (hours, ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}) for hours in lengths
        ]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class ReviewForm(Form):
    """Was it right?"""

    outcome = forms.ChoiceField(
        label=_("This access was"),
        choices=EmergencyOutcome.choices,
        widget=Radios(hints={"follow_up": _("You decide again later; the review stays open.")}),
    )
    remark = prose(_("What you say of it"), required=False, hint=_("Whoever opened and the leading desk read it."))
