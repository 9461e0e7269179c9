"""What every page knows: its language and the same page in the others, who reads it, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import get_language_info

from kanaf.foundation import drafts, navigation

if TYPE_CHECKING:
    from kanaf.foundation.forms import Form


REFUSED = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT)
OWN_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


@dataclass(frozen=True)
class LanguageLink:
    """The same page in one language, named in that language."""

    code: str
    name: str
    href: str
    direction: str
    is_current: bool


def same_page_in(path: str, code: str) -> str:
    """The address of this page in another language: only its beginning differs; what has none leads to the home."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in dict(settings.LANGUAGES) else f"/{code}/"


class Site:
    """Asked by the templates as ``site``; nothing is computed before it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @cached_property
    def language(self) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_bidi() else "ltr"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [self._link(code) for code, _name in settings.LANGUAGES]

    def _link(self, code: str) -> LanguageLink:
        info = get_language_info(code)
        return LanguageLink(
            code=code,
            name=OWN_NAMES.get(code, info["name_local"]),
            href=same_page_in(self._request.get_full_path(), code),
            direction="rtl" if info["bidi"] else "ltr",
            is_current=code == self.language,
        )

    @cached_property
    def actor(self) -> Any:
        """Who acts, when the access context has said so; None for nobody and on error pages."""
        actor = getattr(self._request, "actor", None)
        return None if actor is None or actor.is_anonymous else actor

    @cached_property
    def main_links(self) -> list[navigation.Link]:
        return navigation.links_for(self.actor, self._request.path)

    @cached_property
    def account_links(self) -> list[navigation.Link]:
        return navigation.links_for(self.actor, self._request.path, "account")

    @cached_property
    def public_links(self) -> list[navigation.Link]:
        return navigation.links_for(self.actor, self._request.path, "public")

    @property
    def path(self) -> str:
        return self._request.path


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    return {"site": Site(request)}


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """One page: rendered at once, inside the access context, never lazily. A refused form is kept as a draft too."""
    if status in REFUSED:
        keep_typed(request)
    return django_render(request, template, dict(context or {}), status=status)


def keep_typed(request: HttpRequest) -> None:
    """What somebody signed in sent, and we did not accept, is a draft like any other."""
    actor = getattr(request, "actor", None)
    if request.method == "POST" and actor is not None and not actor.is_anonymous:
        drafts.save(request, actor.id)


FormClass = TypeVar("FormClass", bound="Form")


def form_for(request: HttpRequest, form_class: type[FormClass], *, draft: str = "", **kwargs: Any) -> FormClass:
    """The form as posted, or as the person left it: a draft kept under ``draft`` comes back by itself."""
    owner = request.actor.id  # type: ignore[attr-defined]
    if request.method == "POST":
        return form_class(request.POST, request.FILES, draft=draft, owner=owner, **kwargs)
    form = form_class(draft=draft, owner=owner, **kwargs)
    if draft and (kept := drafts.load(owner, draft)):
        form.restore(drafts.as_posted(kept))
    return form


@dataclass(frozen=True)
class Difference:
    """One field of a stale edit: what the other person saved, and what this one typed."""

    label: str
    theirs: str
    mine: str


def _in_words(form: "Form", name: str, value: Any) -> str:
    """A value as people read it: the words of a choice, one a line, and never its code."""
    boxes = getattr(form.fields[name].widget, "decompress", None)
    if boxes and not isinstance(value, list):
        value = boxes(value)
    values = value if isinstance(value, list) else [value]
    words = {str(code): str(label) for code, label in getattr(form.fields[name], "choices", ())}
    shown = [words.get(str(one), str(one)) for one in values if one is not None and one != ""]
    return ("\n" if words else " ").join(shown)


def stale(request: HttpRequest, form: "Form", theirs: Mapping[str, Any], version: int | str) -> HttpResponse:
    """Both versions side by side, nothing lost: keep theirs, or send mine again over it (409)."""
    differences = [
        Difference(str(form[name].label), _in_words(form, name, value), _in_words(form, name, form[name].value()))
        for name, value in theirs.items()
    ]
    return render(
        request,
        "foundation/stale.html",
        {"form": form, "differences": differences, "version": version},
        status=409,
    )
