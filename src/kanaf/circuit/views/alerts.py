"""What silence told me."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.circuit import access_alerts as access
from kanaf.circuit import services
from kanaf.foundation import clock
from kanaf.foundation.pages import render


@require_safe
def list_alerts(request: ActorRequest) -> HttpResponse:
    """The alerts that wait for me, then those of the last month."""
    now = clock.now()
    waiting, past = access.my_alerts(request.actor, now)
    return render(request, "circuit/list_alerts.html", {"waiting": waiting, "past": past, "now": now})


@require_POST
def read_alert(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """I have read it; nothing else changes: what is due stays due."""
    services.read_alert(actor=request.actor, alert=access.get_alert(request.actor, alert_id), at=clock.now())
    return redirect("circuit:list_alerts")
