"""The sheet that leaves, and its receipt."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.justice.composing import HINTS, NEEDED, ORDER, TITLES
from kanaf.justice.enums import ProcedureKind, SheetKind, Topic
from kanaf.justice.forms.court import PastDayField
from kanaf.justice.sensitive import topics_in
from kanaf.territory import access as territory

LANGUAGES = [("fr", _("French")), ("ar", _("Arabic"))]
FIRST_YEAR = 1990


class SheetForm(Form):
    """One box a section, filled from the file; what stays off sheets comes in only with a tick and a reason."""

    desk_to = forms.ChoiceField(label=_("To"))
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=LANGUAGES, widget=Radios)

    def __init__(self, *args: Any, kind: SheetKind, desks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["desk_to"].choices = desks  # type: ignore[attr-defined]
        for key in ORDER[kind]:
            self.fields[key] = prose(TITLES[key], hint=HINTS.get(key, ""), required=key in NEEDED, rows=5)
            self.fields[key].widget.attrs["dir"] = "auto"
        for topic in Topic:
            self.fields[f"with_{topic}"] = forms.BooleanField(label=topic.label, required=False)
            self.fields[f"why_{topic}"] = prose(_("Why it must be in this sheet"), required=False, rows=2)
            self.fields[f"why_{topic}"].widget.attrs["dir"] = "auto"

    @property
    def sections(self) -> list[Section]:  # type: ignore[override]
        topics = [name for topic in Topic for name in (f"with_{topic}", f"why_{topic}")]
        return [
            Section(_("To whom"), ["desk_to", "language"]),
            Section(_("What it says"), list(ORDER[self.kind]), hint=_("Filled from what you may read. Read it again.")),
            Section(
                _("What stays off this sheet"),
                topics,
                hint=_("Tick only what justice cannot do without, and say why: it is kept in the journal."),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for topic in Topic:
            if given.get(f"with_{topic}") and not given.get(f"why_{topic}"):
                self.add_error(f"why_{topic}", ValidationError(_("Say why it must be in this sheet.")))
        for key in ORDER[self.kind]:
            for topic in topics_in(given.get(key) or ""):
                if not given.get(f"with_{topic}"):
                    said = _now("This seems to speak of: %(topic)s. Take it out, or tick it below and say why.")
                    self.add_error(key, ValidationError(said % {"topic": str(topic.label).lower()}))
        return given

    @property
    def content(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in ORDER[self.kind] if self.cleaned_data[key]}

    @property
    def justified(self) -> dict[str, str]:
        given = self.cleaned_data
        return {topic.value: given[f"why_{topic}"] for topic in Topic if given[f"with_{topic}"]}


def sheet_values(record: Any) -> dict[str, Any]:
    """A sheet as its form writes it."""
    justified = record.justified or {}
    return {
        "desk_to": str(record.desk_to_id),
        "language": record.language,
        **(record.content or {}),
        **{f"with_{topic}": True for topic in justified},
        **{f"why_{topic}": reason for topic, reason in justified.items()},
    }


class SendForm(Form):
    """One button, under what was read again."""


class ReceiptForm(Form):
    """We have it; nothing to add."""


class RegisterForm(Form):
    """We have it, under this number of our register."""

    number = forms.CharField(
        label=_("Register number"), max_length=60, widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    )
    year = forms.IntegerField(label=_("Year of the register"), min_value=FIRST_YEAR, max_value=2100)
    registered_on = PastDayField(label=_("Registered on"))
    procedure_kind = forms.ChoiceField(label=_("Kind of procedure"), choices=ProcedureKind.choices, widget=Radios)

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if year > territory.today().year:
            raise ValidationError(_("This year is still to come."))
        return year
