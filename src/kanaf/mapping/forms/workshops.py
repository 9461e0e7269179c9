"""A workshop, what is said in it, and an actor's word on a service."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Stage
from kanaf.foundation.forms import DayField, Form, Section
from kanaf.foundation.widgets import Radios
from kanaf.mapping.enums import Part, Verdict, WorkshopKind

MOST = 300
Actors = Sequence[tuple[UUID, str]]


class WorkshopForm(Form):
    """When, where, and for each actor who came."""

    kind = forms.ChoiceField(label=_("What for"), choices=WorkshopKind.choices, widget=Radios())
    held_on = DayField(label=_("Held on"))
    where = forms.CharField(label=_("Where"), max_length=MOST, required=False)

    def __init__(self, *args: Any, actors: Actors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actors = actors
        for key, name in actors:
            self.fields[f"came_{key}"] = forms.CharField(
                label=name, required=False, max_length=MOST, widget=forms.TextInput(attrs={"dir": "auto"})
            )

    @property
    def sections(self) -> Sequence[Section]:  # type: ignore[override]
        came = [f"came_{key}" for key, _name in self.actors]
        hint = _("The names of the people, sealed. Leave empty the actors that did not come.")
        return (Section(_("The workshop"), ["kind", "held_on", "where"]), Section(_("Who came"), came, hint))

    @property
    def came(self) -> dict[UUID, str]:
        told = {key: self.cleaned_data[f"came_{key}"].strip() for key, _name in self.actors}
        return {key: who for key, who in told.items() if who}


class RolesForm(Form):
    """For each actor, its part at each of the six official steps."""

    look = "wide"

    def __init__(self, *args: Any, actors: Actors, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actors = actors
        for key, name in actors:
            for stage, words in Stage.choices:
                self.fields[f"{key}_{stage}"] = forms.ChoiceField(
                    label=_("%(actor)s, %(stage)s") % {"actor": name, "stage": words},
                    choices=[("", "·"), *Part.choices],
                    required=False,
                )

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each actor with its six boxes, for the table of the page."""
        return [(name, [self[f"{key}_{stage}"] for stage in Stage.values]) for key, name in self.actors]

    @property
    def parts(self) -> dict[tuple[UUID, str], str]:
        told = {(key, stage): self.cleaned_data[f"{key}_{stage}"] for key, _n in self.actors for stage in Stage.values}
        return {where: part for where, part in told.items() if part}


class AnswerForm(Form):
    """The actor's word over the text above."""

    verdict = forms.ChoiceField(
        label=_("What the actor says"),
        choices=Verdict.choices,
        widget=Radios(
            hints={
                Verdict.CONFIRMED: _("The text above is true."),
                Verdict.CORRECTED: _("Something is to correct: propose it afterwards in the directory."),
                Verdict.REJECTED: _("We do not give this service."),
            }
        ),
    )
    spoke = forms.CharField(
        label=_("Who spoke for the actor"), help_text=_("Name and function. Sealed."), max_length=MOST
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput())

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            del self.fields["spoke"]
