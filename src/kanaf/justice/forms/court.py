"""Procedures and what happens in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import ComingDayField, YesNo, prose
from kanaf.foundation import clock
from kanaf.foundation.forms import DayField, Form, MomentField
from kanaf.foundation.widgets import Radios
from kanaf.justice.enums import (
    STEPS_OF,
    HearingKind,
    HearingStatus,
    MinutesKind,
    ProcedureKind,
    ProcedureOutcome,
    RequisitionKind,
    StepKind,
)
from kanaf.territory import access as territory

Choices = Sequence[tuple[str, Any]]
LONG_AGO = timedelta(days=20 * 366)
FAR = timedelta(days=3 * 366)
FIRST_YEAR = 1990


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


class HearingMomentField(MomentField):
    """A moment to come or that has just been: a hearing is sometimes written down afterwards."""

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        now = clock.now()
        if moment and not now - FAR < moment < now + FAR:
            raise ValidationError(_("This day is too far away. Check the year."))
        return moment


def number_field(label: Any, *, required: bool = True) -> forms.CharField:
    """A number of a register: left to right, never remembered by the browser."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=60,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
    )


def a_desk(label: Any, *, hint: Any = "") -> forms.TypedChoiceField:
    """One desk among those that the page offers."""
    return forms.TypedChoiceField(label=label, help_text=hint, coerce=UUID)


class DesksForm(Form):
    """A form whose desks are those of the file, or those of justice."""

    desk_field = "desk"

    def __init__(self, *args: Any, desks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.desk_field].choices = [("", _("Choose a desk")), *desks]  # type: ignore[attr-defined]


class ProcedureForm(DesksForm):
    """A number in a register."""

    desk_field = "court"
    kind = forms.ChoiceField(label=_("Kind of procedure"), choices=ProcedureKind.choices, widget=Radios)
    court = a_desk(_("Registered by"))
    number = number_field(_("Register number"))
    year = forms.IntegerField(label=_("Year of the register"), min_value=FIRST_YEAR, max_value=2100)
    on = PastDayField(label=_("Registered on"))


class CloseProcedureForm(Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=ProcedureOutcome.choices, widget=Radios)
    on = PastDayField(label=_("On which day?"))


class CallForm(DesksForm):
    """A desk that the court wants to see the file."""

    desk_field = "desk_to"
    desk_to = a_desk(_("Desk"), hint=_("It may open the core, the identity and the judicial part until this closes."))


class HearingForm(DesksForm):
    """When, before whom, what for."""

    kind = forms.ChoiceField(label=_("Kind of hearing"), choices=HearingKind.choices, widget=Radios)
    desk = a_desk(_("Before which desk?"))
    when = HearingMomentField(label=_("When?"))
    note = prose(_("What to prepare"), hint=_("Who accompanies the child, which room, an interpreter."), required=False)


class TellHearingForm(Form):
    """What came of it."""

    TOLD = (HearingStatus.HELD, HearingStatus.MOVED, HearingStatus.CANCELLED)
    status = forms.ChoiceField(label=_("The hearing was"), choices=[(s.value, s.label) for s in TOLD], widget=Radios)
    child_heard = YesNo(label=_("Was the child heard?"), required=False)
    next_at = HearingMomentField(label=_("If it was moved, the new day"), required=False)
    came_of = prose(_("What came of it"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("status") == HearingStatus.HELD and given.get("child_heard") is None:
            self.add_error("child_heard", ValidationError(_("Say whether the child was heard: it is counted.")))
        if given.get("status") == HearingStatus.MOVED and not given.get("next_at"):
            self.add_error("next_at", ValidationError(_("Give the new day and hour.")))
        return given


class RequisitionForm(DesksForm):
    """What is asked, of whom, by when."""

    desk_field = "desk_to"
    kind = forms.ChoiceField(label=_("What is asked"), choices=RequisitionKind.choices, widget=Radios)
    desk_to = a_desk(_("Of which desk?"), hint=_("The desks that may open this file."))
    text = prose(_("In words"))
    due_on = ComingDayField(label=_("Answer before"))


class AnswerForm(Form):
    """What was done."""

    answer = prose(_("Our answer"))


class StepForm(Form):
    """A step that the law wants."""

    kind = forms.ChoiceField(label=_("Step"), widget=Radios)
    on = PastDayField(label=_("On which day?"))
    note = prose(_("Remark"), required=False, rows=3)

    def __init__(self, *args: Any, of: str, is_open: bool = True, **kwargs: Any) -> None:
        """``of`` is the kind of procedure; of a closed one only the visits after kafala are left."""
        super().__init__(*args, **kwargs)
        steps: Sequence[StepKind] = STEPS_OF.get(ProcedureKind(of), ())
        if not is_open:
            steps = [step for step in steps if step == StepKind.KAFALA_VISIT]
        self.fields["kind"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]


class MinutesForm(DesksForm):
    """Minutes that reached us."""

    kind = forms.ChoiceField(label=_("Kind of minutes"), choices=MinutesKind.choices, widget=Radios)
    desk = a_desk(_("Drawn by"))
    number = number_field(_("Number"), required=False)
    drawn_on = PastDayField(label=_("Drawn on"))
    interviews = forms.IntegerField(
        label=_("How often was the child questioned for them?"),
        help_text=_("Each time counts: the fewer, the better."),
        min_value=0,
        max_value=50,
        initial=0,
    )
    note = prose(_("Remark"), required=False, rows=3)
