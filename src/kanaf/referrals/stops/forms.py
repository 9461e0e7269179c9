"""What became of what was shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.referrals.enums import CopiesKept


class AcknowledgeForm(Form):
    """Two answers, no words: nothing about the child is written here."""

    copies = forms.ChoiceField(
        label=_("Our copies, notes and papers"), choices=CopiesKept.choices, widget=Radios(),
        error_messages={"required": _("Say what became of your copies and papers.")},
    )  # fmt: skip
    stopped = forms.BooleanField(
        label=_("We have stopped using what was shared with us, and told our colleagues"),
        error_messages={"required": _("Tell your colleagues first, then tick this.")},
    )
