"""What was decided, and the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.committees.enums import ActionState, Progress
from kanaf.committees.forms.owners import OwnerField
from kanaf.foundation.forms import DayField, Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

SHORT = 500


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class PeriodForm(Form):
    """From a day to a day, in order."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("This day is before the first one."))
        return given


class ActionForm(Form):
    """Who does what, by when."""

    what = forms.CharField(label=_("What is to be done"), max_length=SHORT, widget=_words())
    owner = OwnerField(label=_("Who does it"))
    due_on = DayField(label=_("By the day"))

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < territory.today():
            raise forms.ValidationError(_("This day is over."))
        return day


class CloseForm(Form):
    """What became of it."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(ActionState.DONE.value, _("It is done")), (ActionState.DROPPED.value, _("It is given up"))],
        widget=Radios(),
    )
    outcome = forms.CharField(label=_("In a few words"), max_length=SHORT, widget=_words())


class MoveForm(Form):
    """Another day."""

    due_on = ActionForm.base_fields["due_on"]
    clean_due_on = ActionForm.clean_due_on


class PlanForm(PeriodForm):
    """What the plan is called, and its period."""

    title = forms.CharField(label=_("Title of the plan"), max_length=200)
    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("To"))


class ObjectiveForm(Form):
    """What we want to reach."""

    text = forms.CharField(label=_("Objective"), max_length=SHORT, widget=_words(2))


class PlanActionForm(PeriodForm):
    """Who does what, when, and what should come of it."""

    sections = (
        Section(_("What"), ["what", "owner"]),
        Section(_("When"), ["first_day", "last_day"]),
        Section(_("For which result"), ["expected"]),
    )

    what = forms.CharField(label=_("Action"), max_length=SHORT, widget=_words(2))
    owner = OwnerField(label=_("Who does it"))
    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("To"))
    expected = forms.CharField(label=_("Expected result"), max_length=SHORT, widget=_words(2))


class ProgressForm(Form):
    """How far it has come."""

    progress = forms.ChoiceField(label=_("Where it stands"), choices=Progress.choices, widget=Radios())
    percent = forms.IntegerField(label=_("How much of it is done, in percent"), min_value=0, max_value=100)
    remark = forms.CharField(label=_("In a few words"), max_length=SHORT, required=False, widget=_words(2))


class BringForm(Form):
    """One file by its code, and what blocks it: nothing else can be written."""

    code = forms.CharField(
        label=_("Code of the file"), max_length=16, help_text=_("A file that you follow, like TNG-7Q4K.")
    )
    blocker = forms.ChoiceField(label=_("What blocks"), widget=Radios())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blocker"].choices = territory.choices("committee_blocker")  # type: ignore[attr-defined]


class AnswerForm(Form):
    """What the committee agreed."""

    outcome = forms.ChoiceField(label=_("What was agreed"), widget=Radios())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = territory.choices("committee_outcome")  # type: ignore[attr-defined]
