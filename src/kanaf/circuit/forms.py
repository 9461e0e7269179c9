"""What people write, choose and confirm about protocols."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kanaf.circuit.enums import Decision, MoveReason
from kanaf.circuit.yaml_text import LARGEST
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Checkboxes, Radios

ROOM = 20
"""Empty lines under a text, for what is added at its end."""
LONGEST_REMARK = 2000


class TextForm(Form):
    """The whole text; it is kept with its mistakes."""

    text = forms.CharField(
        label=_("Text of the protocol"),
        help_text=_("Spaces at the beginning of a line count. What stands after “#” is for people only."),
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"dir": "ltr", "wrap": "off", "spellcheck": "false", "class": "yaml__text"}),
    )

    def fit(self) -> str:
        """Give the box a row for each line, once it is known what it shows; the text itself."""
        shown = str(self["text"].value() or "").replace("\r\n", "\n")
        self.fields["text"].widget.attrs["rows"] = shown.count("\n") + 1 + ROOM
        return shown

    def clean_text(self) -> str:
        """Line ends as every editor counts them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class BeginForm(Form):
    """The first protocol of another territory."""

    place = forms.ChoiceField(
        label=_("Territory"), help_text=_("The protocol holds for this place and for all that lies in it.")
    )
    dispositif = forms.CharField(
        label=_("Short name"),
        help_text=_("In small letters, without accents: kenitra."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_]*\Z", _("Write small letters without accents, digits and underscores."))
        ],
    )
    fr = forms.CharField(label=_("Name in French"), max_length=200)
    ar = forms.CharField(label=_("Name in Arabic"), max_length=200)
    en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]

    @property
    def name(self) -> dict[str, str]:
        """The name in the three languages."""
        return {language: self.cleaned_data[language] for language in ("fr", "ar", "en")}


class SubmitForm(Form):
    """Who will sign."""

    members = forms.MultipleChoiceField(
        label=_("Member organisations"),
        help_text=_("The protocol applies once every one of them has signed."),
        widget=Checkboxes(),
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = list(organisations)  # type: ignore[attr-defined]


class ReviewForm(Form):
    """The answer of the committee."""

    decision = forms.ChoiceField(label=_("What does the committee decide?"), choices=Decision.choices, widget=Radios())
    remark = forms.CharField(
        label=_("Reason, or remark"),
        help_text=_("Needed to send it back. Name no child and no family here."),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == Decision.RETURNED and not given.get("remark"):
            self.add_error("remark", ValidationError(_("Say what is to be changed.")))
        return given


class ReturnForm(Form):
    """Back to the table, with a reason."""

    remark = forms.CharField(
        label=_("Reason"),
        help_text=_("Name no child and no family here."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(),
    )


class SignForm(Form):
    """For which organisation one signs."""

    organisation = forms.ChoiceField(label=_("I sign for"), widget=Radios())
    has_read = forms.BooleanField(
        label=_("I have read this version, and I may commit this organisation."),
        error_messages={"required": _("Tick this box to sign.")},
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]


class ConfirmForm(Form):
    """Nothing to fill in: one button, on the version that the person was looking at."""


class MoveForm(Form):
    """Why a file follows another version."""

    reason = forms.ChoiceField(label=_("Why?"), choices=MoveReason.choices, widget=Radios())
    why = forms.CharField(
        label=_("In a few words"),
        help_text=_("Kept in the history of the file."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
