"""Complaints: from the public, page by page, or from inside in one page; and the answer."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.naming import desk_name
from kanaf.cases import access
from kanaf.cases.enums import ComplaintAbout
from kanaf.cases.forms.public_reports import LONG, by_name, place_named, text
from kanaf.cases.forms.walks import Page, PageForm, Said, Walk
from kanaf.cases.services.complaints import Grievance
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.actors.models import Desk

ABOUT = [
    (ComplaintAbout.WORKER.value, _("A person who works with children")),
    (ComplaintAbout.SERVICE.value, _("A service, a centre, an office")),
    (ComplaintAbout.EXPLOITATION.value, _("Somebody who works there touched me, asked for sex or threatened me")),
]
ABOUT_HINTS = {
    ComplaintAbout.WORKER.value: _("did not listen, was unfair, shouted, hit, told my secrets"),
    ComplaintAbout.SERVICE.value: _("closed door, long wait, money asked, badly received"),
    ComplaintAbout.EXPLOITATION.value: _("or did so to somebody I know. It is never allowed, and never your fault."),
}


class AboutForm(PageForm):
    about = forms.ChoiceField(
        label=_("What is it about?"), choices=ABOUT, widget=Radios(hints=ABOUT_HINTS),
        error_messages={"required": _("Choose the sentence that is nearest to what you want to say.")},
    )  # fmt: skip


class WhatForm(PageForm):
    what = forms.CharField(
        label=_("What happened?"), help_text=_("In your own words, in any language. A few words are enough."),
        widget=forms.Textarea({"rows": 6}), max_length=LONG,
        error_messages={"required": _("Write at least a few words: what happened.")},
    )  # fmt: skip
    who = text(_("Who was it, and where?"), _("A name, a job, a place, a day. Only if you know and want."), rows=3)


class ProvinceForm(PageForm):
    province = forms.ChoiceField(
        label=_("Which province or prefecture?"), required=False,
        help_text=_("So that we can show the services there. If you do not know, go on."),
        error_messages={"invalid_choice": _("Choose a province in the list, or leave “I do not know”.")},
    )  # fmt: skip

    def adapt(self, said: Said) -> None:  # noqa: ARG002
        choices = [("", _("I do not know")), *by_name(territory.provinces())]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]


def desks_of(said: Said) -> Sequence["Desk"]:
    """The services of the province that was chosen."""
    place = place_named(said["province"]) if said.get("province") else None
    return access.desks_at(place) if place else []


class DeskForm(PageForm):
    desk = forms.ChoiceField(
        label=_("Is it one of these services?"), required=False, widget=Radios,
        help_text=_("The service you name does not read your complaint: another one does, and answers you."),
        error_messages={"invalid_choice": _("Choose a service in the list, or “None of these, or I do not know”.")},
    )  # fmt: skip

    def adapt(self, said: Said) -> None:
        named = [(str(desk.id), desk_name(desk)) for desk in desks_of(said)]
        choices = [*named, ("", _("None of these, or I do not know"))]
        self.fields["desk"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def applies(cls, said: Said) -> bool:
        return bool(desks_of(said))


class ContactForm(PageForm):
    contact = text(
        _("How may we reach you?"),
        _("Leave it empty and nobody will call: a code will let you read the answer. If you write a telephone, say who"
          " else answers it, when to call, and what must never be said."),
        rows=4,
    )  # fmt: skip


class PublicComplaint(Walk):
    """Four steps; what it is about and what happened are asked for."""

    pages = (
        Page("about", AboutForm, 1, _("What is it about?")),
        Page("what", WhatForm, 2, _("What happened")),
        Page("province", ProvinceForm, 3, _("Where")),
        Page("desk", DeskForm, 3, _("Which service")),
        Page("contact", ContactForm, 4, _("The answer")),
    )

    def grievance(self) -> Grievance:
        """What was said, as the service takes it."""
        found: Mapping[str, Any] = self.answers()
        concerned = {str(desk.id): desk for desk in desks_of(self.said)}.get(found.get("desk") or "")
        return Grievance(
            about=ComplaintAbout(found["about"]), what=found["what"], who=found["who"], contact=found["contact"],
            desk_concerned=concerned,
        )  # fmt: skip


class ComplaintForm(Form):
    """From inside, in one page."""

    about = forms.ChoiceField(
        label=_("What is it about?"), choices=ABOUT, widget=Radios(hints=ABOUT_HINTS),
        error_messages={"required": _("Choose the sentence that is nearest to what you want to say.")},
    )  # fmt: skip
    desk = forms.ChoiceField(
        label=_("Which desk does it concern?"), required=False,
        help_text=_("This desk does not read the complaint: another one does, and answers."),
    )  # fmt: skip
    what = forms.CharField(
        label=_("What happened?"), widget=forms.Textarea({"rows": 6}), max_length=LONG,
        error_messages={"required": _("Write at least a few words: what happened.")},
    )  # fmt: skip
    who = text(_("Who was it, and where?"), rows=3)
    contact = text(
        _("How to answer the person who complains"),
        _("Yourself, or the child or family who asked you. Leave it empty for an answer by code only."), rows=3,
    )  # fmt: skip

    def __init__(self, *args: Any, desks: Sequence["Desk"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {str(desk.id): desk for desk in desks}
        choices = [("", _("Not known")), *((key, desk_name(desk)) for key, desk in self.desks.items())]
        self.fields["desk"].choices = choices  # type: ignore[attr-defined]

    def grievance(self) -> Grievance:
        found = self.cleaned_data
        return Grievance(
            about=ComplaintAbout(found["about"]), what=found["what"], who=found["who"], contact=found["contact"],
            desk_concerned=self.desks.get(found["desk"]),
        )  # fmt: skip


class AnswerForm(Form):
    answer = forms.CharField(
        label=_("Our answer"), widget=forms.Textarea({"rows": 8}), max_length=LONG,
        help_text=_("The person reads it with the code, perhaps alone and perhaps a child: say what was found, what was"
                    " done, and whom to turn to. No name of anybody else."),
        error_messages={"required": _("Write the answer before you send it.")},
    )  # fmt: skip
