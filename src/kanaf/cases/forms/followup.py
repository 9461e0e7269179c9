"""Contacts, notes, documents, stage and worker."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kanaf.cases.documents import LARGEST, TOO_LARGE
from kanaf.cases.enums import ContactKind, Stage
from kanaf.cases.forms.answers import PastMomentField, YesNo, prose
from kanaf.foundation.forms import Form
from kanaf.foundation.widgets import Radios
from kanaf.grants.enums import Compartment

Choices = Sequence[tuple[str, Any]]
WORDS_OF_PARTS = {
    Compartment.SOCIAL: _("Social part"),
    Compartment.PSYCHOLOGICAL: _("Psychological part"),
    Compartment.MEDICAL: _("Medical part"),
    Compartment.JUDICIAL: _("Judicial part"),
    Compartment.IDENTITY: _("Identity part"),
}
WHO_READS = {
    Compartment.SOCIAL: _("Read by those who accompany the child and the family."),
    Compartment.PSYCHOLOGICAL: _("Read by psychologists, and by those who received it in a referral."),
    Compartment.MEDICAL: _("Kept for the hospital and the judge."),
    Compartment.JUDICIAL: _("Read by the prosecution, the court and the police who received the file."),
    Compartment.IDENTITY: _("Birth record, identity card, school card: what says who the child is."),
}


def choices_of_parts(parts: Sequence[str]) -> Choices:
    return [(part, WORDS_OF_PARTS[Compartment(part)]) for part in parts]


class PartForm(Form):
    """What is written goes into one part of the file, chosen among those open to the writer."""

    compartment = forms.ChoiceField(label=_("In which part of the file?"), widget=Radios(hints=WHO_READS))

    def __init__(self, *args: Any, parts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("compartment")
        if isinstance(field, forms.ChoiceField):
            field.choices = choices_of_parts(parts)
            field.initial = parts[0] if parts else None


class ContactForm(PartForm):
    """Who was met, when, and whether the child could speak alone."""

    field_order = ["kind", "when", "child_seen", "child_alone", "note", "compartment"]
    kind = forms.ChoiceField(label=_("What kind of contact?"), widget=Radios)
    when = PastMomentField(label=_("When?"))
    child_seen = YesNo(label=_("Was the child seen?"))
    child_alone = YesNo(label=_("Was the child heard alone?"))
    note = prose(_("What was seen and said"), hint=_("Facts and words first, what you think of them after."), rows=8)

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind, ContactKind(kind).label) for kind in kinds]
            field.initial = kinds[0] if len(kinds) == 1 else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("child_alone") and given.get("child_seen") is False:
            self.add_error("child_alone", _("A child who was not seen was not heard alone."))
        return given


class ChangeContactForm(ContactForm):
    """A correction: the part of the file stays."""

    compartment = None  # type: ignore[assignment]


class NoteForm(PartForm):
    """A few lines that the next person needs."""

    field_order = ["text", "compartment"]
    text = prose(_("Note"), rows=10)


class ChangeNoteForm(Form):
    """A correction: the part of the file stays."""

    text = prose(_("Note"), rows=10)


class AttachmentForm(PartForm):
    """A document, with a title that says what it is."""

    field_order = ["title", "document", "compartment"]
    title = forms.CharField(
        label=_("Title"), help_text=_("What it is and of which day: « school report, March »."), max_length=200
    )
    document = forms.FileField(
        label=_("Document"),
        help_text=_("PDF, JPEG or PNG picture, or plain text; 10 MB at most. Where a picture was taken is removed."),
        error_messages={"empty": _("This file is empty.")},
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.txt"}),
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_too_large:
            self.fields["document"].error_messages["required"] = str(TOO_LARGE)

    def clean_document(self) -> "UploadedFile[Any]":
        document: UploadedFile[Any] = self.cleaned_data["document"]
        if (document.size or 0) > LARGEST:
            raise forms.ValidationError(str(TOO_LARGE))
        return document


class StageForm(Form):
    """The six steps of the official circuit."""

    stage = forms.ChoiceField(label=_("The file is now at"), choices=Stage.choices, widget=Radios)


class WorkerForm(Form):
    """A colleague of the desk that leads."""

    worker = forms.ChoiceField(label=_("Who follows the file?"), widget=Radios)

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        if isinstance(field, forms.ChoiceField):
            field.choices = colleagues
