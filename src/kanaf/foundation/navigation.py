"""The ways through the house: each area registers its own, and the page shows those the actor may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from kanaf.foundation.registry import Registry

Predicate = Callable[[Any], bool]
Place = Literal["main", "account", "public"]


def anybody(_actor: Any) -> bool:
    """Shown to everyone, signed in or not."""
    return True


def signed_in(actor: Any) -> bool:
    """Shown to every professional who has signed in."""
    return actor is not None and not actor.is_anonymous


@dataclass(frozen=True)
class Item:
    """One way: its words, its route, who sees it, and its rank in the row."""

    label: str | Promise
    route: str
    shown_to: Predicate = signed_in
    rank: int = 50
    place: Place = "main"

    @property
    def href(self) -> str | None:
        """None while the route is not mounted, so that one area can be tried without another."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return None


@dataclass(frozen=True)
class Link:
    """An item as one page shows it."""

    label: str | Promise
    href: str
    is_current: bool


navigation: Registry[Item] = Registry("navigation")


def add(
    label: str | Promise,
    route: str,
    *,
    shown_to: Predicate = signed_in,
    rank: int = 50,
    place: Place = "main",
) -> Item:
    """Called in an area's ``navigation.py``: the main row, the account's menu, or the public pages."""
    return navigation.register(f"{place}/{route}", Item(label, route, shown_to, rank, place))


def links_for(actor: Any, path: str, place: Place = "main") -> list[Link]:
    """The ways open to this actor, in rank order, the one we stand on marked."""
    items = sorted((item for item in navigation if item.place == place), key=lambda item: item.rank)
    shown = [item for item in items if item.shown_to(actor)]
    return [Link(item.label, href, stands_on(path, href)) for item in shown if (href := item.href)]


def stands_on(path: str, href: str) -> bool:
    """A page belongs to the way above it; the home page (``/fr/``) owns only itself."""
    is_home = len(href.strip("/").split("/")) == 1
    return path == href or (not is_home and path.startswith(href))
