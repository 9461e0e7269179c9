"""People as they are written down: in either script, with an age that may be a guess, or with no name yet."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import PartyRole
from kanaf.cases.forms.answers import prose
from kanaf.cases.services.registration import PartFacts
from kanaf.foundation.forms import DayField, Form, Section, first_control
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.persons import numbers
from kanaf.persons.ages import OLDEST, born_about
from kanaf.persons.enums import IdentifierScheme as Scheme
from kanaf.persons.enums import Sex
from kanaf.persons.services import Facts
from kanaf.territory import access as territory
from kanaf.territory.forms import PlaceField

LANGUAGES: list[tuple[str, str | Promise]] = [
    ("ary", _("Darija")), ("ber", _("Tamazight")), ("ar", _("Arabic")), ("fr", _("French")), ("es", _("Spanish")),
    ("sgn", _("sign language")), ("other", _("another language")),
]  # fmt: skip
LIVES = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]
RELATIONS: Mapping[str, str] = {
    PartyRole.CAREGIVER: "caregiver_relation",
    PartyRole.TRUSTED: "caregiver_relation",
    PartyRole.REPORTER: "reporter_relation",
    PartyRole.ALLEGED_AUTHOR: "author_relation",
}
NUMBERS = (Scheme.NATIONAL_ID, Scheme.SOCIAL_REGISTER, Scheme.PUPIL, Scheme.BIRTH_ACT, Scheme.PASSPORT)
NAMES = ("given_name", "family_name", "given_name_ar", "family_name_ar", "nickname")
PARENTS = ["father_name", "mother_name"]


DECIDING: Mapping[str, str | Promise] = {
    "mother_name": _("What is the mother’s name? The two likeliest people above differ there."),
    "father_name": _("What is the father’s name? The two likeliest people above differ there."),
    "born_on": _("What is the date of birth? The two likeliest people above differ there."),
    "sex": _("A girl or a boy, a woman or a man? The two likeliest people above differ there."),
    "commune": _("In which commune or district? The two likeliest people above differ there."),
    "phone": _("Which telephone number? The two likeliest people above differ there."),
}
"""What is asked where one answer would tell two people apart."""
MOST_SHOWN = 60
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
AGE_HINT = _("A guess is better than nothing: it is marked as one.")
PAPERS_HINT = _("Most children have none. They are sealed and never shown outside this part.")


def line(label: Any, hint: Any = "", *, most: int = 80) -> forms.CharField:
    """One optional line of text."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most)


class SearchForm(Form):
    """Search before writing down: what is typed goes in the body of the request, never in an address."""

    name = line(_("Name, first name or nickname"), _("In either script, however it is spelt."))
    number = line(_("Telephone or number of a paper"), _("National card, social register, pupil number, passport."))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("name") and not found.get("number"):
            raise ValidationError(_now("Write a name, a nickname, a telephone or a number to search for."))
        return found


class PartForm(Form):
    """What the person is to the child; asked for everybody but the person the file is for."""

    relation = forms.ChoiceField(label=_("Relation to the child"), required=False)
    lives = forms.ChoiceField(label=_("Lives with the child"), choices=LIVES, required=False, widget=Radios)
    remark = prose(_("Remark"), required=False, rows=2)

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = PartyRole(role)
        if self.role == PartyRole.MAIN:
            for name in ("relation", "lives", "remark"):
                del self.fields[name]
            return
        if scheme := RELATIONS.get(self.role):
            choices = [("", "—"), *territory.choices(scheme)]
            self.fields["relation"].choices = choices  # type: ignore[attr-defined]
        else:
            self.fields["relation"] = line(_("Relation to the child"), most=40)

    @property
    def part(self) -> PartFacts:
        found = self.cleaned_data
        lives = {"yes": True, "no": False}.get(found.get("lives", ""))
        return PartFacts(found.get("relation", ""), lives, found.get("remark", ""))


