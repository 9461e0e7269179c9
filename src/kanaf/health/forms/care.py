"""What was done, what was answered to a limit, what follows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kanaf.cases.forms.answers import ComingDayField, YesNo, prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.health.clocks import Limit
from kanaf.health.enums import FollowUpStatus
from kanaf.health.forms import fields
from kanaf.territory import access as territory


def care() -> Sequence[tuple[str, str]]:
    return territory.choices("care_given")


def follow_up_kinds() -> Sequence[tuple[str, str]]:
    return territory.choices("medical_follow_up")


class DoneForm(Form):
    """The examination was done: when, what was given, what answers each limit; findings for doctors only."""

    when = fields.done_at(_("When was the child examined?"))
    care = forms.MultipleChoiceField(label=_("What was given or done"), choices=care, required=False, widget=Checkboxes)
    samples_taken = YesNo(label=_("Were samples taken?"))
    custody = fields.number_field(
        _("Reference of the chain of custody"),
        hint=_("The number of the seal or of the sheet that goes with the samples."),
    )
    certificate_wanted = YesNo(label=_("Is a certificate to be written?"))
    findings = prose(
        _("Findings"), required=False, rows=6,
        hint=_("Read by doctors only: not by the desk that leads the file, not by the court."),
    )  # fmt: skip

    def __init__(self, *args: Any, limits: Sequence[Limit], with_findings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answered = fields.add_limits(self, limits, required=True)
        parts = fields.add_parts(self)
        if not with_findings:
            del self.fields["findings"]
        self.sections = [  # type: ignore[misc]
            Section(_("The examination"), ["when", *parts], hint=_("What the child said yes and no to, that day.")),
            Section(_("Limits that run from the facts"), answered),
            Section(_("Care and samples"), ["care", "samples_taken", "custody"]),
            Section(_("What comes next"), ["certificate_wanted", "findings"]),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("samples_taken") and not given.get("custody"):
            self.add_error("custody", ValidationError(_("Samples without a reference are worth nothing to a court.")))
        return given


class AnswerForm(Form):
    """What was given or why not, apart from an examination."""

    when = fields.done_at(_("When?"))

    def __init__(self, *args: Any, limits: Sequence[Limit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = fields.add_limits(self, limits, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not fields.any_of(self.names, given):
            raise ValidationError(_("Answer at least one limit."))
        return given


class FindingsForm(Form):
    """Words of the doctor, for doctors."""

    findings = prose(
        _("Findings"), rows=6, hint=_("Read by doctors only: not by the desk that leads the file, not by the court.")
    )


class FollowUpForm(Form):
    """Dates on which the child is seen again; what the settings propose is filled in, and can be changed or emptied."""

    FREE = "extra"
    extra_kind = forms.ChoiceField(label=_("Another one"), required=False)
    extra_on = ComingDayField(label=_("On which day?"), required=False)

    def __init__(self, *args: Any, proposed: Sequence[tuple[str, date]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["extra_kind"].choices = [("", _("None")), *follow_up_kinds()]  # type: ignore[attr-defined]
        self.kinds: list[str] = []
        for number, (kind, on) in enumerate(proposed):
            label = territory.label_of("medical_follow_up", kind)
            self.fields[f"on_{number}"] = ComingDayField(label=label, required=False, initial=on)
            self.kinds.append(kind)
        order = [f"on_{number}" for number in range(len(self.kinds))]
        self.order_fields([*order, "extra_kind", "extra_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("extra_kind") and not given.get("extra_on"):
            self.add_error("extra_on", ValidationError(_("Give the day.")))
        elif not self.errors and not self.planned:
            raise ValidationError(_("Give at least one day."))
        return given

    @property
    def planned(self) -> list[tuple[str, date]]:
        """The kinds and days that were kept."""
        given = self.cleaned_data
        found = [(kind, given.get(f"on_{number}")) for number, kind in enumerate(self.kinds)]
        found.append((given.get("extra_kind") or "", given.get("extra_on")))
        return [(kind, on) for kind, on in found if kind and on]


class ChangeFollowUpForm(Form):
    """Moved to another day, or what came of it."""

    TOLD = (
        (FollowUpStatus.DONE, pgettext_lazy("a medical follow-up", "Done")),
        (FollowUpStatus.MISSED, pgettext_lazy("a medical follow-up", "The child did not come")),
        (FollowUpStatus.PLANNED, pgettext_lazy("a medical follow-up", "Moved to another day")),
        (FollowUpStatus.CANCELLED, pgettext_lazy("a medical follow-up", "No longer needed")),
    )
    status = forms.ChoiceField(label=_("What came of it?"), choices=TOLD, widget=Radios)
    due_on = ComingDayField(label=_("If moved, the new day"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("status") == FollowUpStatus.PLANNED and not given.get("due_on"):
            self.add_error("due_on", ValidationError(_("Give the new day.")))
        return given
