"""Convening, the subjects of the day, who came, and the minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.committees.access.committees import DrawnSeat, owners
from kanaf.committees.enums import Presence
from kanaf.committees.forms.owners import lines
from kanaf.committees.services.meetings import Came
from kanaf.foundation.forms import Form, MomentField
from kanaf.foundation.widgets import Radios, dress

LENGTHS = [("60", _("1 hour")), ("90", _("1 hour and a half")), ("120", _("2 hours")), ("180", _("3 hours"))]
SEAT = "seat-"


class ConveneForm(Form):
    """When, where, and about what."""

    starts_at = MomentField(label=_("When"))
    length = forms.ChoiceField(label=_("How long"), choices=LENGTHS, initial="120")
    venue = forms.CharField(label=_("Where"), max_length=200)
    subjects = forms.CharField(
        label=_("Subjects, one a line"),
        help_text=_(
            "What is late and the minutes to adopt come first by themselves. No name and no file here: files have the"
            " restricted annex."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    @property
    def hours(self) -> tuple[datetime, datetime]:
        begins = self.cleaned_data["starts_at"]
        return begins, begins + timedelta(minutes=int(self.cleaned_data["length"]))

    @property
    def subject_lines(self) -> list[str]:
        return lines(self.cleaned_data["subjects"])


class ItemForm(Form):
    """One more subject of the day."""

    title = forms.CharField(
        label=_("Subject"),
        max_length=300,
        help_text=_("No name and no file here: files have the restricted annex."),
    )
    presented_by = forms.ChoiceField(label=_("Presented by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presented_by"].choices = [("", _("Nobody in particular")), *owners()]  # type: ignore[attr-defined]

    @property
    def presenter(self) -> UUID | None:
        return UUID(self.cleaned_data["presented_by"]) if self.cleaned_data["presented_by"] else None


class CancelForm(Form):
    """Calling a meeting off is said once more."""

    sure = forms.BooleanField(label=_("Call this meeting off"))


class AttendanceForm(Form):
    """One question a seat that somebody holds; a vacant one is absent."""

    look = "choices--compact"

    guests = forms.CharField(
        label=_("Guests, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, seats: Sequence[DrawnSeat] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        guests = self.fields.pop("guests")
        self.fields |= {f"{SEAT}{d.seat.id}": _question(d) for d in seats if d.member or d.substitute}
        self.fields["guests"] = guests

    @property
    def came(self) -> Came:
        said = {
            drawn.seat.id: self.cleaned_data.get(f"{SEAT}{drawn.seat.id}") or Presence.ABSENT.value
            for drawn in self.seats
        }
        return Came(said, lines(self.cleaned_data["guests"]))


def _question(drawn: DrawnSeat) -> forms.ChoiceField:
    choices: list[tuple[str, Any]] = []
    if drawn.member:
        choices.append((Presence.MEMBER.value, drawn.member.name))
    if drawn.substitute:
        choices.append((Presence.SUBSTITUTE.value, _("%(name)s, substitute") % {"name": drawn.substitute.name}))
    choices += [(one.value, one.label) for one in (Presence.EXCUSED, Presence.ABSENT)]
    field = forms.ChoiceField(label=drawn.label, choices=choices, widget=Radios())
    field.error_messages["required"] = _("An answer is needed here.")
    dress(field.widget)
    return field


class MinutesForm(Form):
    """What was said and decided."""

    text = forms.CharField(
        label=_("Minutes"),
        help_text=_("What was said and decided, without any child's name: files have the restricted annex."),
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
    )


class AdoptForm(Form):
    """The chair says that the committee adopted."""

    sure = forms.BooleanField(label=_("The committee has adopted these minutes"))
