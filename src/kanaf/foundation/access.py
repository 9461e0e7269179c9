"""Which views are open to everybody: the few that say so. All others ask for a signed-in person."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open a view to people without an account."""
    view.kanaf_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    """Ours are marked; the sign-in pages of the library have their own rules."""
    return getattr(view, "kanaf_public", False) or view.__module__.startswith(("allauth.", "django.views.i18n"))


def leaves_trace(view: View) -> View:
    """Mark a view as one whose GET has an effect (a named exemption from the read-only guard)."""
    view.kanaf_writes_on_get = True  # type: ignore[attr-defined]
    return view
