"""What a desk writes to another."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import ServiceCategory
from kanaf.cases.enums import Urgency
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.grants.enums import Compartment
from kanaf.referrals.enums import ReferralKind, Result, TransferReason
from kanaf.territory import access as territory

SHARED = [(c.value, c.label) for c in Compartment if c != Compartment.CORE]


class SendForm(Form):
    """One desk, one question, the parts it needs, a date to answer by."""

    sections = (
        Section(_("To whom"), ["desk", "kind", "category"]),
        Section(
            _("What they may read if they accept"),
            ["compartments"],
            hint=_("Share what they need, and no more."),
        ),
        Section(_("What we ask"), ["urgency", "message"]),
    )

    desk = forms.ChoiceField(label=_("Desk"))
    kind = forms.ChoiceField(
        label=_("What we hand over"),
        choices=[(kind.value, kind.label) for kind in (ReferralKind.SERVICE, ReferralKind.HANDOVER)],
        initial=ReferralKind.SERVICE,
        widget=Radios(),
    )
    category = forms.ChoiceField(label=_("Service asked for"), choices=ServiceCategory.choices)
    compartments = forms.MultipleChoiceField(
        label=_("Parts of the file"),
        choices=SHARED,
        widget=Checkboxes(),
        required=False,
        initial=["identity"],
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=Radios())
    message = forms.CharField(
        label=_("Our question, in a few sentences"),
        help_text=_("No name here: the parts you share hold them."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, desks: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [("", _("Choose a desk")), *desks]  # type: ignore[attr-defined]


class AcceptForm(Form):
    """Yes, and what comes next."""

    answer = forms.CharField(
        label=_("What happens next, and when"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


OTHER = "other"
"""Of the codelist ``decline_reason``: the one that says nothing without words."""


class DeclineForm(Form):
    """No, and what would help instead."""

    reason = forms.ChoiceField(label=_("Why we cannot"), widget=Radios())
    answer = forms.CharField(
        label=_("What would help instead"),
        help_text=_("Needed if you choose another reason."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = territory.choices("decline_reason")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another reason than those of the list is said in words."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("reason") == OTHER and not (said.get("answer") or "").strip():
            self.add_error("answer", _("Say the reason in a few words."))
        return said


class FinishForm(Form):
    """What came of it."""

    result = forms.ChoiceField(label=_("In one word"), choices=Result.choices, initial=Result.GIVEN, widget=Radios())
    outcome = forms.CharField(label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


class RevokeForm(Form):
    """We take it back."""

    reason = forms.ChoiceField(label=_("Why we take it back"), widget=Radios())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = territory.choices("revoke_reason")  # type: ignore[attr-defined]


def prose(label: Any, *, hint: Any = "", required: bool = True, rows: int = 3) -> forms.CharField:
    """A box to write in."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class NeedForm(Form):
    """What is looked for, before to whom. It stands on the page of the request, whose fields keep their names."""

    need = forms.ChoiceField(label=_("Service asked for"), choices=ServiceCategory.choices)


class AskForm(Form):
    """What we need to know before we answer."""

    question = prose(_("What do we need to know?"), hint=_("No name here: the parts they share hold them."))


class ReplyForm(Form):
    """What they wanted to know."""

    answer = prose(_("Our answer"), hint=_("No name here: the parts you share hold them."))


class ReassignForm(Form):
    """Who of us follows it."""

    to = forms.ChoiceField(label=_("Who follows this referral"), widget=Radios())

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(colleagues)  # type: ignore[attr-defined]


class MissForm(Form):
    """The child did not come."""

    remark = prose(_("What we tried"), required=False)


class TransferForm(Form):
    """The whole file to another territory: to whom, why, and what they must know."""

    sections = (
        Section(_("To whom, and why"), ["desk", "reason", "urgency"]),
        Section(
            _("What the new team must know"),
            ["summary"],
            hint=_("Both teams keep this summary for good. The rest of the file closes for us after the set time."),
        ),
    )

    desk = forms.ChoiceField(label=_("Desk of the other territory"))
    reason = forms.ChoiceField(label=_("Why the file moves"), choices=TransferReason.choices, widget=Radios())
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, widget=Radios())
    summary = prose(
        _("Summary"), hint=_("What was done, what is agreed with the child and the family, what comes next."), rows=8
    )

    def __init__(self, *args: Any, desks: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [("", _("Choose a desk")), *desks]  # type: ignore[attr-defined]
