"""The triage of a report: a short screening, then one decision."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.cases.enums import Decision, Profile, Urgency
from kanaf.cases.forms.intake import find_place
from kanaf.cases.forms.public_reports import LONG, text
from kanaf.cases.services.triage import MOST_CHILDREN, Screening
from kanaf.foundation.forms import Form, Section
from kanaf.foundation.widgets import Checkboxes, Radios
from kanaf.territory import access as territory

DANGER, MEDICAL = "immediate_danger", "medical_within_72h"
"""Codes kept beside the concerns: two yes-or-no answers of the screening."""
YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]


class TriageForm(Form):
    sections = [
        Section(_("Screening"), ["danger", "child_now", "medical", "concerns", "urgency"]),
        Section(_("Decision"), ["decision"]),
        Section(_("If you open a file"), ["children", "profile"]),
        Section(_("If you join it to a file"), ["code"]),
        Section(_("If nothing more is to be done"), ["reason"], _("It holds once a second person has agreed.")),
        Section(_("To remember"), ["remark"]),
    ]
    danger = forms.ChoiceField(label=_("Is a child in danger right now?"), choices=YES_NO, widget=Radios)
    child_now = text(_("Where is the child now, and who is there?"), rows=2)
    medical = forms.ChoiceField(
        label=_("Is a doctor needed within 72 hours of the facts?"), choices=YES_NO, initial="unknown", widget=Radios,
        help_text=_("Sexual violence, injuries: care and proof are lost after 72 hours, counted from the facts."),
    )  # fmt: skip
    concerns = forms.MultipleChoiceField(
        label=_("What is this about?"), choices=partial(territory.choices, "protection_concern"), required=False,
        widget=Checkboxes,
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency.choices, widget=Radios,
        error_messages={"required": _("Choose how urgent it is.")},
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=Decision.choices, initial=Decision.OPEN.value, widget=Radios
    )
    children = forms.IntegerField(
        label=_("How many children"), help_text=_("One file is opened for each."), required=False, min_value=1,
        max_value=MOST_CHILDREN,
    )  # fmt: skip
    profile = forms.ChoiceField(
        label=_("The situation of the child"), choices=Profile.choices, initial=Profile.VICTIM.value, required=False
    )
    code = text(_("Code of the file"), _("For example TNG-7Q4K: a file that your desk follows."), most=16)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    remark = text(_("Why, in a few words"), rows=3, most=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [("", _("Choose…")), *territory.choices("no_action_reason")]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        decision = found.get("decision")
        if decision == Decision.NO_ACTION and not found.get("reason"):
            self.add_error("reason", _("Say why nothing more is to be done."))
        if decision == Decision.JOIN and not found.get("code"):
            self.add_error("code", _("Write the code of the file to join."))
        if found.get("danger") == "yes" and found.get("urgency") not in (None, Urgency.HIGH):
            self.add_error("urgency", _("A child in danger right now is of high urgency."))
        return found

    def screening(self) -> Screening:
        """The answers as the service takes them: codes, and one sealed remark."""
        found = self.cleaned_data
        flags = [code for code, name in ((DANGER, "danger"), (MEDICAL, "medical")) if found[name] == "yes"]
        where = (
            gettext("Where the child is now: %(where)s") % {"where": found["child_now"]} if found["child_now"] else ""
        )
        remark = "\n".join(part for part in (where, found["remark"]) if part)
        return Screening(Urgency(found["urgency"]), [*flags, *found["concerns"]], remark)


class SendBackForm(Form):
    remark = forms.CharField(
        label=_("Why do you send it back?"), widget=forms.Textarea({"rows": 3}), max_length=LONG,
        error_messages={"required": _("Say why you send it back.")},
    )  # fmt: skip


class PassForm(Form):
    place = forms.CharField(
        label=_("Commune, district or province"), max_length=120,
        help_text=_("The desk in charge of this place receives the report, with what is due and by when."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write the place where the child is.")},
    )  # fmt: skip

    def clean_place(self) -> Any:
        return find_place(self.cleaned_data["place"])
