"""Forms as every page shows them: one renderer, an error summary, and a key that makes a repeat harmless."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kanaf.foundation import drafts, widgets

IDEMPOTENCY_FIELD = "_once"
VERSION_FIELD = "version"


class Renderer(TemplatesSetting):
    """Every field of every form, one template: label, hint, error, control."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: where to go and what to mend."""

    href: str
    message: str


@dataclass(frozen=True)
class Section:
    """A part of a long form under its own heading."""

    title: str | Promise
    names: Sequence[str]
    hint: str | Promise = ""


@dataclass(frozen=True)
class Block:
    """A section with its bound fields, ready to be drawn."""

    title: str | Promise
    hint: str | Promise
    fields: list[BoundField]


def fresh_key() -> str:
    """A key for one sending of one form; the answer to a repeat is the first answer."""
    return str(uuid4())


class Form(forms.Form):
    """A plain form: no save, our field template, a fresh key at each render, an optional version seen."""

    use_required_attribute = False
    sections: ClassVar[Sequence[Section]] = ()

    def __init__(
        self,
        *args: Any,
        version: int | str | None = None,
        draft: str = "",
        owner: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.draft = draft if owner else ""
        self.owner_token = drafts.owner_token(owner) if owner and draft else ""
        self.is_restored = False
        for field in self.fields.values():
            widgets.dress(field.widget)
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("An answer is needed here.")

    @property
    def once(self) -> str:
        return fresh_key()

    @property
    def seen_version(self) -> str | None:
        """The version the person was looking at: as posted, else as given."""
        seen = self.data.get(VERSION_FIELD) if self.is_bound else self.version
        return str(seen or "") or None

    def restore(self, posted: QueryDict) -> None:
        """Show again what was typed and never sent."""
        for name, field in self.fields.items():
            if any(key == name or key.startswith(f"{name}_") for key in posted):
                self.initial[name] = field.widget.value_from_datadict(posted, MultiValueDict(), name)
                self.is_restored = True

    @property
    def problems(self) -> Iterator[Problem]:
        """Every error, in the order of the page, each linked to its control."""
        for message in self.non_field_errors():
            yield Problem("", str(message))
        for field in self:
            for message in field.errors:
                yield Problem(f"#{first_control(field)}", named(field, str(message)))

    @property
    def blocks(self) -> Iterator[Block]:
        """The visible fields by section; those that no section names come last, without a heading."""
        named = {name for section in self.sections for name in section.names}
        for section in self.sections:
            yield Block(section.title, section.hint, [self[n] for n in section.names if n in self.fields])
        if rest := [field for field in self.visible_fields() if field.name not in named]:
            yield Block("", "", rest)


def named(field: BoundField, message: str) -> str:
    """The summary says which question each message answers."""
    label = str(field.label)
    if label.endswith(("?", "؟", "!", ".")):
        return f"{label} {message}"
    return gettext("%(label)s: %(message)s") % {"label": label, "message": message}


def first_control(field: BoundField) -> str:
    """The id a link must aim at: a group of controls has none of its own."""
    return field.id_for_label or f"{field.auto_id}_0"


class DayField(forms.MultiValueField):
    """A date typed in three boxes, as people say it: 12 3 2015."""

    widget = widgets.DayInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Give the day, the month and the year."),
        "incomplete": _("Give the day, the month and the year."),
        "invalid": _("This date does not exist. Check the day, the month and the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(max_length=4) for _box in range(3)]
        super().__init__(fields=boxes, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not data_list:
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MomentField(forms.SplitDateTimeField):
    """A date and an hour, in the clock of the country; gives an aware datetime."""

    widget = widgets.MomentInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Give the date and the hour."),
        "invalid_date": _("This date does not exist."),
        "invalid_time": _("Give the hour like 16:40."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_date_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        kwargs.setdefault("input_time_formats", ["%H:%M", "%H:%M:%S"])
        super().__init__(**kwargs)
