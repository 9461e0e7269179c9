"""Which record each field comes from; why two records are taken apart; what the other desk is told."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.cases.duplicates.showing import Row
from kanaf.cases.enums import KnownAnswer
from kanaf.cases.forms.answers import prose
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Checkboxes, Radios

KEPT, OTHER = "kept", "other"
NOTHING = _("nothing")


class JoinForm(Form):
    """One choice for each field in which the two differ; what only one of them has is proposed."""

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            if row.differs:
                self.fields[row.name] = forms.ChoiceField(
                    label=row.label, widget=Radios, initial=KEPT if row.kept else OTHER,
                    choices=[(KEPT, row.kept or NOTHING), (OTHER, row.other or NOTHING)],
                    error_messages={"required": _("Choose which of the two is right.")},
                )  # fmt: skip
        for field in self.fields.values():
            field.widget.template_name = "forms/choices.html"
            field.widget.option_template_name = "forms/choice.html"

    @property
    def chosen(self) -> list[str]:
        """The fields that come from the record that goes behind."""
        return [name for name, which in self.cleaned_data.items() if which == OTHER]


class UndoForm(Form):
    """Why, and which record the parts taken since belong to."""

    since = forms.MultipleChoiceField(
        label=_("Since they were joined: what belongs to the second person"), required=False, widget=Checkboxes,
        help_text=_("Whatever you do not tick stays with the first one."),
    )  # fmt: skip
    why = prose(_("Why they are taken apart"), rows=3, hint=_("Both desks read it."))

    def __init__(self, *args: Any, since: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = list(since)  # type: ignore[attr-defined]
        if not since:
            del self.fields["since"]


class AnswerForm(Form):
    """What the other desk is told."""

    answer = forms.ChoiceField(
        label=_("What do you answer?"),
        widget=Radios(
            hints={
                KnownAnswer.CALL: _("They read the name and telephone of your desk, and nothing of your file."),
                KnownAnswer.APART: _("They are told nothing."),
                KnownAnswer.SILENT: _("They are told nothing. You may still answer another day."),
            }
        ),
    )

    def __init__(self, *args: Any, may_call: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [one for one in KnownAnswer.choices if may_call or one[0] != KnownAnswer.CALL]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
