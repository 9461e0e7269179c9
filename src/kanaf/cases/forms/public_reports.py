"""The public report, page by page, in words for an adult or for a child."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Channel, ReporterKind
from kanaf.cases.forms.walks import Page, PageForm, Said, Walk
from kanaf.cases.services.reports import Told
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory
from kanaf.territory.enums import PlaceLevel

if TYPE_CHECKING:
    from kanaf.territory.models import Place

LONG, SHORT = 10_000, 500
Words = Any
"""Plain or translated when it is shown."""

WHO = [
    (ReporterKind.WORRIED_ADULT.value, _("I am an adult and I am worried about a child")),
    (ReporterKind.CHILD.value, _("I am the one who needs help")),
    (ReporterKind.PROFESSIONAL.value, _("I am a professional")),
]
WHO_HINTS = {
    ReporterKind.WORRIED_ADULT.value: _("neighbour, parent, teacher…"),
    ReporterKind.CHILD.value: _("I am under 18"),
    ReporterKind.PROFESSIONAL.value: _("school, health, association"),
}


def text(label: Words, hint: Words = "", *, rows: int = 0, most: int = SHORT, **more: Any) -> forms.CharField:
    """A text that a person may leave out; its limit is said when it is passed, and nothing is cut."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=most, required=False, **more)


def is_child(said: Said) -> bool:
    return said.get("reporter") == ReporterKind.CHILD


class WhoForm(PageForm):
    reporter = forms.ChoiceField(
        label=_("Who are you?"), choices=WHO, widget=Radios(hints=WHO_HINTS),
        error_messages={"required": _("Choose the sentence that is nearest to you.")},
    )  # fmt: skip


class WhatForm(PageForm):
    what = forms.CharField(
        label=_("What happened, or what worries you?"),
        help_text=_("In your own words, in any language. A few words are enough."),
        widget=forms.Textarea({"rows": 6}), max_length=LONG,
        error_messages={"required": _("Write at least a few words: what happened, or what worries you.")},
    )  # fmt: skip
    danger = forms.BooleanField(
        label=_("Somebody is in danger now"), required=False,
        help_text=_("Call the numbers below too: nobody comes at once because of this page."),
    )  # fmt: skip

    def adapt(self, said: Said) -> None:
        if is_child(said):
            self.fields["what"].label = _("What is happening to you?")
            self.fields["what"].help_text = _(
                "Tell it as you want, in any language. There is no wrong answer. It is not your fault."
            )
            self.fields["what"].error_messages["required"] = _("Write at least a few words: what is happening to you.")
            self.fields["danger"].label = _("I am in danger now")
            self.fields["danger"].help_text = _(
                "Call the first number below: it is free, day and night. Or go to an adult you trust."
            )


def by_name(places: Iterable["Place"]) -> list[tuple[str, str]]:
    return sorted(((str(place.pk), place.name) for place in places), key=lambda choice: choice[1])


def place_named(raw: str) -> "Place | None":
    """The place of a posted identifier, or ``None``."""
    try:
        return territory.get_place(UUID(raw))
    except (ValueError, Http404):
        return None


def communes_of(raw: str) -> list["Place"]:
    """The communes and arrondissements of a posted province."""
    province = place_named(raw) if raw else None
    if province is None:
        return []
    return territory.places_within(province, PlaceLevel.COMMUNE, PlaceLevel.ARRONDISSEMENT)


class ProvinceForm(PageForm):
    province = forms.ChoiceField(
        label=_("Which province or prefecture?"), required=False,
        help_text=_("So that the nearest people read it. If you do not know, go on."),
        error_messages={"invalid_choice": _("Choose a province in the list, or leave “I do not know”.")},
    )  # fmt: skip

    def adapt(self, said: Said) -> None:
        self.fields["province"].choices = [  # type: ignore[attr-defined]
            ("", _("I do not know")),
            *by_name(territory.provinces()),
        ]
        if is_child(said):
            self.fields["province"].label = _("Where do you live?")
            self.fields["province"].help_text = _("So that the people nearest to you read it. You may skip this.")


