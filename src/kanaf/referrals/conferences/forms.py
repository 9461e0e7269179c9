"""What the desk that calls writes down: whom, when, what about; who came; who does what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import ComingDayField, PastMomentField, prose
from kanaf.foundation import clock
from kanaf.foundation.forms import Form, MomentField
from kanaf.foundation.widgets import Checkboxes
from kanaf.territory import access as territory

Choices = Sequence[tuple[str, str]]


class ComingMomentField(MomentField):
    """A day and an hour to come."""

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        if moment and moment < clock.now():
            raise ValidationError(_("This moment is over. Give one to come."))
        return moment


class MoveForm(Form):
    """When and where we meet."""

    planned_at = ComingMomentField(label=_("Day and hour"))
    where = forms.CharField(label=_("Where we meet"), required=False, max_length=300)


class CallForm(MoveForm):
    """Whom we invite, and what we talk about."""

    desks = forms.MultipleChoiceField(label=_("Desks we invite"), widget=Checkboxes())
    agenda = prose(_("Agenda"), hint=_("No name here: every desk round the table reads it."))

    field_order = ("desks", "planned_at", "where", "agenda")

    def __init__(self, *args: Any, desks: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desks"].choices = list(desks)  # type: ignore[attr-defined]


class HoldForm(Form):
    """Who was there."""

    held_at = PastMomentField(label=_("When it took place"))
    came = forms.MultipleChoiceField(label=_("Who was there"), widget=Checkboxes(), required=False)

    def __init__(self, *args: Any, seats: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = list(seats)  # type: ignore[attr-defined]


class MinutesForm(Form):
    """What was said, in one part of the file."""

    text = prose(_("What was said"), rows=10)


class DecideForm(Form):
    """Who does what, by when."""

    desk = forms.ChoiceField(label=_("Who does it"))
    text = prose(_("What is to be done"), hint=_("No name here: every desk round the table reads it."))
    due_on = ComingDayField(label=_("Before the end of"))

    def __init__(self, *args: Any, seats: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [("", _("Choose a desk")), *seats]  # type: ignore[attr-defined]

    @property
    def due_at(self) -> datetime:
        """The last moment of that day at which desks are open, in the clock of the country."""
        return territory.evening(self.cleaned_data["due_on"])
