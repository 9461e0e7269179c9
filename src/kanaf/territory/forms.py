"""One form for each kind of setting; what identifies a row is asked once and never changes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.foundation.forms import DayField, Form
from kanaf.territory import access
from kanaf.territory.enums import (
    AgeKey,
    ClockKind,
    ConsentFallback,
    ConsentKind,
    DelayKey,
    Duty,
    Profession,
    Risk,
    SettingKind,
    Unit,
)

if TYPE_CHECKING:
    from kanaf.territory.models import Place

OLDEST_CHILD = 17
LIKELY = 8


def find_place(typed: str) -> "Place":
    """The place somebody typed, in either script; raises ``ValidationError`` with the names that come near."""
    name, _comma, above = (part.strip() for part in typed.partition(","))
    found = access.search_places(name, limit=LIKELY)
    exact = [place for place in found if typed.casefold() in (place.full_name.casefold(), place.name.casefold())]
    if exact or (len(found) == 1 and not above):
        return (exact or found)[0]
    if not found:
        raise ValidationError(
            gettext("We do not find this place. Write the name of a commune, a district or a province.")
        )
    near = " · ".join(place.full_name for place in found)
    raise ValidationError(gettext("Several places come near. Write one of these: %(places)s") % {"places": near})


class PlaceField(forms.CharField):
    """A place by its name, typed; the id of one is shown as its name."""

    def prepare_value(self, value: Any) -> Any:
        try:
            return access.get_place(UUID(str(value))).full_name
        except ValueError:
            return value

    def clean(self, value: Any) -> "Place | None":
        typed = str(super().clean(value)).strip()
        return find_place(typed) if typed else None


def _countries() -> list[tuple[str, str]]:
    return [(country.code, country.name) for country in access.countries()]


def _lists() -> list[tuple[str, str]]:
    return [(found.scheme, found.label) for found in access.codelists()]


class SettingForm(Form):
    """What every kind has: a country, and on an edit the day from which the change applies."""

    identity: ClassVar[tuple[str, ...]] = ("country_id",)
    is_dated: ClassVar[bool] = True
    country_id = forms.ChoiceField(label=_("Country"), choices=_countries)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        for name in () if is_new else self.identity:
            del self.fields[name]
        if self.is_dated and not is_new:
            self.fields["from_day"] = DayField(
                label=_("The change applies from"),
                help_text=_("Leave it empty to mend a mistake: the row will say so for the past as well."),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins is said at the field that a person would mend."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins = cleaned.get("from_day") or cleaned.get("valid_from")
        if begins and cleaned.get("valid_to") and cleaned["valid_to"] < begins:
            self.add_error("valid_to", _("The last day is before the first."))
        return cleaned


class WordsMixin(forms.Form):
    """The words people read, in three languages."""

    label_fr = forms.CharField(label=_("In French"), max_length=200)
    label_ar = forms.CharField(label=_("In Arabic"), max_length=200)
    label_en = forms.CharField(label=_("In English"), max_length=200, required=False)


class PeriodMixin(forms.Form):
    """When the row applies, where it comes from, and whether somebody checked."""

    valid_from = DayField(label=_("First day"), required=False)
    valid_to = DayField(label=_("Last day"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    verified = forms.BooleanField(label=_("The source was checked"), required=False)


class HelplineForm(PeriodMixin, WordsMixin, SettingForm):
    number = forms.RegexField(
        label=_("Number"),
        regex=r"^\+?[0-9 ]{2,19}$",
        error_messages={"invalid": _("Write the number with digits only.")},
    )
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=1)
    is_danger_now = forms.BooleanField(label=_("Shown first to people in danger"), required=False)


class DelayForm(PeriodMixin, SettingForm):
    identity = ("country_id", "key", "risk")
    key = forms.ChoiceField(label=_("What must be done"), choices=DelayKey.choices)
    risk = forms.ChoiceField(label=_("Risk"), choices=[("", _("Whatever the risk")), *Risk.choices], required=False)
    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=3660)
    unit = forms.ChoiceField(label=_("Hours or days"), choices=Unit.choices)
    clock = forms.ChoiceField(label=_("Which time counts"), choices=ClockKind.choices)


class ConsentForm(PeriodMixin, SettingForm):
    age_from = forms.IntegerField(label=_("From the age of"), min_value=0, max_value=OLDEST_CHILD)
    age_to = forms.IntegerField(label=_("To the age of"), min_value=0, max_value=OLDEST_CHILD)
    child = forms.ChoiceField(label=_("Asked of the child"), choices=ConsentKind.choices)
    caregiver = forms.ChoiceField(label=_("Asked of the caregiver"), choices=ConsentKind.choices)
    fallback = forms.ChoiceField(
        label=_("Without a caregiver, or against the child’s interest"), choices=ConsentFallback.choices
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", _("The oldest age is below the youngest."))
        return cleaned


class LawForm(PeriodMixin, SettingForm):
    identity = ("country_id", "key")
    key = forms.SlugField(
        label=_("Short name"), max_length=60, help_text=_("Letters, digits and hyphens, like loi-15-01.")
    )
    text = forms.CharField(label=_("Text"), max_length=120)
    article = forms.CharField(label=_("Article"), max_length=60, required=False)
    title_fr = forms.CharField(label=_("In French"), max_length=300)
    title_ar = forms.CharField(label=_("In Arabic"), max_length=300)
    title_en = forms.CharField(label=_("In English"), max_length=300, required=False)


class LawNamed(forms.Form):
    """A row that rests on a legal reference, named by its short name."""

    law = forms.SlugField(
        label=_("Legal reference"), max_length=60, help_text=_("Its short name in the list of legal references.")
    )

    def clean_law(self) -> str:
        key = str(self.cleaned_data["law"])
        if not access.cited(key):
            raise ValidationError(_("No legal reference is called so."))
        return key


class DutyForm(PeriodMixin, LawNamed, SettingForm):
    identity = ("country_id", "profession")
    profession = forms.ChoiceField(label=_("Profession"), choices=Profession.choices)
    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices)


class AgeForm(PeriodMixin, LawNamed, SettingForm):
    identity = ("country_id", "key")
    key = forms.ChoiceField(label=_("What ends"), choices=AgeKey.choices)
    years = forms.IntegerField(label=_("At the age of"), min_value=1, max_value=30)
    notice_days = forms.IntegerField(label=_("Warned so many days before"), min_value=0, max_value=730)


class EntryForm(PeriodMixin, WordsMixin, SettingForm):
    identity = ("codelist_id", "code", "official")
    is_dated = False
    country_id = None  # type: ignore[assignment]
    codelist_id = forms.ChoiceField(label=_("List"), choices=_lists)
    code = forms.RegexField(
        label=_("Code"),
        max_length=40,
        regex=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        help_text=_("Where the list follows an official classification, our own codes begin with L-."),
        error_messages={"invalid": _("A code is made of letters, digits, points, hyphens and underscores.")},
    )
    official = forms.BooleanField(label=_("Code of the official classification"), required=False)
    parent = forms.CharField(label=_("Under the code"), max_length=40, required=False)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, initial=0)

    def clean_parent(self) -> str:
        parent = str(self.cleaned_data["parent"])
        scheme = self.cleaned_data.get("codelist_id") or self.initial.get("codelist_id", "")
        if parent and parent not in dict(access.choices(scheme)):
            raise ValidationError(_("This list has no such code."))
        return parent


class ExceptionForm(WordsMixin, SettingForm):
    identity = ("country_id", "day")
    is_dated = False
    day = DayField(label=_("Day"))
    is_worked = forms.BooleanField(label=_("People work on that day"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


FORMS: Mapping[str, type[SettingForm]] = {
    SettingKind.HELPLINES: HelplineForm,
    SettingKind.DELAYS: DelayForm,
    SettingKind.CONSENT: ConsentForm,
    SettingKind.LAW: LawForm,
    SettingKind.DUTIES: DutyForm,
    SettingKind.AGES: AgeForm,
    SettingKind.CODELISTS: EntryForm,
    SettingKind.CALENDAR: ExceptionForm,
}


class NarrowForm(Form):
    """Which country or which list a page of settings shows."""

    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    scheme = forms.ChoiceField(label=_("List"), choices=_lists, required=False)

    def __init__(self, *args: Any, by_list: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["country" if by_list else "scheme"]
