"""What is asked beside the usual fields when a desk is opened or an agreement recorded."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.editing import fields_of
from kanaf.actors.enums import DraftTarget
from kanaf.actors.forms.editing import EditForm, find_organisation
from kanaf.foundation import widgets
from kanaf.foundation.forms import DayField
from kanaf.foundation.widgets import Radios
from kanaf.territory.forms import find_place

PROMISES = range(1, 4)
US, THEM = "us", "them"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class DeskForm(EditForm):
    """A new desk: its entry, the prefix of its codes, and the places it answers for."""

    code_prefix = forms.RegexField(
        label=_("Prefix of its codes"),
        regex=r"^[A-Z]{2,4}$",
        required=False,
        max_length=4,
        help_text=_("Two to four capital letters, like TNG. It stays for ever."),
        error_messages={"invalid": _("Two to four capital letters, like TNG. It stays for ever.")},
    )
    places = forms.CharField(
        label=_("Places it is in charge of"),
        help_text=_("One place a line: a commune, a district or a province."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    priority = forms.IntegerField(
        label=_("Priority"), help_text=_("Of several desks, 1 answers first."), min_value=1, max_value=99, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, editable=fields_of(DraftTarget.DESK), is_direct=True, **kwargs)

    def clean_places(self) -> list[Any]:
        return list({place.pk: place for place in map(find_place, lines_of(self.cleaned_data["places"]))}.values())

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("takes_reports") and not told.get("code_prefix") and "code_prefix" not in self.errors:
            self.add_error("code_prefix", _("A desk that receives reports needs a prefix for its codes."))
        return told


class AgreementForm(EditForm):
    """A new agreement: its entry, who else signed, and the first promises."""

    others = forms.CharField(
        label=_("The other organisations that sign"),
        help_text=_("One organisation a line, by its name in the directory."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, organisation: Any, **kwargs: Any) -> None:
        super().__init__(*args, editable=fields_of(DraftTarget.AGREEMENT), is_direct=True, **kwargs)
        self.organisation = organisation
        for number in PROMISES:
            text = forms.CharField(
                label=_("Promise %(number)s") % {"number": number},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2}),
            )
            who = forms.ChoiceField(
                label=_("Who makes promise %(number)s") % {"number": number},
                choices=[(US, _("This organisation")), (THEM, _("The others"))],
                initial=US,
                required=False,
                widget=Radios,
            )
            due = DayField(label=_("Day by which promise %(number)s is kept") % {"number": number}, required=False)
            asked: dict[str, forms.Field] = {"text": text, "who": who, "due": due}
            for key, field in asked.items():
                self.fields[f"{key}_{number}"] = field
                widgets.dress(cast("forms.Widget", field.widget))

    def clean_others(self) -> list[Any]:
        found = {one.pk: one for one in map(find_organisation, lines_of(self.cleaned_data["others"]))}
        found.pop(self.organisation.pk, None)
        if not found:
            raise forms.ValidationError(_("An agreement has at least two parties."))
        return list(found.values())

    def promises(self) -> list[tuple[Any, str, Any]]:
        """Who, what, by when: one for each party that makes the promise."""
        told = self.cleaned_data
        return [
            (party, told[f"text_{number}"], told[f"due_{number}"])
            for number in PROMISES
            if told[f"text_{number}"]
            for party in (told["others"] if told[f"who_{number}"] == THEM else [self.organisation])
        ]
