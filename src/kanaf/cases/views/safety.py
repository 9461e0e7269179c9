"""Pages about the safety of tonight."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.cases import access, policies, summaries
from kanaf.cases.access import work
from kanaf.cases.enums import Risk
from kanaf.cases.forms.safety import RaiseRiskForm, SafetyForm
from kanaf.cases.policies import OpenFile
from kanaf.cases.services import safety
from kanaf.cases.views.working import done, draw
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for
from kanaf.grants.enums import Compartment
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.cases.models import SafetyPlan

WORDS = ("sleeps_where", "who_has_access", "what_we_do")
LOOK_AGAIN_DAYS = {Risk.HIGH: 1, Risk.MEDIUM: 7, Risk.LOW: 14}
"""Proposed, by the risk; whoever writes it says the day."""


@require_http_methods(["GET", "POST"])
def write_safety(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask about tonight; the answers head the file."""
    file = access.get_case(request.actor, case_id, to=policies.can_work_socially)
    current = work.current_safety(file) if request.method == "GET" else None
    form = form_for(request, SafetyForm, draft=f"cases:write_safety:{case_id}", initial=_to_begin_with(file, current))
    if form.is_valid():
        plan = safety.write_safety(actor=request.actor, case=case_id, at=clock.now(), **form.cleaned_data)
        may_raise = file.case.risk != Risk.HIGH and policies.can_follow(request.actor, file)
        if may_raise and safety.calls_for_high_risk(plan):
            return redirect("cases:raise_risk", case_id)
        return done(request, file, _("The safety plan heads the file."))
    if current:
        access.note_reading(file, [Compartment.SOCIAL])
    before = summaries.of_safety(current) if current else []
    return draw(request, "cases/tasks/safety.html", file, form, before=before, current=current)


def _to_begin_with(file: OpenFile, current: "SafetyPlan | None") -> dict[str, Any]:
    """What the file says until now, to be corrected; whether the child is safe is answered anew each time."""
    told = {name: getattr(current, name) for name in WORDS} if current else {}
    return {**told, "review_on": territory.today() + timedelta(days=LOOK_AGAIN_DAYS[Risk(file.case.risk)])}


@require_http_methods(["GET", "POST"])
def raise_risk(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """The answers about tonight call for a high risk: one button says so."""
    file = access.get_case(request.actor, case_id, to=policies.can_follow)
    if file.case.risk == Risk.HIGH:
        return redirect("portal:show_file", case_id)
    form = form_for(request, RaiseRiskForm)
    if form.is_valid():
        safety.raise_risk(actor=request.actor, case=case_id, at=clock.now())
        return done(request, file, _("The risk is high from now. The child is to be seen within 24 hours."))
    return draw(request, "cases/tasks/raise_risk.html", file, form)
