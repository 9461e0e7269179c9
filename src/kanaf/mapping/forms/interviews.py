"""What an actor says of itself: one long form, kept as it is typed, that can be taken up again."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import Cost, ServiceCategory, SpokenLanguage
from kanaf.foundation.forms import DayField, Form, Section
from kanaf.foundation.widgets import Checkboxes
from kanaf.mapping.proposing import BLOCKS, NEW

MOST, LONG, OLDEST = 200, 4000, 25
DAY_CHOICES = (
    ("", _("Not said")),
    ("working", _("Monday to Friday")),
    ("six", _("Monday to Saturday")),
    ("every", _("Every day")),
)
TIMES = ["%H:%M", "%H:%M:%S"]


def _long(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": "3"})
    )


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, input_formats=TIMES, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


def _block(number: int) -> dict[str, forms.Field]:
    """What is asked of one service."""
    fields: dict[str, forms.Field] = {
        "service": forms.ChoiceField(label=_("Which service of theirs"), required=False),
        "name": forms.CharField(label=_("Its name"), max_length=MOST, required=False),
        "category": forms.ChoiceField(
            label=_("Kind of help"), choices=[("", "—"), *ServiceCategory.choices], required=False
        ),
        "from": forms.IntegerField(label=_("From what age"), min_value=0, max_value=OLDEST, required=False),
        "to": forms.IntegerField(label=_("Up to what age"), min_value=0, max_value=OLDEST, required=False),
        "for_whom": _long(_("For whom, under which conditions")),
        "route": _long(_("How to refer a child")),
        "days": forms.ChoiceField(label=_("Open on"), choices=DAY_CHOICES, required=False),
        "opens": _hour(_("Opens at")),
        "closes": _hour(_("Closes at")),
        "free": forms.IntegerField(label=_("Places free today"), min_value=0, max_value=9999, required=False),
        "most": forms.IntegerField(label=_("Places in all"), min_value=0, max_value=9999, required=False),
    }
    return {f"s{number}_{name}": field for name, field in fields.items()}


class InterviewForm(Form):
    """Mandate, services, ways of working, needs and what hurts."""

    met_on = DayField(label=_("Met on"))
    spoke_with = forms.CharField(label=_("Who spoke"), help_text=_("Names and functions. Sealed."), max_length=MOST)
    mandate = _long(_("Mandate"), _("What the actor is there for, and by which text."))
    serves = _long(_("Whom they serve"))
    age_from = forms.IntegerField(label=_("From what age"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("Up to what age"), min_value=0, max_value=OLDEST, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=SpokenLanguage.choices, required=False, widget=Checkboxes()
    )
    cost = forms.ChoiceField(label=_("Cost"), choices=[("", "—"), *Cost.choices], required=False)
    hours = _long(_("Hours, in their own words"), _("Evenings, weekends, Ramadan, holidays: who answers then?"))
    capacity = _long(_("How many they can take"))
    partners = _long(_("With whom they work, and under which agreement"))
    needs = _long(_("What they need"))
    hurts = _long(
        _("What hurts"), _("What does not work between actors. Read by the team and the directory’s editors only.")
    )

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in BLOCKS:
            for name, field in _block(number).items():
                if name.endswith("_service"):
                    field.choices = [("", _("None")), *services, (NEW, _("A new one"))]  # type: ignore[attr-defined]
                self.fields[name] = field
        self._dress()

    def _dress(self) -> None:
        """Fields that came after the others carry the same attributes."""
        from kanaf.foundation import widgets

        for field in self.fields.values():
            widgets.dress(field.widget)

    @property
    def sections(self) -> Sequence[Section]:  # type: ignore[override]
        services = [
            Section(gettext("Service %(number)s") % {"number": number}, list(_block(number)), _first_hint(number))
            for number in BLOCKS
        ]
        return (
            Section(_("The meeting"), ["met_on", "spoke_with"]),
            Section(_("Who they are"), ["mandate", "serves", "age_from", "age_to", "languages", "cost"]),
            *services,
            Section(_("How they work"), ["hours", "capacity", "partners"]),
            Section(_("What they ask"), ["needs", "hurts"]),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        pairs = [("age_from", "age_to"), *((f"s{n}_from", f"s{n}_to") for n in BLOCKS)]
        for low, high in pairs:
            if given.get(low) is not None and given.get(high) is not None and given[high] < given[low]:
                self.add_error(high, _("The oldest age comes before the youngest."))
        for number in BLOCKS:
            self._clean_block(number, given)
        return given

    def _clean_block(self, number: int, given: dict[str, Any]) -> None:
        told = {
            name: given.get(f"s{number}_{name}")
            for name in ("service", "name", "category", "opens", "closes", "free", "most")
        }
        if told["service"] == NEW and not (told["name"] and told["category"]):
            self.add_error(f"s{number}_name", _("A new service has a name and a kind of help."))
        if bool(told["opens"]) != bool(told["closes"]):
            self.add_error(f"s{number}_closes", _("Give both hours, or none."))
        if told["free"] is not None and told["most"] is not None and told["most"] < told["free"]:
            self.add_error(f"s{number}_most", _("This is less than what is free."))

    @property
    def answers(self) -> dict[str, Any]:
        """What was said, in plain values; the day and the names are kept beside it."""
        return {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if name not in {"met_on", "spoke_with"} and value not in (None, "", [])
        }


def _first_hint(number: int) -> Any:
    return _("Three services here; the others come with another version of the interview.") if number == 1 else ""


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value
