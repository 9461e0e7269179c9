"""What the sender chooses, and what a partner without an account writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Language
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.referrals.enums import SheetAnswer
from kanaf.referrals.sheets import secrets
from kanaf.territory import access as territory

PAPERS = [(language.value, language.label) for language in (Language.FRENCH, Language.ARABIC)]


class MakeForm(Form):
    """In which language the paper speaks."""

    language = forms.ChoiceField(
        label=_("Language of the sheet"), choices=PAPERS, initial=Language.FRENCH, widget=Radios()
    )


class CodeForm(Form):
    """The code that was read on the telephone."""

    code = forms.CharField(
        label=_("The code that you were given by telephone"),
        help_text=_("Six letters and digits."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Write the code.")},
    )

    def clean_code(self) -> str:
        return secrets.tidy(self.cleaned_data["code"])


class AnswerForm(Form):
    """One answer, once."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=Radios())
    reason = forms.ChoiceField(label=_("If you cannot: why"), required=False)

    def __init__(self, *args: Any, may_accept: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [answer for answer in SheetAnswer if may_accept or answer != SheetAnswer.ACCEPTED]
        self.fields["answer"].choices = [(one.value, one.label) for one in answers]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", "—"), *territory.choices("decline_reason")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever cannot says why."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == SheetAnswer.DECLINED and not said.get("reason"):
            self.add_error("reason", _("Say why, so that another service can be found."))
        return said
