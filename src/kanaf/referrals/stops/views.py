"""Pages about what was taken back: for the desk that had received it, and for the desk that leads."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kanaf.actors.access import names_of
from kanaf.actors.actor import ActorRequest
from kanaf.actors.enums import ServiceCategory
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.grants.enums import Compartment
from kanaf.referrals.holding import AlreadyAnswered
from kanaf.referrals.stops import access, policies, services
from kanaf.referrals.stops.forms import AcknowledgeForm
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.referrals.models import StopNotice


def _shown(notice: "StopNotice", names: Any) -> dict[str, Any]:
    return {
        "notice": notice,
        "service": ServiceCategory(notice.category).label,
        "reason": territory.label_of("revoke_reason", notice.reason),
        "by": names.get(notice.acknowledged_by, "") if notice.acknowledged_by else "",
    }


@require_safe
def list_stops(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Who was told to stop, who has answered and who has not."""
    file = cases.get_case(request.actor, case_id, to=policies.can_see_stops)
    found = access.stops_of(request.actor, file)
    names = names_of(notice.acknowledged_by for notice in found)
    cases.note_reading(file, [Compartment.SOCIAL])
    rows = [
        {**_shown(notice, names), "can_answer": policies.can_acknowledge(request.actor, notice, file)}
        for notice in found
    ]
    return render(request, "referrals/stops/list.html", {"file": file, "rows": rows})


@require_safe
def show_stop(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """What was taken back, and what this desk said of it."""
    stop = access.get_stop(request.actor, referral_id)
    names = names_of([stop.notice.acknowledged_by])
    can_answer = policies.can_acknowledge(request.actor, stop.notice, stop.file)
    context = {**_shown(stop.notice, names), "can_answer": can_answer}
    return render(request, "referrals/stops/show.html", context)


@require_http_methods(["GET", "POST"])
def acknowledge_stop(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """We use it no more."""
    stop = access.get_stop(request.actor, referral_id)
    if stop.notice.acknowledged_at is not None:
        return redirect("referrals:show_stop", referral_id)
    if not policies.can_acknowledge(request.actor, stop.notice, stop.file):
        raise Http404
    form = form_for(request, AcknowledgeForm)
    if form.is_valid():
        try:
            services.acknowledge(
                actor=request.actor, notice=stop.notice, copies=form.cleaned_data["copies"], at=clock.now()
            )
        except AlreadyAnswered:
            messages.info(request, _("A colleague has answered meanwhile."))
        else:
            messages.success(request, _("Thank you: the desk that leads the file knows it."))
        return redirect("referrals:show_stop", referral_id)
    context = {**_shown(stop.notice, {}), "form": form}
    return render(request, "referrals/stops/acknowledge.html", context, status=422 if form.errors else 200)
