"""Certificates and their copies."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import YesNo
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.health.enums import CertificateKind, CopyTo
from kanaf.health.forms import fields
from kanaf.territory import access as territory

A_YEAR = 366


def payers() -> Sequence[tuple[str, str]]:
    return territory.choices("certificate_payer")


class CertificateForm(Form):
    """Its date, its days, who paid; what it says of the body stays on paper."""

    sections = [
        Section(_("The certificate"), ["kind", "issued_on", "number", "incapacity_days"]),
        Section(_("Who paid"), ["is_free", "paid_by", "amount"]),
    ]
    kind = forms.ChoiceField(label=_("Kind of certificate"), choices=CertificateKind.choices, widget=Radios)
    issued_on = fields.PastDayField(label=_("Issued on"))
    number = fields.number_field(_("Number"))
    incapacity_days = forms.IntegerField(
        label=_("Days of incapacity"), required=False, min_value=0, max_value=A_YEAR,
        help_text=_("As the certificate says them. Leave it empty when it says none."),
    )  # fmt: skip
    is_free = YesNo(label=_("Was it free of charge?"))
    paid_by = forms.ChoiceField(label=_("If not, who paid?"), required=False)
    amount = forms.DecimalField(
        label=_("How much, in dirhams"), required=False, min_value=0, max_digits=8, decimal_places=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_by"].choices = [("", _("Nobody: it was free")), *payers()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_free") is False and not given.get("paid_by"):
            self.add_error("paid_by", ValidationError(_("Say who paid: it is looked at.")))
        return given


class CopyForm(Form):
    """To whom it was handed, and when."""

    to = forms.ChoiceField(label=_("Handed to"), choices=CopyTo.choices, widget=Radios)
    on = fields.PastDayField(label=_("On which day?"))
