"""Looking for a service, and refusing a proposal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kanaf.actors.access import Wish
from kanaf.actors.enums import AccessibilityKind, Cost, ServiceCategory, SpokenLanguage
from kanaf.foundation.forms import Form
from kanaf.territory.access import places_at
from kanaf.territory.enums import PlaceLevel

OLDEST = 25
WORDS_LENGTH = 120


def _or_any(choices: Sequence[tuple[str, Any]], anything: str | Promise) -> list[Any]:
    return [("", anything), *choices]


class SearchForm(Form):
    """What are you looking for; every answer is optional, and a bad one counts as none."""

    q = forms.CharField(label=_("What help?"), required=False, max_length=WORDS_LENGTH)
    place = forms.ChoiceField(label=_("Where?"), required=False)
    category = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=_or_any(ServiceCategory.choices, _("All kinds")),
    )
    age = forms.IntegerField(label=_("Age of the child"), required=False, min_value=0, max_value=OLDEST)
    language = forms.ChoiceField(
        label=_("Language spoken"),
        required=False,
        choices=_or_any(SpokenLanguage.choices, _("Any language")),
    )
    cost = forms.ChoiceField(label=_("Cost"), required=False, choices=_or_any(Cost.choices, _("Any cost")))
    accessibility = forms.ChoiceField(
        label=_("Accessibility"),
        required=False,
        choices=_or_any(AccessibilityKind.choices, _("No special need")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in places_at(PlaceLevel.REGION, PlaceLevel.PROVINCE)}
        self.fields["place"].choices = self._place_choices()  # type: ignore[attr-defined]

    def _place_choices(self) -> list[Any]:
        """The provinces under their regions; a region stands for all of its own."""
        groups: dict[Any, list[tuple[str, str]]] = {}
        heads = {place.pk: place for place in self.places.values() if place.parent_id is None}
        for place in self.places.values():
            if place.parent_id is None:
                groups[place.pk] = [(place.code, str(_("Whole region: %s") % place.name))]
        for place in self.places.values():
            if place.parent_id in groups:
                groups[place.parent_id].append((place.code, place.name))
        return [("", _("Everywhere")), *((heads[pk].name, rows) for pk, rows in groups.items())]

    def wish(self) -> Wish:
        """What was asked, without the answers that make no sense."""
        self.is_valid()
        said: Mapping[str, Any] = self.cleaned_data
        return Wish(
            words=said.get("q") or "",
            place=self.places.get(said.get("place") or ""),
            category=said.get("category") or "",
            age=said.get("age"),
            language=said.get("language") or "",
            cost=said.get("cost") or "",
            accessibility=said.get("accessibility") or "",
        )

    @property
    def narrows(self) -> bool:
        """Whether one of the answers behind « more » is given."""
        return any(self.cleaned_data.get(name) not in {None, ""} for name in self.less_asked)

    less_asked = ("age", "language", "cost", "accessibility")

    @property
    def more(self) -> list[Any]:
        return [self[name] for name in self.less_asked]


class RefusalForm(Form):
    """No is said with a reason."""

    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("The author will read this."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
