"""What happened: a code, a time as exact as it is known, a place, and the person's own words."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import HappenedPrecision as Precision
from kanaf.cases.forms.answers import prose
from kanaf.cases.forms.intake import find_place
from kanaf.cases.services.incidents import IncidentFacts
from kanaf.foundation import clock
from kanaf.foundation.forms import DayField, Form, MomentField, Section
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.territory.models import Place

NOT_SAID = ("", "—")
MINOR = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]


NO_NAME = _("No name here: people are written down in their own part of the file.")


def grouped(scheme: str) -> list[Any]:
    """The codes of a list under the head they belong to; a head may itself be chosen."""
    entries = territory.codelist(scheme)
    heads = [e for e in entries if not e.parent]
    below = {h.code: [(e.code, e.label) for e in entries if e.parent == h.code] for h in heads}
    return [("", "—"), *((h.label, [(h.code, h.label), *below[h.code]]) for h in heads)]


class IncidentForm(Form):
    """One incident; several may be in one file."""

    sections: ClassVar = [
        Section(_("What"), ["form", "danger", "online", "narrative"]),
        Section(
            _("When"), ["precision", "moment", "day", "first_day", "last_day", "medical"],
            _(
                "Fill in only what goes with your choice."
                " Medical limits of 72 and 120 hours run from the incident, not from today."
            ),
        ),
        Section(_("Where"), ["place", "place_kind"]),
        Section(_("The alleged author"), ["relation", "minor"], NO_NAME),
    ]  # fmt: skip
    form = forms.ChoiceField(
        label=_("Form of violence"), error_messages={"required": _("Choose the form of violence that comes nearest.")}
    )
    danger = forms.BooleanField(
        label=_("The child is in immediate danger"), required=False, help_text=_("The risk becomes high at once.")
    )
    online = forms.BooleanField(label=_("It happened online, wholly or in part"), required=False)
    narrative = prose(_("What happened, in the words of the person"), required=False, rows=6)
    precision = forms.ChoiceField(
        label=_("How well is the time known?"), choices=Precision.choices, widget=Radios,
        error_messages={"required": _("Say how well the time is known.")},
    )  # fmt: skip
    moment = MomentField(label=_("Day and hour"), required=False)
    day = DayField(label=_("Day"), required=False)
    first_day = DayField(label=_("From about"), required=False)
    last_day = DayField(label=_("Until about (the last time)"), required=False)
    medical = forms.BooleanField(
        label=_("Medical limits apply"), required=False,
        help_text=_("Always counted for sexual violence; tick it where contact with blood or a pregnancy is feared."),
    )  # fmt: skip
    place = forms.CharField(label=_("Commune, district or province"), required=False, max_length=120)
    place_kind = forms.ChoiceField(label=_("Kind of place"), required=False)
    relation = forms.ChoiceField(label=_("Relation to the child"), required=False)
    minor = forms.ChoiceField(label=_("The author is under 18"), choices=MINOR, required=False, widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("form", grouped("violence_form"))
        self._choose("place_kind", [NOT_SAID, *territory.choices("occurrence_place")])
        self._choose("relation", [NOT_SAID, *territory.choices("author_relation")])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_place(self) -> "Place | None":
        typed = self.cleaned_data["place"].strip()
        return find_place(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["happened_at"], found["happened_until"] = self._times(found)
        for name in ("happened_at", "happened_until"):
            if found[name] and found[name] > clock.now():
                raise ValidationError(_("This moment is still to come. Give when it happened."))
        return found

    def _times(self, found: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        """The beginning and the end that go with the precision; a box that is missing is asked for."""
        match found.get("precision"):
            case Precision.HOUR:
                return self._needed("moment", found), None
            case Precision.DAY:
                return _begin(self._needed("day", found)), None
            case Precision.PERIOD:
                return self._period(found)
        return None, None

    def _period(self, found: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        first, last = self._needed("first_day", found), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end comes after the beginning. Check the two dates."))
        return _begin(first), _begin(last)

    def _needed(self, name: str, found: dict[str, Any]) -> Any:
        if found.get(name) is None and name not in self.errors:
            self.add_error(name, _("Give this, or choose another answer to how well the time is known."))
        return found.get(name)

    @property
    def facts(self) -> IncidentFacts:
        found = self.cleaned_data
        return IncidentFacts(
            form=found["form"], precision=found["precision"], happened_at=found["happened_at"],
            happened_until=found["happened_until"], place=found["place"], place_kind=found["place_kind"],
            author_relation=found["relation"], author_is_minor={"yes": True, "no": False}.get(found["minor"]),
            is_online=found["online"], is_danger_now=found["danger"], needs_medical_clock=found["medical"],
            narrative=found["narrative"],
        )  # fmt: skip


def _begin(day: date | None) -> datetime | None:
    """The day from its first minute, on the clock of the country: the safe side of a limit."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
