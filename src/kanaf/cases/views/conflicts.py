"""Pages about conflicts of interest, and the alert about an author named in several files."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.cases import access
from kanaf.cases.access import conflicts as records
from kanaf.cases.forms.conflicts import ConflictForm, LiftForm, SamenessForm
from kanaf.cases.policies import OpenFile
from kanaf.cases.policies_conflicts import can_say_conflict, can_see_conflicts
from kanaf.cases.services import authors, conflicts
from kanaf.cases.views.working import draw
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for, render
from kanaf.grants.enums import Compartment
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.actors.models import Desk


@require_GET
def list_conflicts(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """From whom the file is hidden, why, and who said so."""
    file = access.get_case(request.actor, case_id, to=can_see_conflicts)
    access.note_reading(file, [Compartment.IDENTITY])
    context = {
        "file": file,
        "hidden": records.hidden_from(request.actor, file),
        "authors": records.authors_of(file),
        "can_say": can_say_conflict(request.actor, file),
    }
    return render(request, "cases/conflicts/list.html", context)


@require_http_methods(["GET", "POST"])
def say_conflict(request: ActorRequest, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Works in an organisation, is kin of a member, or neither: asked after every author, and any day later."""
    file = access.get_case(request.actor, case_id, to=can_say_conflict)
    party = records.get_author(file, party_id)
    now = clock.now()
    form = form_for(
        request, ConflictForm, draft=f"cases:say_conflict:{party_id}", organisations=records.organisations(),
        members=records.members(file, now),
    )  # fmt: skip
    if form.is_valid() and (answer := _say(request, file, party_id, form)):
        return answer
    access.note_reading(file, [Compartment.IDENTITY])
    return draw(request, "cases/conflicts/say.html", file, form, party=party)


def _say(request: ActorRequest, file: OpenFile, party_id: UUID, form: ConflictForm) -> HttpResponse | None:
    """Do what the answer asks for; nothing, and a sentence on the form, if it cannot be done or was not confirmed."""
    now, case, whom = clock.now(), file.case.id, form.whom
    if not whom:
        conflicts.say_none(actor=request.actor, case=case, party_id=party_id, at=now)
        messages.success(request, _("Noted: no conflict of interest is known."))
        return redirect("cases:show_people", case)
    try:
        leaves = whom.get("account") == request.actor.id or whom.get("organisation") in request.actor.organisation_ids
        lead = conflicts.moves_to(file, whom.get("organisation"), whom.get("account"), now)
        if (leaves or lead) and not form.cleaned_data["confirmed"]:
            form.ask_to_confirm(_what_happens(lead))
            return None
        lead = conflicts.say(actor=request.actor, case=case, party_id=party_id, at=now, **whom)
    except conflicts.NoOtherDesk:
        form.add_error(None, _nobody())
        return None
    except conflicts.AlreadySaid:
        form.add_error(None, _("The file is hidden from them already."))
        return None
    return _said(request, file, lead)


def _what_happens(lead: "Desk | None") -> str:
    if lead is None:
        return _("You will not open this file any more: your desk goes on without you. Tick the box to go on.")
    return _("The file will be handed to « %(desk)s » and you will not open it any more. Tick the box to go on.") % {
        "desk": desk_name(lead)
    }


def _nobody() -> str:
    """Nothing half done, and somebody to call."""
    numbers = ", ".join(f"{line.label} {line.number}" for line in territory.helplines()[:1])
    return _(
        "No other desk can take this file over, so nothing was changed. Telephone the prosecutor’s office, or"
        " %(number)s, and ask who can follow it."
    ) % {"number": numbers or "—"}


def _said(request: ActorRequest, file: OpenFile, lead: "Desk | None") -> HttpResponse:
    """Whoever may still open the file goes back to it; whoever may not reads one calm page."""
    if access.open_file(request.actor, file.case.id):
        messages.success(request, _("The file is hidden from them from now on."))
        return redirect("cases:list_conflicts", file.case.id)
    return render(request, "cases/conflicts/left.html", {"code": file.case.code, "lead": lead or file.case.lead_desk})


@require_http_methods(["GET", "POST"])
def lift_conflict(request: ActorRequest, case_id: UUID, exclusion_id: UUID) -> HttpResponse:
    """It was an error: a supervisor of the leading desk, other than who said it, takes it back with a reason."""
    file = access.get_case(request.actor, case_id, to=can_say_conflict)
    one = records.get_exclusion(request.actor, file, exclusion_id)
    form = form_for(request, LiftForm, draft=f"cases:lift_conflict:{exclusion_id}")
    if form.is_valid():
        conflicts.lift(
            actor=request.actor, case=case_id, exclusion_id=exclusion_id, why=form.cleaned_data["why"], at=clock.now()
        )
        messages.success(request, _("Taken back. What had ended does not come back by itself."))
        return redirect("cases:list_conflicts", case_id)
    access.note_reading(file, [Compartment.IDENTITY])
    return draw(request, "cases/conflicts/lift.html", file, form, one=one)


@require_GET
def list_author_alerts(request: ActorRequest) -> HttpResponse:
    """One's own, and nothing for whoever has none."""
    return render(request, "cases/conflicts/alerts.html", {"alerts": records.my_alerts(request.actor)})


@require_http_methods(["GET", "POST"])
def show_author_alert(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The files that one may open, whom to call about the others, and one answer."""
    alert = records.get_alert(request.actor, alert_id)
    form = form_for(request, SamenessForm) if alert.decided_at is None else None
    if form is not None and form.is_valid():
        try:
            authors.decide(actor=request.actor, alert=alert_id, decision=form.cleaned_data["decision"], at=clock.now())
            messages.success(request, _("Kept. The same pair will not be asked about again."))
        except authors.AlreadyDecided:
            messages.info(request, _("This was decided already."))
        return redirect("cases:list_author_alerts")
    files = records.files_of(request.actor, alert)
    for one in files:
        if one.case and (opened := access.open_file(request.actor, one.case.id)):
            access.note_reading(opened, [Compartment.IDENTITY])
    context = {"alert": alert, "files": files, "form": form}
    return render(request, "cases/conflicts/alert.html", context, status=422 if form and form.errors else 200)
