"""The form that plans a turn of duty."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.actors.models import Account
from kanaf.actors.naming import person_name
from kanaf.foundation.forms import Form, MomentField

LONGEST = timedelta(days=7)


class ShiftForm(Form):
    """Who is on duty, from when until when, and for how many weeks."""

    person = forms.ChoiceField(label=_("Who is on duty"), required=False)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    weeks = forms.IntegerField(
        label=_("For how many weeks"), min_value=1, max_value=12, initial=1,
        help_text=_("The same turn again each week. At most 12."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(person.pk), person_name(person)) for person in people]
        self.fields["person"].choices = [("", _("Nobody yet: to be taken")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = said.get("starts_at"), said.get("ends_at")
        if since and until and until <= since:
            self.add_error("ends_at", _("The end comes before the beginning."))
        elif since and until and until - since > LONGEST:
            self.add_error("ends_at", _("A turn of duty lasts a week at most: plan the next one apart."))
        return said
