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
from kanaf.referrals.enums import ReferralKind
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
        choices=ReferralKind.choices,
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


class DeclineForm(Form):
    """No, and what would help instead."""

    reason = forms.ChoiceField(label=_("Why we cannot"), widget=Radios())
    answer = forms.CharField(
        label=_("What would help instead"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = territory.choices("decline_reason")  # type: ignore[attr-defined]


class FinishForm(Form):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


class RevokeForm(Form):
    """We take it back."""

    reason = forms.ChoiceField(label=_("Why we take it back"), widget=Radios())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = territory.choices("revoke_reason")  # type: ignore[attr-defined]
