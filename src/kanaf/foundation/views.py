"""The few addresses that belong to no area: keeping a draft, and leaving fast."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from kanaf.foundation import drafts
from kanaf.foundation.access import leaves_trace, public
from kanaf.foundation.pages import render


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far: 204, or 413 when it is too much to keep."""
    kept = drafts.save(request, request.actor.id)  # type: ignore[attr-defined]
    return HttpResponse(status=204 if kept else 413)


@public
@leaves_trace
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Exit this page: end the session, then a neutral site, so that Back shows nothing."""
    logout(request)
    response = redirect(settings.LEAVE_TO)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """The signed-in page with no record on it: what every other page is measured against."""
    return render(request, "foundation/blank.html")
