"""The decision to report: whose duty, the safety of tonight, the child, the reasons."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import PastMomentField, YesNo, prose, yes_no
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.justice.enums import ChildAgrees, Choice
from kanaf.territory.enums import Profession

THEN, SUBMIT = "then", "submit"


class ReportDecisionForm(Form):
    """Complete when it is sent for approval; urgent danger asks for one answer only."""

    sections = [
        Section(_("The danger"), ["is_urgent", "choice"]),
        Section(_("Whose duty"), ["profession"]),
        Section(_("The safety plan"), ["safety_seen"]),
        Section(_("The child"), ["told_at", "child_agrees", "child_view"]),
        Section(_("Best interests"), ["best_interests"]),
    ]
    is_urgent = YesNo(
        label=_("Is the child in urgent danger?"),
        help_text=_("Then the report leaves at once, without waiting for anybody. The rest is completed afterwards."),
    )
    choice = forms.ChoiceField(label=_("What do you propose?"), choices=Choice.choices, widget=Radios)
    profession = forms.ChoiceField(
        label=_("In which quality do you know of it?"), choices=Profession.choices, widget=Radios
    )
    safety_seen = forms.BooleanField(label=_("I have read the safety plan that heads the file today."), required=False)
    told_at = PastMomentField(
        label=_("When was it explained to the child?"),
        help_text=_("Leave it empty if it could not be explained yet."),
        required=False,
    )
    child_agrees = forms.ChoiceField(label=_("What does the child want?"), choices=ChildAgrees.choices, widget=Radios)
    child_view = prose(
        _("What the child says of it"), hint=_("In the child's own words. If the child was not asked, say why.")
    )
    best_interests = prose(
        _("Why this is in the child's best interests"),
        hint=_("What protects, what may harm, what is done against it; above all when the child does not want it."),
        rows=5,
    )

    def __init__(self, *args: Any, duties: Mapping[str, str], safety: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.safety = safety
        quality = self.fields["profession"]
        if isinstance(quality, forms.ChoiceField):
            quality.choices = [choice for choice in Profession.choices if choice[0] in duties]
            quality.widget.hints = duties
        if safety is None:
            del self.fields["safety_seen"]
        if self.is_bound and (not self.is_sent or self.says_urgent):
            for name in {"child_agrees", "child_view", "best_interests", *([] if self.is_sent else ["profession"])}:
                self.fields[name].required = False

    @property
    def is_sent(self) -> bool:
        return bool(self.data.get(THEN) == SUBMIT)

    @property
    def says_urgent(self) -> bool:
        return bool(self.data.get("is_urgent") == "yes")

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes; the plan counts only when it was read."""
        given = self.cleaned_data
        return {
            "choice": given["choice"],
            "is_urgent": bool(given["is_urgent"]),
            "profession": given["profession"] or Profession.ANYBODY,
            "child_agrees": given["child_agrees"] or ChildAgrees.NOT_ASKED,
            "child_view": given["child_view"],
            "told_at": given["told_at"],
            "best_interests": given["best_interests"],
            "safety": self.safety if given.get("safety_seen") else None,
        }


def decision_values(record: Any) -> dict[str, Any]:
    """A decision as its form writes it."""
    if record is None:
        return {}
    return {
        "is_urgent": yes_no(record.is_urgent),
        "choice": record.choice,
        "profession": record.profession,
        "child_agrees": record.child_agrees,
        "child_view": record.child_view or "",
        "told_at": record.told_at,
        "best_interests": record.best_interests or "",
    }
