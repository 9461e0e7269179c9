"""A professional writes down what somebody told: one page, sensible defaults, the keyboard is enough."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.actors.naming import desk_name
from kanaf.cases.enums import Channel, ReporterKind
from kanaf.cases.forms.public_reports import LONG, text
from kanaf.cases.services.reports import Told
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.actors.models import Desk
    from kanaf.territory.models import Place

CHANNELS = [
    Channel.WALK_IN, Channel.CALL, Channel.COLLEAGUE, Channel.LETTER, Channel.POLICE_MINUTES, Channel.OUTREACH,
]  # fmt: skip
LIKELY = 8


def find_place(typed: str) -> "Place":
    """The place somebody typed, in either script; raises ``ValidationError`` with the names that come near."""
    name, _comma, above = (part.strip() for part in typed.partition(","))
    found = territory.search_places(name, limit=LIKELY)
    exact = [place for place in found if typed.casefold() in (place.full_name.casefold(), place.name.casefold())]
    if exact or (len(found) == 1 and not above):
        return (exact or found)[0]
    if not found:
        raise ValidationError(
            gettext("We do not find this place. Write the name of a commune, a district or a province.")
        )
    near = " · ".join(place.full_name for place in found)
    raise ValidationError(gettext("Several places come near. Write one of these: %(places)s") % {"places": near})


class IntakeForm(Form):
    """Only how it came and what was told are asked for."""

    sections = [
        Section(
            _("What was told"), ["desk", "channel", "what", "danger", "place", "where", "children", "who", "author"]
        ),
        Section(
            _("Who tells it, and how to reach them safely"),
            ["reporter", "name", "phone", "phone_seen_by", "when", "never_say"],
            _(
                "Leave empty what they do not want to say. Nothing goes out by itself to them, to the child or to"
                " the family."
            ),
        ),
    ]
    desk = forms.ChoiceField(label=_("At which desk do you write this?"))
    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=[(c.value, c.label) for c in CHANNELS], initial=Channel.WALK_IN.value,
        widget=Radios,
    )  # fmt: skip
    what = forms.CharField(
        label=_("What was told or seen"), help_text=_("In the words of the person, as far as you can."),
        widget=forms.Textarea({"rows": 6, "autofocus": True}), max_length=LONG,
        error_messages={"required": _("Write what was told or seen.")},
    )  # fmt: skip
    danger = forms.BooleanField(
        label=_("A child is in danger now"), required=False,
        help_text=_("It comes first in the list, to be looked at within two hours. Call the police too if need be."),
    )  # fmt: skip
    place = text(
        _("Commune, district or province"), _("The desk in charge of this place receives the report."), most=120
    )
    where = text(_("Where exactly"), rows=2)
    children = forms.IntegerField(label=_("How many children"), initial=1, min_value=1, max_value=30)
    who = text(
        _("The child or children, as far as known"), _("Name or nickname, age even roughly, sex, school."), rows=3
    )
    author = text(_("The alleged author, as far as known"), rows=2)
    reporter = forms.ChoiceField(
        label=_("Who tells it"), choices=ReporterKind.choices, initial=ReporterKind.WORRIED_ADULT.value, widget=Radios
    )
    name = text(_("Name of the person who reports"))
    phone = text(_("Telephone"), most=40)
    phone_seen_by = text(_("Who else sees or answers this telephone?"))
    when = text(_("When may we call?"))
    never_say = text(_("What must never be said on this telephone?"), rows=2)

    def __init__(self, *args: Any, desks: Sequence["Desk"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {str(desk.id): desk for desk in desks}
        first = desks[0]
        if len(desks) == 1:
            del self.fields["desk"]
        else:
            self.fields["desk"].choices = [(key, desk_name(desk)) for key, desk in self.desks.items()]  # type: ignore[attr-defined]
        self.fields["place"].initial = first.place.full_name if first.place else ""
        self.fields["place"].widget.attrs["list"] = "places"

    def clean_place(self) -> "Place | None":
        typed = self.cleaned_data["place"]
        return find_place(typed) if typed else None

    @property
    def sender(self) -> "Desk":
        """The desk at which the report is written down."""
        return self.desks[self.cleaned_data.get("desk") or next(iter(self.desks))]

    def told(self) -> Told:
        found = self.cleaned_data
        kept = ("where", "who", "author", "name", "phone", "phone_seen_by", "when", "never_say")
        return Told(
            what=found["what"], channel=Channel(found["channel"]), reporter=ReporterKind(found["reporter"]),
            place=found["place"], is_danger_now=found["danger"], children=found["children"],
            **{name: found[name] for name in kept},
        )  # fmt: skip