class PickForm(Form):
    """The person found is the right one."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class PersonForm(PartForm):
    """Everything known of a person; only what is known is asked for."""

    sections: ClassVar = [
        Section(
            _("Name"), [*NAMES, "nameless"],
            _("As the person gives it, in one script or both. A nickname is enough; a newborn may have none."),
        ),
        Section(_("Parents’ names"), PARENTS, _("In either script: they tell apart children of the same name.")),
        Section(_("Age and sex"), ["sex", "born_on", "years", "months"], AGE_HINT),
        Section(_("To reach them"), ["phone", "address", "commune", "spoken"]),
        Section(_("Papers"), [s.value for s in NUMBERS] + ["nationality"], PAPERS_HINT),
        Section(_("For the child"), ["relation", "lives", "remark"]),
    ]  # fmt: skip
    given_name = line(_("First name"))
    family_name = line(_("Family name"))
    given_name_ar = line(_("First name in Arabic"))
    family_name_ar = line(_("Family name in Arabic"))
    nickname = line(_("Nickname"))
    father_name = line(_("Father’s name"))
    mother_name = line(_("Mother’s name"))
    nameless = forms.BooleanField(label=_("No name is known yet"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=Radios, initial=Sex.UNKNOWN.value)
    born_on = DayField(label=_("Date of birth, when it is sure"), required=False)
    years = forms.IntegerField(label=_("Or about how old: years"), required=False, min_value=0, max_value=OLDEST)
    months = forms.IntegerField(label=_("and months, for a small child"), required=False, min_value=0, max_value=11)
    phone = line(_("Telephone"), most=40)
    address = prose(_("Address, or where the person is found"), required=False, rows=2)
    commune = PlaceField(label=_("Commune or district"), required=False)
    spoken = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, required=False, widget=Checkboxes)
    cnie = line(_("National identity card"), most=20)
    idcs = line(_("Social register number"), most=20)
    massar = line(_("Pupil number"), most=20)
    birth_act = line(_("Birth record: number / year / commune"))
    passport = line(_("Passport"), most=20)
    nationality = line(_("Nationality"), most=60)
    compared = forms.BooleanField(label=_("I compared: it is somebody else"), required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, ask_compared: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.asked = ""
        if not ask_compared:
            self.fields["compared"].widget = forms.HiddenInput()

    def ask_to_compare(self, people: Iterable[UUID]) -> None:
        """People who look alike are shown above: the tick says that these, and those shown before, were compared."""
        before = str(self.cleaned_data.get("shown", "")).split()
        posted = cast(QueryDict, self.data).copy()
        posted["shown"] = " ".join(sorted({*map(str, people), *before}))
        self.data = posted
        self.fields["compared"].widget = forms.CheckboxInput()
        self.add_error("compared", _("Compare with the people above, then tick this, or pick one of them."))

    def ask_for(self, name: str) -> None:
        """The one answer that would tell the two likeliest people apart: said at its field, where one begins."""
        self[name].help_text = str(DECIDING[name])
        self.asked = name

    @property
    def told_apart(self) -> list[UUID]:
        """Whoever was shown, and is somebody else."""
        ids = self.cleaned_data["shown"].split() if self.cleaned_data["compared"] else []
        return [UUID(one) for one in ids[:MOST_SHOWN]]

    def clean_shown(self) -> str:
        """What the page wrote itself; anything else is nobody."""
        ids = str(self.cleaned_data["shown"]).split()
        return " ".join(one for one in ids if _UUID.fullmatch(one))

    @property
    def asked_control(self) -> str:
        return first_control(self[self.asked])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("nameless") and not any(found.get(name) for name in NAMES):
            self.add_error("given_name", _("Write a name or a nickname, or say that no name is known yet."))
        for scheme in (*NUMBERS, Scheme.PHONE):
            self._clean_number(scheme.value, found)
        self._clean_birth(found)
        return found

    def _clean_number(self, name: str, found: dict[str, Any]) -> None:
        if found.get(name):
            try:
                found[name] = numbers.normal(name, found[name])
            except numbers.NotANumber as refusal:
                self.add_error(name, str(refusal))

    def _clean_birth(self, found: dict[str, Any]) -> None:
        born, years, months = found.get("born_on"), found.get("years"), found.get("months")
        if born and (born > self.today or self.today.year - born.year > OLDEST):
            self.add_error("born_on", _("Check this date: nobody is born then."))
        found["is_birth_estimated"] = not born and (years is not None or months is not None)
        if found["is_birth_estimated"] and not self.errors:
            found["born_on"] = self._kept_estimate(years, months) or born_about(years, months, self.today)

    def _born_said(self, found: dict[str, Any]) -> str:
        """An age as it was said, with its day; what was said before stays while nothing about the birth changes."""
        kept = str(self.initial.get("born_said") or "")
        years, months = found.get("years"), found.get("months")
        if found.get("born_on") and not found["is_birth_estimated"]:
            return ""
        if years is None or months is not None:
            return kept if (years, months) == (None, None) else ""
        return kept if self._kept_estimate(years, months) else f"{years}@{self.today}"

    def _kept_estimate(self, years: int | None, months: int | None) -> date | None:
        """An age that was not changed keeps the estimate made from it, which does not drift at each edit."""
        before = self.initial.get("estimate")
        same = (years, months) == (self.initial.get("years"), self.initial.get("months"))
        return before if same and isinstance(before, date) else None

    @property
    def facts(self) -> Facts:
        found = self.cleaned_data
        own = {name: found.get(name) or "" for name in (*NAMES, *PARENTS, "sex", "phone", "address", "nationality")}
        commune = found.get("commune")
        return Facts(
            **own, commune=commune.code if commune else "", born_said=self._born_said(found),
            born_on=found.get("born_on"), is_birth_estimated=found["is_birth_estimated"],
            languages=" ".join(found.get("spoken", [])),
            numbers={s.value: found[s.value] for s in NUMBERS if found.get(s.value)},
        )  # fmt: skip


def role_choices() -> list[tuple[str, str | Promise, str | Promise]]:
    """The parts a person may have, each with the sentence that explains it."""
    said: dict[PartyRole, Any] = {
        PartyRole.CAREGIVER: _("Parent, kafil, grandparent: may be asked to agree for the child."),
        PartyRole.TRUSTED: _("An adult chosen by the child: may be asked to agree when no caregiver can."),
        PartyRole.SIBLING: _("A brother or sister; may need a file of their own."),
        PartyRole.HOUSEHOLD: _("Anybody else under the same roof."),
        PartyRole.REPORTER: _("Who told us; never named to the family."),
        PartyRole.ALLEGED_AUTHOR: _(
            "Never found by a search, never asked to agree. Under 18: a protected file of their own."
        ),
    }
    return [(role.value, role.label, hint) for role, hint in said.items()]
