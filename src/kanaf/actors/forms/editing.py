"""One form for whatever the directory describes: an entry, or one row of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.actors import access
from kanaf.actors.editing import POINTERS, Editable, Value, plain
from kanaf.actors.naming import said
from kanaf.foundation import widgets
from kanaf.foundation.forms import DayField, Form
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.territory.forms import PlaceField

FEW = 9
"""More choices than that are a list to unfold."""
is_phone = RegexValidator(r"^\+?[\d ().-]{2,25}$", _("Give the number like 05 39 00 00 00 or 2511."))

IN_ORDER = (
    ("minimum_age", "maximum_age", _("The oldest age comes before the youngest.")),
    ("valid_from", "valid_to", _("The last day is before the first.")),
    ("starts_on", "ends_on", _("The last day is before the first.")),
    ("available", "maximum", _("This is less than what is free.")),
)
TOGETHER = (("opens_at", "closes_at"), ("latitude", "longitude"))


class OrganisationField(forms.CharField):
    """An organisation by its name, typed; the id of one is shown as its name."""

    def prepare_value(self, value: Any) -> Any:
        try:
            return access.organisation_name(UUID(str(value)))
        except ValueError:
            return value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value)).strip()
        return find_organisation(typed) if typed else None


def find_organisation(typed: str) -> Any:
    """The one that is called so; raises ``ValidationError`` with the names that come near."""
    found = access.organisations_named(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(gettext("No organisation of the directory has this name. Add it first."))
    near = " · ".join(said(one) for one in found)
    raise ValidationError(gettext("Several organisations come near. Write one of these: %(names)s") % {"names": near})


class EditForm(Form):
    """Asks for each editable field; ``choices`` are what the fields of a kind may point to."""

    note = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For the person who will decide: a call, a visit, an official text."),
        required=False,
        max_length=500,
    )

    def __init__(
        self,
        *args: Any,
        editable: Mapping[str, Editable],
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        initial: Mapping[str, Any] | None = None,
        is_direct: bool = False,
        **kwargs: Any,
    ) -> None:
        self.editable = editable
        super().__init__(*args, initial=self.shown(initial or {}), **kwargs)
        own = [name for name in self.fields if name != "note"]
        for key, field in editable.items():
            self.fields[key] = made(field, (choices or {}).get(field.kind, ()))
            widgets.dress(self.fields[key].widget)
        self.order_fields([*editable, *own, "note"])
        if is_direct:
            del self.fields["note"]

    def shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of a draft as the controls want them."""
        days = {key for key, field in self.editable.items() if field.kind == "day"}
        return {
            key: date.fromisoformat(value) if key in days and isinstance(value, str) else value
            for key, value in values.items()
        }

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last, problem in IN_ORDER:
            begin, end = told.get(first), told.get(last)
            if begin is not None and end is not None and begin > end:
                self.add_error(last, problem)
        for one, other in TOGETHER:
            if one in self.fields and (told.get(one) is None) != (told.get(other) is None):
                self.add_error(other, _("Give both, or neither."))
        if "signed_on" in self.fields and told.get("status") not in {None, "draft"} and not told.get("signed_on"):
            self.add_error("signed_on", _("A signed agreement has a day of signature."))
        return told

    def values(self) -> dict[str, Value]:
        """The answers in the words of a draft."""
        return {key: _kept(field, self.cleaned_data[key]) for key, field in self.editable.items()}


def _kept(field: Editable, value: Any) -> Value:
    if field.kind in POINTERS:
        return str(getattr(value, "pk", value)) if value else None
    return plain(value)


_MAKERS: Mapping[str, Any] = {
    "text": lambda **kw: forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}), **kw),
    "number": lambda **kw: forms.IntegerField(min_value=0, max_value=2100, **kw),
    "amount": lambda **kw: forms.DecimalField(min_value=0, max_digits=9, decimal_places=2, **kw),
    "degrees": lambda **kw: forms.DecimalField(min_value=-180, max_value=180, max_digits=8, decimal_places=5, **kw),
    "day": DayField,
    "time": lambda **kw: forms.TimeField(
        input_formats=["%H:%M", "%H:%M:%S"], widget=forms.TimeInput({"type": "time"}, format="%H:%M"), **kw
    ),
    "yes": forms.BooleanField,
    "place": PlaceField,
    "organisation": OrganisationField,
    "email": forms.EmailField,
    "address": lambda **kw: forms.URLField(assume_scheme="https", **kw),
    "phone": lambda **kw: forms.CharField(
        max_length=32, validators=[is_phone], widget=forms.TextInput({"type": "tel", "dir": "ltr"}), **kw
    ),
}


def made(editable: Editable, pointed: Sequence[tuple[str, str]]) -> forms.Field:
    """The field that asks for it."""
    asked: dict[str, Any] = {
        "label": editable.full_label,
        "required": editable.required,
        "help_text": editable.hint,
    }
    if editable.kind in {"site", "party"}:
        return forms.ChoiceField(choices=[("", "—"), *pointed], **asked)
    if editable.kind == "one":
        if len(editable.choices) < FEW:
            return forms.ChoiceField(choices=editable.choices, widget=Radios, **asked)
        return forms.ChoiceField(choices=[("", "—"), *editable.choices], **asked)
    if editable.kind == "many":
        return forms.MultipleChoiceField(choices=editable.choices, widget=Checkboxes, **asked)
    if editable.kind == "line":
        field: forms.Field = forms.CharField(max_length=editable.most, **asked)
    else:
        field = _MAKERS[editable.kind](**asked)
    if editable.language:
        field.widget.attrs["lang"] = editable.language
    return field
