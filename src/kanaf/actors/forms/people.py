"""Who joins a desk, who stands in for whom, and what people say of themselves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import INSTANCE_ROLES, Language, Role
from kanaf.foundation.forms import Form, MomentField
from kanaf.foundation.widgets import Radios


class MemberForm(Form):
    """A person who already has an account; her address is typed, never picked from a list of people."""

    email = forms.EmailField(label=_("Professional e-mail of the person"))
    role = forms.ChoiceField(label=_("Role at this desk"), widget=Radios)

    def __init__(self, *args: Any, with_instance_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(v, words) for v, words in Role.choices if with_instance_roles or v not in INSTANCE_ROLES]
        self.fields["role"].choices = allowed  # type: ignore[attr-defined]


class AbsenceForm(Form):
    """Who replaces an absent colleague, and until when."""

    covered_by = forms.ChoiceField(label=_("Who stands in"), widget=Radios)
    since = MomentField(label=_("From"))
    until = MomentField(label=_("Until"))

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].choices = list(colleagues)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["until"] <= said["since"]:
            self.add_error("until", _("The end comes before the beginning."))
        return said


class ProfileForm(Form):
    """A professional's own name in both scripts, and her language."""

    name = forms.CharField(label=_("Name in Latin letters"), max_length=120)
    name_ar = forms.CharField(label=_("Name in Arabic letters"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of Kanaf"), choices=Language.choices, widget=Radios)
    phone = forms.CharField(label=_("Professional telephone"), max_length=32, required=False)
