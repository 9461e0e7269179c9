"""Closing and opening again."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import ClosingCriterion, Risk
from kanaf.cases.forms.answers import NO, NOT_ASKED, YES, prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.territory import access as territory

SATISFIED = {YES: True, NO: False, NOT_ASKED: None}


class ClosingForm(Form):
    """Why, on what grounds, and what the child says of our work."""

    reason = forms.ChoiceField(
        label=_("Why does the file close?"), choices=partial(territory.choices, "closure_reason"), widget=Radios
    )
    criteria = forms.MultipleChoiceField(
        label=_("What is true today"), choices=ClosingCriterion.choices, widget=Checkboxes, required=False
    )
    best_interests = prose(
        _("Why closing is in the child's best interests"),
        hint=_("Needed when the risk is high, or when a line above cannot be ticked."),
        required=False,
    )
    child_feedback = prose(_("What the child says of our work"), hint=_("In the child's own words."), required=False)
    child_satisfied = forms.ChoiceField(
        label=_("Is the child satisfied with what was done?"),
        choices=[(YES, _("Yes")), (NO, _("No")), (NOT_ASKED, _("The child could not be asked"))],
        widget=Radios,
    )

    sections = [
        Section(_("Reason"), ["reason", "criteria", "best_interests"]),
        Section(_("The child's word"), ["child_feedback", "child_satisfied"]),
    ]

    def __init__(self, *args: Any, risk: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.risk = risk

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = self.risk == Risk.HIGH or set(given.get("criteria") or ()) != set(ClosingCriterion.values)
        if needed and not given.get("best_interests"):
            self.add_error("best_interests", _("Say why closing is in the child's best interests."))
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "child_satisfied": SATISFIED[self.cleaned_data["child_satisfied"]]}


class ReopeningForm(Form):
    """Why the file opens again."""

    reason = forms.ChoiceField(
        label=_("Why does the file open again?"), choices=partial(territory.choices, "reopening_reason"), widget=Radios
    )
