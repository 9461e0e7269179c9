"""Asking for an examination, giving an appointment, saying what came of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kanaf.actors.enums import SpokenLanguage
from kanaf.cases.enums import Risk
from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.health.enums import VisitStatus, Wish
from kanaf.health.forms import fields
from kanaf.territory import access as territory

Choices = Sequence[tuple[str, Any]]
OUTSIDE = "outside"
URGENCIES = [
    (Risk.HIGH, pgettext_lazy("an examination", "Today, at once")),
    (Risk.MEDIUM, pgettext_lazy("an examination", "Within three days")),
    (Risk.LOW, pgettext_lazy("an examination", "Within the week")),
]


def kinds() -> Choices:
    return territory.choices("examination_kind")


class RequestForm(Form):
    """What is asked, of whom, how soon, and what the child says of each part."""

    kind = forms.ChoiceField(label=_("Which examination?"), choices=kinds, widget=Radios)
    desk_to = forms.ChoiceField(label=_("Asked of"), widget=Radios)
    outside = forms.CharField(
        label=_("If outside: which hospital or doctor?"), required=False, max_length=120,
        help_text=_("They have no account here: you write down what they say."),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How soon?"), choices=URGENCIES, widget=Radios)
    incidents = forms.TypedMultipleChoiceField(
        label=_("For which facts?"), coerce=UUID, required=False, widget=Checkboxes,
        help_text=_("The doctor sees their moment, and nothing of their story."),
    )  # fmt: skip
    examiner = forms.ChoiceField(
        label=_("By whom does the child want to be examined?"), choices=Wish.choices, widget=Radios
    )
    language = forms.ChoiceField(label=_("Which language does the child speak?"), choices=SpokenLanguage.choices)
    practical = prose(
        _("What must the doctor know to receive the child?"), required=False, rows=3,
        hint=_("Who comes along, when, an allergy, a treatment. Not what happened: that stays in the file."),
    )  # fmt: skip
    requisition_number = fields.number_field(_("Number of the requisition, if there is one"))

    def __init__(self, *args: Any, desks: Choices, facts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outside = (OUTSIDE, _("A hospital or doctor without an account here"))
        self.fields["desk_to"].choices = [*desks, outside]  # type: ignore[attr-defined]
        self.fields["incidents"].choices = facts  # type: ignore[attr-defined]
        if not facts:
            del self.fields["incidents"]
        parts = fields.add_parts(self)
        self.sections = [  # type: ignore[misc]
            Section(_("What is asked"), ["kind", "desk_to", "outside", "urgency", "incidents"]),
            Section(
                _("What the child says"), [*parts, "examiner", "language"],
                hint=_("Explain each part in simple words, one by one; write down a no as readily as a yes."),
            ),
            Section(_("Practical"), ["practical", "requisition_number"]),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("desk_to") == OUTSIDE and not given.get("outside"):
            self.add_error("outside", ValidationError(_("Say which hospital or doctor.")))
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes."""
        given = fields.without(self.cleaned_data, "part_")
        desk = given.pop("desk_to")
        found = {"incidents": [], **given, "consent": fields.parts_of(self.cleaned_data)}
        return {**found, "desk_to": None if desk == OUTSIDE else UUID(desk)}


class BookForm(Form):
    """When the child comes."""

    when = fields.AppointmentField(label=_("When does the child come?"))


class VisitForm(Form):
    """What came of it."""

    TOLD = (VisitStatus.CAME, VisitStatus.MISSED, VisitStatus.REFUSED, VisitStatus.CANCELLED)
    status = forms.ChoiceField(
        label=_("What came of the appointment?"), choices=[(s.value, s.label) for s in TOLD], widget=Radios
    )


class SureForm(Form):
    """Nothing to say but yes."""
