"""One's own calendar address: made, shown once, closed; and what it answers to whoever holds it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.committees import access, ics
from kanaf.committees.services import feeds as services
from kanaf.committees.views.asking import done
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import render


@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Whether there is an address, and since when."""
    return render(request, "committees/calendar.html", {"feed": access.feed_of(request.actor)})


@require_POST
def make(request: ActorRequest) -> HttpResponse:
    """A new address, shown this once."""
    token = services.make(actor=request.actor, at=clock.now())
    address = request.build_absolute_uri(reverse("committees:feed", args=[token]))
    return render(request, "committees/calendar.html", {"feed": access.feed_of(request.actor), "address": address})


@require_POST
def revoke(request: ActorRequest) -> HttpResponse:
    """The address answers nobody any more."""
    services.revoke(actor=request.actor, at=clock.now())
    return done(request, _("The address is closed."), "committees:calendar")


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of whoever holds this address: moments, and not a word more."""
    moments = access.calendar_of(token)
    if moments is None:
        raise Http404
    events = [
        ics.Event(
            uid=moment.meeting,
            starts_at=moment.starts_at,
            ends_at=moment.ends_at,
            status=moment.status,
            version=moment.version,
            stamped_at=moment.convened_at,
            url=request.build_absolute_uri(reverse("committees:meeting", args=[moment.meeting])),
        )
        for moment in moments
    ]
    return HttpResponse(ics.calendar(events), content_type=ics.MEDIA_TYPE)
