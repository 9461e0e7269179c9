"""The day of a court desk, and its calendar for a telephone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import form_for, render
from kanaf.justice import access, icalendar
from kanaf.justice.forms.feeds import DayChoiceForm, FeedForm
from kanaf.justice.services import feeds
from kanaf.territory import access as territory


@require_safe
def my_day(request: ActorRequest) -> HttpResponse:
    """To the day of the first of my court desks."""
    mine = access.my_courts(request.actor)
    if not mine:
        raise Http404
    return redirect("justice:show_day", mine[0].slug)


@require_safe
def show_day(request: ActorRequest, slug: str) -> HttpResponse:
    """What waits for our hand, who comes when, what falls due."""
    desk = access.get_court(request.actor, slug)
    asked = DayChoiceForm(request.GET)
    day = (asked.cleaned_data.get("day") if asked.is_valid() else None) or territory.today()
    page = access.day_page(request.actor, desk, day, clock.now())
    others = [court for court in access.my_courts(request.actor) if court.id != desk.id]
    return render(request, "justice/day.html", {"page": page, "others": others})


@require_http_methods(["GET", "POST"])
def list_feeds(request: ActorRequest) -> HttpResponse:
    """My calendar addresses; a new one is shown once."""
    courts = access.my_courts(request.actor)
    if not courts:
        raise Http404
    form = form_for(request, FeedForm, desks=[(str(desk.id), desk_name(desk)) for desk in courts])
    address = ""
    if form.is_valid():
        secret = feeds.make_feed(actor=request.actor, desk=UUID(form.cleaned_data["desk"]), at=clock.now())
        address = request.build_absolute_uri(reverse("justice:calendar", args=[secret]))
    context = {"form": form, "feeds": access.feeds_of(request.actor), "address": address}
    return render(request, "justice/feeds.html", context, status=422 if form.errors else 200)


@require_POST
def revoke_feed(request: ActorRequest, feed_id: UUID) -> HttpResponse:
    """The address opens nothing any more."""
    feed = access.get_feed(request.actor, feed_id)
    feeds.revoke_feed(actor=request.actor, feed=feed.id, at=clock.now())
    messages.success(request, _("This address opens nothing any more."))
    return redirect("justice:list_feeds")


@public
@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Moments, for the calendar of a telephone: no name, no code, nothing about children."""
    written = icalendar.write(access.moments_behind(token), clock.now())
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