class WhereForm(PageForm):
    commune = forms.ChoiceField(
        label=_("Which commune or district?"), required=False,
        error_messages={"invalid_choice": _("Choose a commune in the list, or leave “I do not know”.")},
    )  # fmt: skip
    where = text(
        _("Where exactly, as far as you know?"), _("A street, a school, a shop nearby, the name of the douar."), rows=3
    )

    def adapt(self, said: Said) -> None:
        communes = communes_of(said.get("province", ""))
        if communes:
            choices = [("", _("I do not know")), *by_name(communes)]
            self.fields["commune"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["commune"]
        if is_child(said):
            self.fields["where"].label = _("Where are you, or where does it happen?")


class ChildForm(PageForm):
    who = text(
        _("Who is the child?"),
        _("Name or nickname, age even roughly, girl or boy, school. If there are several children, say so."),
        rows=3,
    )
    children = forms.IntegerField(
        label=_("How many children?"), required=False, min_value=1, max_value=30,
        error_messages={
            "invalid": _("Write the number of children in digits, or leave it empty."),
            "min_value": _("Write the number of children in digits, or leave it empty."),
            "max_value": _("Write a number up to 30, and tell the rest in words."),
        },
    )  # fmt: skip
    author = text(
        _("Who does it, as far as you know?"),
        _("Name, or what this person is to the child. You may leave it out."),
        rows=3,
    )

    def adapt(self, said: Said) -> None:
        if is_child(said):
            self.fields["who"].label = _("What is your name, and how old are you?")
            self.fields["who"].help_text = _("Your first name or a nickname, your age. Only if you want.")
            self.fields["author"].label = _("Who does this to you?")
            self.fields["author"].help_text = _("Only if you want. We do not tell this person that you wrote.")
            del self.fields["children"]


class ContactForm(PageForm):
    name = text(_("Your name"))
    phone = text(_("A telephone where we may reach you"), _("Leave it empty and nobody will call you."), most=40)
    phone_seen_by = text(
        _("Who else sees or answers this telephone?"), _("For example: my mother, my husband, nobody.")
    )
    when = text(_("When may we call?"), _("For example: after school, never in the evening."))
    never_say = text(
        _("What must never be said on this telephone?"),
        _("For example: do not say that it is about a child; say that you are the dentist."), rows=2,
    )  # fmt: skip
    wants_code = forms.BooleanField(
        label=_("Give me a code to add something later"), required=False,
        help_text=_("Do not take one if somebody could find it on you."),
    )  # fmt: skip

    def adapt(self, said: Said) -> None:
        if is_child(said):
            del self.fields["name"]
            self.fields["phone"].label = _("Is there a telephone where we may call you?")
            self.fields["phone"].help_text = _("Leave this empty if you do not want a call.")
            self.fields["phone_seen_by"].help_text = _("For example: my mother, my brother, nobody.")
            self.fields["phone_seen_by"].label = _("Who else looks at this telephone?")
            self.fields["never_say"].label = _("What must we never say if somebody else answers?")
            self.fields["never_say"].help_text = _("For example: say that you are calling about a book.")
        if said.get("reporter") == ReporterKind.PROFESSIONAL:
            self.fields["name"].label = _("Your name and your service")


class PublicReport(Walk):
    """Four steps; only what happened is asked for."""

    pages = (
        Page("who", WhoForm, 1, _("Who tells it"), _("Who you are")),
        Page("what", WhatForm, 2, _("What happened"), _("Tell us")),
        Page("province", ProvinceForm, 2, _("Where")),
        Page("where", WhereForm, 2, _("Where exactly")),
        Page(
            "child", ChildForm, 3, _("The child"), _("About you"),
            hint=_("Say what you know. You may leave everything empty."),
            hint_for_child=_("You may leave everything empty."),
        ),
        Page(
            "contact", ContactForm, 4, _("If we may reach you"), _("If we may call you"),
            hint=_(
                "You do not have to give your name. Nothing goes out by itself: no message, no call, to you, to the"
                " child or to the family. We use this telephone only as you say here."
            ),
            hint_for_child=_(
                "You do not have to. Nobody will call or write if you leave this empty. We do not tell your family"
                " that you wrote."
            ),
        ),
    )  # fmt: skip

    def told(self) -> Told:
        """What was said, as the service takes it."""
        found: Mapping[str, Any] = self.answers()
        place = place_named(found.get("commune") or found.get("province") or "")
        kept = ("where", "who", "author", "name", "phone", "phone_seen_by", "when", "never_say")
        return Told(
            what=found["what"], channel=Channel.PUBLIC_FORM, reporter=ReporterKind(found["reporter"]), place=place,
            is_danger_now=found["danger"], children=found.get("children") or 1,
            **{name: found.get(name) or "" for name in kept},
        )  # fmt: skip


class AddForm(Form):
    """The code, then whatever there is to add."""

    code = forms.CharField(
        label=_("Your code"), help_text=_("Ten letters and digits, as on the receipt."), max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": _("Write the code of your receipt.")},
    )  # fmt: skip


class AdditionForm(Form):
    """What to add; empty, it only shows where the report stands."""

    text = forms.CharField(
        label=_("What do you want to add?"), widget=forms.Textarea({"rows": 6}), max_length=LONG,
        error_messages={"required": _("Write what you want to add.")},
    )  # fmt: skip
