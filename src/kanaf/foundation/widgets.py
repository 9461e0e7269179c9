"""Controls that Django does not have, and the few attributes that every control of ours carries."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FREE_TEXT = {"text", "search", "textarea"}
LATIN = {"email", "url", "tel", "number", "password"}
ONE_BOX = {f"django/forms/widgets/{kind}.html" for kind in ("text", "number", "email", "url", "hidden", "password")}
"""Templates of Django that say nothing of their own: each includes the one of a box."""
Words = str | Promise


def dress(widget: forms.Widget) -> None:
    """Free text follows the script it is typed in; addresses and numbers stay left to right."""
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        widget.template_name = "forms/choices.html"
        widget.option_template_name = "forms/choice.html"
        return
    if type(widget).template_name in ONE_BOX:
        widget.template_name = "django/forms/widgets/input.html"
    kind = "textarea" if isinstance(widget, forms.Textarea) else getattr(widget, "input_type", None)
    if isinstance(widget, forms.Textarea):
        widget.attrs.pop("cols", None)
        widget.attrs["rows"] = "5" if widget.attrs.get("rows") == "10" else widget.attrs.get("rows", "5")
    if kind in FREE_TEXT:
        widget.attrs.setdefault("dir", "auto")
        widget.attrs.setdefault("placeholder", " ")  # while it shows, the box follows the page
    elif kind in LATIN:
        widget.attrs.setdefault("dir", "ltr")


class HintedChoices:
    """Each choice may carry a sentence under its words."""

    hints: Mapping[Any, Words]

    def __init__(self, *args: Any, hints: Mapping[Any, Words] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return option | {"hint": self.hints.get(str(value), "")}


class Radios(HintedChoices, forms.RadioSelect):
    """One choice among a few, each a large target with an optional hint."""


class Checkboxes(HintedChoices, forms.CheckboxSelectMultiple):
    """Several choices among a few, each a large target with an optional hint."""


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes: no calendar to learn, no month to guess."""

    template_name = "forms/day.html"
    use_fieldset = True
    labels: ClassVar[Mapping[str, Words]] = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}
        sizes = {"day": 2, "month": 2, "year": 4}
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({**box, "size": size, "maxlength": size}) for name, size in sizes.items()
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels.values(), strict=True):
            box["label"] = label
        return context


class MomentInput(forms.SplitDateTimeWidget):
    """The native controls for a date and an hour."""

    template_name = "forms/moment.html"
    use_fieldset = True
    labels: ClassVar[tuple[Words, Words]] = (_("Date"), _("Hour"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, date_format="%Y-%m-%d", time_format="%H:%M")
        for box, kind in zip(self.widgets, ("date", "time"), strict=True):
            box.input_type = kind

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
        return context
