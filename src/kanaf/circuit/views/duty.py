"""Who is on duty at a desk."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.circuit import access_alerts as access
from kanaf.circuit import policies_duty as policies
from kanaf.circuit import services
from kanaf.circuit.forms_duty import ShiftForm
from kanaf.circuit.services.duty import AlreadyOnDuty
from kanaf.foundation import clock
from kanaf.foundation.pages import render


@require_safe
def show_duty(request: ActorRequest, slug: str) -> HttpResponse:
    """Two weeks of duty, day by day; the turns that nobody takes stand out."""
    desk = access.get_desk(request.actor, slug, to=policies.can_see_duty)
    days = access.roster(desk, _monday(request.GET.get("from", "")))
    context = {
        "desk": desk,
        "roster": days,
        "may_plan": policies.can_plan_duty(request.actor, desk),
    }
    return render(request, "circuit/show_duty.html", context)


def _monday(said: str) -> datetime:
    """The Monday of the week that was asked for; of this week when none was, or none that exists."""
    try:
        return access.monday_of(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        return access.monday_of(clock.now())


@require_http_methods(["GET", "POST"])
def plan_shift(request: ActorRequest, slug: str) -> HttpResponse:
    """Plan a turn, and the same one for some weeks."""
    desk = access.get_desk(request.actor, slug, to=policies.can_plan_duty)
    people = access.members(request.actor, desk)
    form = ShiftForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        said = form.cleaned_data
        person = next((one for one in people if str(one.pk) == said["person"]), None)
        try:
            services.plan_shift(
                actor=request.actor, desk=desk, person=person, starts_at=said["starts_at"], ends_at=said["ends_at"],
                weeks=said["weeks"], at=clock.now(),
            )  # fmt: skip
        except AlreadyOnDuty:
            form.add_error("starts_at", _("This person already has a turn that begins then: change the hour."))
        else:
            messages.success(request, _("The duty is planned."))
            return redirect("circuit:show_duty", slug=slug)
    return render(request, "circuit/plan_shift.html", {"desk": desk, "form": form}, status=422 if form.errors else 200)


@require_POST
def remove_shift(request: ActorRequest, slug: str, shift_id: UUID) -> HttpResponse:
    """Nobody is expected then any more."""
    desk = access.get_desk(request.actor, slug, to=policies.can_plan_duty)
    services.remove_shift(actor=request.actor, shift=access.get_shift(desk, shift_id), at=clock.now())
    messages.success(request, _("The turn is removed."))
    return redirect("circuit:show_duty", slug=slug)
