"""Whom something is asked of: a desk, or an organisation that has none."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kanaf.committees.access.committees import organisations, owners
from kanaf.committees.services.actions import Owner

DESK, ORGANISATION = "desk", "organisation"


class OwnerField(forms.ChoiceField):
    """One list for both; gives an ``Owner``, or ``None`` when it may stay empty."""

    def __init__(self, *, label: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label=label, required=required, choices=_choices, **kwargs)

    def clean(self, value: Any) -> Owner | None:
        found = super().clean(value)
        kind, _colon, owner = str(found).partition(":")
        if not owner:
            return None
        return Owner(desk=UUID(owner)) if kind == DESK else Owner(organisation=UUID(owner))


def _choices() -> list[Any]:
    """Asked each time a form is drawn: desks open and close."""
    without = [(f"{ORGANISATION}:{key}", name) for key, name in organisations()]
    desks = [(f"{DESK}:{key}", name) for key, name in owners()]
    grouped: list[Any] = [("", _("Choose")), (_("Desks"), desks)]
    return [*grouped, (_("Organisations without a desk"), without)] if without else grouped


def lines(text: str) -> list[str]:
    """One thing a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
