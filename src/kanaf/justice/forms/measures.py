"""Measures, their reviews, and stays."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import ComingDayField, YesNo, prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.justice.enums import EndReason, MeasureKind, Orientation, ReviewOutcome, StayStatus, Until
from kanaf.justice.forms.court import DesksForm, PastDayField, a_desk

UNTIL_HINTS = {
    Until.DATE: _("A day that the judge named, before majority."),
    Until.MAJORITY: _("The day is worked out when it is shown, and written nowhere."),
}


class MeasureForm(DesksForm):
    """What the judge ordered, until when, and who carries it out."""

    desk_field = "desk_owing"
    sections = [
        Section(_("What was ordered"), ["kind", "ordered_on", "desk_owing", "reasons"]),
        Section(_("Until when"), ["until", "ends_on", "review_on"]),
    ]
    kind = forms.ChoiceField(label=_("Measure"), choices=MeasureKind.choices, widget=Radios)
    ordered_on = PastDayField(label=_("Ordered on"))
    desk_owing = a_desk(_("Who carries it out?"), hint=_("The desks that may open this file."))
    reasons = prose(_("Why, and what it says"), required=False)
    until = forms.ChoiceField(label=_("How long?"), choices=Until.choices, widget=Radios(hints=UNTIL_HINTS))
    ends_on = ComingDayField(label=_("If until a date, which one?"), required=False)
    review_on = ComingDayField(label=_("The judge looks at it again on"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("until") == Until.DATE and not given.get("ends_on"):
            self.add_error("ends_on", ValidationError(_("Give the day.")))
        if given.get("until") != Until.DATE and not given.get("review_on"):
            self.add_error("review_on", ValidationError(_("Without an end, it is looked at again: give the day.")))
        return given


class ExecuteForm(Form):
    """It is carried out."""

    on = PastDayField(label=_("Since which day?"))
    how = prose(_("How it was executed"), required=False, rows=3)


class ReviewForm(Form):
    """The judge looked at it again."""

    on = PastDayField(label=_("On which day?"))
    outcome = forms.ChoiceField(label=_("The measure is"), choices=ReviewOutcome.choices, widget=Radios)
    child_heard = YesNo(label=_("Was the child heard?"))
    next_on = ComingDayField(label=_("Looked at again on"), required=False)
    note = prose(_("Why"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") in {ReviewOutcome.KEPT, ReviewOutcome.CHANGED} and not given.get("next_on"):
            self.add_error("next_on", ValidationError(_("A measure that goes on is looked at again: give the day.")))
        return given


class EndForm(Form):
    """It is over."""

    on = PastDayField(label=_("On which day?"))
    reason = forms.ChoiceField(label=_("Why does it end?"), choices=EndReason.choices, widget=Radios)


class AdmitForm(Form):
    """The child is in the centre."""

    on = PastDayField(label=_("Admitted on"))


class StayForm(Form):
    """What follows in a stay."""

    status = forms.ChoiceField(label=_("What follows?"), widget=Radios)
    on = PastDayField(label=_("On which day?"))
    orientation = forms.ChoiceField(
        label=_("Orientation, or where the child goes"),
        choices=[("", _("Not yet known")), *Orientation.choices],
        required=False,
    )
    text = prose(_("What was observed, or why this orientation"), required=False)

    def __init__(self, *args: Any, following: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(status, StayStatus(status).label) for status in following]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("status") in {StayStatus.PROPOSED, StayStatus.DISCHARGED} and not given.get("orientation"):
            self.add_error("orientation", ValidationError(_("Say which.")))
        return given
