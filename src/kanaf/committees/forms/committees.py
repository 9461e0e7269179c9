"""Opening a committee, its settings, its seats, its members."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.committees.access.committees import account_by_email, kinds
from kanaf.committees.forms.owners import OwnerField
from kanaf.committees.services.committees import Names, Sitter
from kanaf.foundation.forms import DayField, Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

MOST = 200
SECRECY = {"secrecy": "is_bound"}


class NamesForm(Form):
    """What the committee is called."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=MOST)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=MOST, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=MOST, required=False)

    @property
    def names(self) -> Names:
        return Names(*(self.cleaned_data[f"name_{code}"] for code in ("fr", "ar", "en")))


class OpenForm(NamesForm):
    """Kind, secretariat and place; the seats come with the kind."""

    kind = forms.ChoiceField(label=_("Kind of committee"), widget=Radios())
    desk = forms.ChoiceField(label=_("Secretariat"))
    place = forms.ChoiceField(label=_("For which place"))

    field_order = ("kind", "desk", "place", "name_fr", "name_ar", "name_en")

    def __init__(
        self, *args: Any, desks: Sequence[tuple[str, str]], places: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = kinds()
        kind: Any = self.fields["kind"]
        kind.choices = [(one.code, one.label) for one in known]
        kind.widget.hints = {one.code: one.mandate for one in known}
        self.fields["desk"].choices = desks  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class SettingsForm(NamesForm):
    """Names, notice, quorum."""

    notice_days = forms.IntegerField(
        label=_("Days of notice"),
        min_value=0,
        max_value=90,
        help_text=_("Between the letter and the meeting. A meeting already convened keeps its own."),
    )
    quorum_percent = forms.IntegerField(
        label=_("Quorum, in percent of the seats"),
        min_value=1,
        max_value=100,
        help_text=_("Vacant seats count among the seats."),
    )


class SeatForm(Form):
    """One more place at the table."""

    category = forms.ChoiceField(label=_("Category"))
    secrecy = forms.BooleanField(
        label=_("Bound by professional secrecy"),
        help_text=_("Whoever sits here reads the restricted annex."),
        required=False,
    )
    is_required = forms.BooleanField(
        label=_("No quorum without this seat"),
        help_text=_("Its member or a substitute has to be there."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = territory.choices("committee_seat")  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        """As the seat keeps them; a form has an ``is_bound`` of its own."""
        return {SECRECY.get(name, name): value for name, value in self.cleaned_data.items()}


class ChangeSeatForm(SeatForm):
    """What the seat asks, or its end."""

    is_chair = forms.BooleanField(label=_("Chairs the committee"), help_text=_("Only one seat does."), required=False)
    ended_on = DayField(label=_("No longer a seat from"), required=False, help_text=_("Only once nobody sits in it."))


class MemberForm(Form):
    """Who sits, for whom, from when until when."""

    sections = (
        Section(
            _("Who"),
            ["email", "name", "owner"],
            hint=_("The address of whoever works with Kanaf; for anybody else, the name."),
        ),
        Section(_("How long"), ["is_substitute", "since", "until"]),
    )

    email = forms.EmailField(label=_("E-mail of the account"), required=False)
    name = forms.CharField(label=_("Name"), max_length=MOST, required=False)
    owner = OwnerField(label=_("Sits for"), required=False)
    is_substitute = forms.BooleanField(
        label=_("Substitute"), help_text=_("Comes when the member cannot."), required=False
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("Until the day before"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        email, name = given.get("email", ""), given.get("name", "")
        given["account"] = account_by_email(email) if email else None
        if email and given["account"] is None:
            self.add_error("email", _("No account has this address. Leave it empty and give the name."))
        if not email and not name:
            self.add_error("email", _("Give the address of the account, or the name."))
        since, until = given.get("since"), given.get("until")
        if since and until and until <= since:
            self.add_error("until", _("This day is not after the first one."))
        return given

    @property
    def sitter(self) -> Sitter:
        owner = self.cleaned_data["owner"]
        return Sitter(
            account=self.cleaned_data["account"],
            name=self.cleaned_data["name"],
            desk=owner.desk if owner else None,
            organisation=owner.organisation if owner else None,
        )


class EndForm(Form):
    """The seat is vacant from that day on."""

    until = DayField(label=_("No longer sits from"))
