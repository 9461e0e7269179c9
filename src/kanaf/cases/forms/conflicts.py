"""For whom the alleged author works, or whose kin the author is; why a conflict is taken back; are they one person."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Sameness
from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios


class Tie(TextChoices):
    """What ties the alleged author to those who could read the file."""

    ORGANISATION = "organisation", _("Works in an organisation of the directory")
    MEMBER = "member", _("Is kin of somebody who could read this file")
    NONE = "none", _("Neither, as far as we know")


class ConflictForm(Form):
    """One question, and whom it concerns."""

    sections: ClassVar = [
        Section(
            _("Is there a tie?"), ["tie"],
            _("The file is then hidden from that organisation or that person, whatever their role."),
        ),
        Section(_("With whom"), ["organisation", "member"]),
    ]  # fmt: skip
    tie = forms.ChoiceField(
        label=_("The alleged author"), choices=Tie.choices, widget=Radios,
        error_messages={"required": _("Say what is known: neither is an answer too.")},
    )  # fmt: skip
    organisation = forms.ChoiceField(label=_("Which organisation"), required=False)
    member = forms.ChoiceField(label=_("Of whom"), required=False)
    confirmed = forms.BooleanField(
        label=_("I know that I will not open this file any more"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, organisations: Any = (), members: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "—"), *organisations]  # type: ignore[attr-defined]
        self.fields["member"].choices = [("", "—"), *members]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("tie") == Tie.ORGANISATION and not found.get("organisation"):
            self.add_error("organisation", _("Choose the organisation."))
        if found.get("tie") == Tie.MEMBER and not found.get("member"):
            self.add_error("member", _("Choose the person."))
        return found

    @property
    def whom(self) -> dict[str, UUID]:
        """The one that the answer names; nobody for « neither »."""
        tie = self.cleaned_data["tie"]
        if tie == Tie.ORGANISATION:
            return {"organisation": UUID(self.cleaned_data["organisation"])}
        return {"account": UUID(self.cleaned_data["member"])} if tie == Tie.MEMBER else {}

    def ask_to_confirm(self, sentence: str) -> None:
        """What will happen is told before it happens; the tick says that it was read."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.add_error("confirmed", sentence)


class LiftForm(Form):
    """Why it was an error."""

    why = prose(_("Why the file is not hidden any more"), rows=3)


class SamenessForm(Form):
    """What the comparison showed."""

    decision = forms.ChoiceField(
        label=_("What do you find?"), choices=Sameness.choices, widget=Radios,
        error_messages={"required": _("Choose one answer: that it cannot be told is one.")},
    )  # fmt: skip
