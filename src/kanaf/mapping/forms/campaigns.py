"""A campaign, its team, the actors on its list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.enums import OrganisationKind
from kanaf.foundation.forms import DayField, Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.mapping import access
from kanaf.mapping.enums import CampaignStatus, ProspectStatus
from kanaf.mapping.services.campaigns import Titles, Wanted
from kanaf.territory import access as territory

MOST, MOST_TEXT = 200, 2000
Choices = Sequence[tuple[str, str]]


class TitlesForm(Form):
    """What the campaign is called and how long it lasts."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=MOST)
    title_ar = forms.CharField(label=_("Title in Arabic"), max_length=MOST, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=MOST, required=False)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return given

    @property
    def titles(self) -> Titles:
        return Titles(*(self.cleaned_data[f"title_{code}"] for code in ("fr", "ar", "en")))


class OpenForm(TitlesForm):
    """A new campaign: which desk keeps it, for which place and circuit."""

    desk = forms.ChoiceField(label=_("Kept by"))
    place = forms.ChoiceField(label=_("For which place"))
    dispositif = forms.ChoiceField(label=_("For which circuit"), required=False)

    field_order = ("desk", "place", "dispositif", "title_fr", "title_ar", "title_en", "first_day", "last_day")

    def __init__(self, *args: Any, desks: Choices, places: Choices, circuits: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = desks  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["dispositif"].choices = [("", _("None yet")), *circuits]  # type: ignore[attr-defined]


class ChangeForm(TitlesForm):
    """Titles, dates and how far it has come."""

    status = forms.ChoiceField(
        label=_("How far it has come"),
        choices=CampaignStatus.choices,
        widget=Radios(
            hints={
                CampaignStatus.WORKSHOPS: _("From here on, each actor is asked to confirm its own services."),
                CampaignStatus.CLOSED: _("Nothing is written any more; everything stays to be read."),
            }
        ),
    )


class MemberForm(Form):
    """Somebody who meets actors."""

    email = forms.EmailField(label=_("E-mail of the account"))

    def clean_email(self) -> Any:
        found = access.account_by_email(self.cleaned_data["email"])
        if found is None:
            raise forms.ValidationError(_("No account has this address."))
        return found


class ContactForm(Form):
    """Whom to call, why, and who does it."""

    contact = forms.CharField(
        label=_("Whom to call"),
        help_text=_("Name, function, telephone. Sealed: only readers of this campaign see it."),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    why = forms.CharField(
        label=_("Why this actor"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": "2"})
    )
    assigned_to = forms.ChoiceField(label=_("Who meets them"), required=False)

    def __init__(self, *args: Any, team: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].choices = [("", _("Nobody yet")), *team]  # type: ignore[attr-defined]

    def clean_assigned_to(self) -> UUID | None:
        chosen = self.cleaned_data["assigned_to"]
        return UUID(chosen) if chosen else None


class ProspectForm(ContactForm):
    """An actor to meet: known or new."""

    sections = (
        Section(
            _("Who"),
            ["organisation", "name", "kind"],
            hint=_("An organisation of the directory, or the name of a new one."),
        ),
        Section(_("Why and how"), ["need", "why", "contact", "assigned_to"]),
    )

    organisation = forms.ChoiceField(label=_("Organisation of the directory"), required=False)
    name = forms.CharField(label=_("Name, if it is not in the directory"), max_length=MOST, required=False)
    kind = forms.ChoiceField(label=_("Class of partner"), choices=OrganisationKind.choices)
    need = forms.ChoiceField(label=_("For which need"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", _("A new one")),
            *access.organisation_choices(),
        ]
        self.fields["need"].choices = [  # type: ignore[attr-defined]
            ("", _("No need in particular")),
            *territory.choices("mapping_need"),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("organisation") and not given.get("name"):
            self.add_error("name", _("Choose an organisation of the directory, or give a name."))
        return given

    def wanted(self, place: UUID | None) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            organisation=UUID(given["organisation"]) if given["organisation"] else None,
            name=given["name"],
            kind=given["kind"],
            contact=given["contact"],
            why=given["why"],
            need=given["need"],
            place=place,
            assigned_to=given["assigned_to"],
        )


class ChangeProspectForm(ContactForm):
    """How far we are with an actor."""

    status = forms.ChoiceField(label=_("Where we are"), choices=ProspectStatus.choices, widget=Radios())
    organisation = forms.ChoiceField(
        label=_("Now in the directory as"),
        help_text=_("Once it is there, its services can be confirmed."),
        required=False,
    )

    field_order = ("status", "contact", "why", "assigned_to", "organisation")

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].choices = [  # type: ignore[attr-defined]
                ("", _("Not yet")),
                *access.organisation_choices(),
            ]

    @property
    def joined(self) -> UUID | None:
        """The entry of the directory that it is joined to."""
        chosen = self.cleaned_data.get("organisation")
        return UUID(chosen) if chosen else None


class LeastForm(Form):
    """From how many on, since when, decided where."""

    least = forms.IntegerField(
        label=_("Counted from"), min_value=3, max_value=100, help_text=_("Fewer are shown as « fewer than ».")
    )
    since = DayField(label=_("From"))
    source = forms.CharField(label=_("Decided where"), max_length=MOST, required=False)
