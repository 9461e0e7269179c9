"""Walking through the pages of a public form: forwards, back, in another language, then check and send."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _

from kanaf.cases.enums import ReporterKind
from kanaf.cases.forms.walks import Page, PageForm, Walk
from kanaf.foundation import clock, limits
from kanaf.foundation.forms import fresh_key
from kanaf.foundation.pages import Site, render
from kanaf.territory import access as territory

TRAP = "website"


class Refused(Exception):
    """Not sent, and why; everything typed stays on the page."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass(frozen=True)
class Door:
    """One public form: its pages, its address, what sending does, and the name of its own words."""

    walk: type[Walk]
    route: str
    send: Callable[[HttpRequest, Any, datetime], HttpResponse]
    name: str


def helplines() -> list[dict[str, str]]:
    """Whom to call now: dated settings of the territory."""
    return [{"label": line.label, "number": line.number} for line in territory.helplines() if line.is_danger_now]


def walk_through(request: HttpRequest, door: Door) -> HttpResponse:
    """One request of a walk: what to show next is in what was posted."""
    now = clock.now()
    if request.method != "POST":
        walk = door.walk({}, now)
        return _ask(request, door, walk, walk.pages[0], walk.unbound(walk.pages[0]))
    walk = door.walk(request.POST.dict(), now)
    if request.POST.get("go") == "send":
        return _send(request, door, walk, now)
    return _move(request, door, walk)


def _move(request: HttpRequest, door: Door, walk: Walk) -> HttpResponse:
    go, here = request.POST.get("go", "next"), request.POST.get("page", "")
    page = None if here == "check" else walk.page(here)
    if go == "next" and page is not None:
        form = walk.bound(page)
        if not form.is_valid():
            return _ask(request, door, walk, page, form, status=422)
    target = _target(walk, page, go, was_checked="checked" in request.POST)
    if target is None:
        return _check(request, door, walk)
    return _ask(request, door, walk, target, walk.unbound(target))


def _target(walk: Walk, page: Page | None, go: str, *, was_checked: bool) -> Page | None:
    """The page to show; ``None`` is the last one, where everything is checked before it is sent."""
    if go == "back":
        return walk.before(page)
    if go == "stay" or page is None:
        return page if go in ("stay", "next") else walk.page(go)
    if go != "next":
        return walk.page(go)
    return None if was_checked and page.name != "province" else walk.after(page)


def _context(door: Door, walk: Walk, page: Page | None) -> dict[str, Any]:
    return {
        "walk": walk, "page": page, "carried": list(walk.carried(page)), "numbers": helplines(), "trap": TRAP,
        "steps": walk.pages[-1].step, "is_child": walk.said.get("reporter") == ReporterKind.CHILD,
        "route": reverse(door.route), "start": f"cases/public/{door.name}_start.html",
        "before": f"cases/public/{door.name}_before.html",
    }  # fmt: skip


def _languages(request: HttpRequest) -> list[dict[str, str]]:
    """The same page in another language, with everything typed: a button, because a link would lose it."""
    return [
        {
            "code": link.code,
            "name": link.name,
            "direction": link.direction,
            "url": translate_url(request.path, link.code),
        }
        for link in Site(request).languages
        if not link.is_current
    ]


def _ask(
    request: HttpRequest, door: Door, walk: Walk, page: Page, form: PageForm, *, status: int = 200
) -> HttpResponse:
    context = _context(door, walk, page) | {
        "form": form, "is_first": page is walk.pages[0], "was_checked": "checked" in request.POST,
        "languages": _languages(request),
    }  # fmt: skip
    return render(request, "cases/public/page.html", context, status=status)


def _check(
    request: HttpRequest, door: Door, walk: Walk, *, refused: str = "", is_call: bool = False, status: int = 200
) -> HttpResponse:
    """Everything said, to check before sending; a page that would be refused is shown instead."""
    if problem := walk.first_problem():
        return _ask(request, door, walk, *problem, status=422)
    context = _context(door, walk, None) | {
        "facts": walk.facts(), "refused": refused, "is_call": is_call, "once": fresh_key(),
        "languages": _languages(request),
    }  # fmt: skip
    return render(request, "cases/public/check.html", context, status=status)


def _send(request: HttpRequest, door: Door, walk: Walk, now: datetime) -> HttpResponse:
    if walk.first_problem():
        return _check(request, door, walk)
    try:
        _guard(request, door, walk, now)
        return door.send(request, walk, now)
    except Refused as refused:
        is_call = refused.status in (429, 503)
        return _check(request, door, walk, refused=refused.message, is_call=is_call, status=refused.status)


def _guard(request: HttpRequest, door: Door, walk: Walk, now: datetime) -> None:
    """Programs are slowed down without a third party; a person is told what to do and loses nothing."""
    if request.POST.get(TRAP):
        raise Refused(422, _("One hidden box was filled by a program. We emptied it: please send again."))
    if walk.is_fresh:
        raise Refused(422, _("This page was open for a long time. Check what you wrote and send it again."))
    if now - walk.ticket.began_at < timedelta(seconds=settings.PUBLIC_FORMS_FASTEST):
        raise Refused(422, _("That was very fast. Wait a few seconds and send it again."))
    most = settings.PUBLIC_FORMS_PER_HOUR
    source = limits.source_of(request, now)
    if not limits.allow(door.route[:40], source, most=most, within=timedelta(hours=1), now=now):
        raise Refused(
            429,
            _("Too many reports came from this connection in the last hour, so this one was not sent. What you wrote"
              " is still here: send it again in an hour, or call one of these numbers."),
        )  # fmt: skip
