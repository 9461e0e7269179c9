"""The assessment, and the decision on what somebody else wrote."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import FindingDomain, Risk
from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.territory import access as territory

THEN, SUBMIT = "then", "submit"
QUESTIONS: Mapping[str, Any] = {
    FindingDomain.SAFETY: _("What protects the child, what threatens, since when, how often."),
    FindingDomain.HEALTH: _("Body, sleep, food, care in course. No medical detail: it has its own part."),
    FindingDomain.SCHOOLING: _("Where, which class, since when absent, who at school knows the child well."),
    FindingDomain.FAMILY: _(
        "Who lives there, who takes care of the child, who can be relied on, what weighs on the home."
    ),
    FindingDomain.EMOTIONAL: _("What the child shows: fear, sadness, anger, play, friends."),
    FindingDomain.HOUSING: _("Rooms, water, light, rent, what the family lives on."),
}
NEEDED_FIRST = (FindingDomain.SAFETY, FindingDomain.HEALTH)
"""What the quick assessment cannot do without."""
RISKS: Mapping[str, Any] = {
    Risk.HIGH: _("Danger of death or serious harm, sexual violence that goes on, contact with the alleged author."),
    Risk.MEDIUM: _("Harm is likely if nobody acts, but not today or tomorrow."),
    Risk.LOW: _("Needs and worries, with adults who protect the child."),
}


class AssessmentForm(Form):
    """Kept as it stands while it is written; complete when it is sent for approval."""

    concerns = forms.MultipleChoiceField(
        label=_("What worries us"), choices=partial(territory.choices, "protection_concern"), widget=Checkboxes
    )
    child_views = prose(
        _("What the child says and wants"), hint=_("In the child's own words. If the child was not heard, say why.")
    )
    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, widget=Radios(hints=RISKS))

    def __init__(self, *args: Any, is_initial: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for domain in FindingDomain:
            needed = not is_initial or domain in NEEDED_FIRST
            self.fields[_name(domain)] = prose(domain.label, hint=QUESTIONS[domain], required=needed)
            self.fields[_name(domain)].widget.attrs["dir"] = "auto"
        if self.is_bound and not self.is_sent:
            for name in set(self.fields) - {"risk"}:
                self.fields[name].required = False

    @property
    def sections(self) -> list[Section]:  # type: ignore[override]
        names = [_name(domain) for domain in FindingDomain]
        return [
            Section(_("The child's situation"), names),
            Section(_("The child's views"), ["child_views"]),
            Section(_("What follows"), ["concerns", "risk"]),
        ]

    @property
    def is_sent(self) -> bool:
        """Whether it goes to the person who approves; otherwise it is only kept."""
        return bool(self.data.get(THEN) == SUBMIT)

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes."""
        given = self.cleaned_data
        findings = {domain.value: given[_name(domain)] for domain in FindingDomain if given[_name(domain)]}
        return {
            "risk": given["risk"],
            "concerns": given["concerns"],
            "findings": findings,
            "child_views": given["child_views"],
        }


def _name(domain: FindingDomain) -> str:
    return f"findings_{domain.value}"


def assessment_values(record: Any) -> dict[str, Any]:
    """An assessment as its form writes it."""
    findings = record.findings or {}
    return {
        "risk": record.risk,
        "concerns": record.concerns,
        "child_views": record.child_views or "",
        **{_name(domain): findings.get(domain.value, "") for domain in FindingDomain},
    }


class DecisionForm(Form):
    """Approve, or send back with remarks that help."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("I approve")), ("return", _("I send it back"))],
        widget=Radios,
    )
    remark = prose(
        _("Remarks"), hint=_("What is missing or unclear. The person who wrote it reads this."), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "return" and not given.get("remark"):
            self.add_error("remark", ValidationError(_("Say what to complete or to change.")))
        return given

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")
