"""Pages between the sending and the end: questions, colleagues, beginning, missing, the next desk, the transfer."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import ActorRequest
from kanaf.actors.enums import ServiceCategory
from kanaf.actors.naming import desk_name
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, render
from kanaf.referrals import access, forms, policies, services, services_steps
from kanaf.referrals.enums import ReferralKind
from kanaf.referrals.services_transfers import Request
from kanaf.referrals.views import attempt
from kanaf.territory import access as territory

if TYPE_CHECKING:
    from kanaf.referrals.models import Referral


def _draw(request: ActorRequest, template: str, referral: "Referral", form: Form) -> HttpResponse:
    return render(request, template, {"referral": referral, "form": form}, status=422 if form.errors else 200)


def _back(request: ActorRequest, referral_id: UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("referrals:show", referral_id)


@require_http_methods(["GET", "POST"])
def ask(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """A question before the answer."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_ask)
    form = form_for(request, forms.AskForm, draft=f"referrals:ask:{referral_id}")
    if form.is_valid():
        services_steps.ask(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        return _back(request, referral_id, _("The question was sent. The other desk stays responsible meanwhile."))
    return _draw(request, "referrals/ask.html", referral, form)


@require_http_methods(["GET", "POST"])
def reply(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """What they wanted to know."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_reply)
    form = form_for(request, forms.ReplyForm, draft=f"referrals:reply:{referral_id}")
    if form.is_valid():
        services_steps.reply(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        return _back(request, referral_id, _("The answer was sent. We stay responsible until they accept."))
    asked = access.questions(referral)[-1:]
    context = {"referral": referral, "form": form, "questions": asked}
    return render(request, "referrals/reply.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def reassign(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Give it to a colleague of the desk."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_reassign)
    colleagues = access.colleagues(referral, clock.now())
    form = form_for(request, forms.ReassignForm, colleagues=colleagues, initial={"to": str(referral.assigned_to or "")})
    if form.is_valid():
        services_steps.reassign(
            actor=request.actor, referral=referral, to=UUID(form.cleaned_data["to"]), at=clock.now()
        )
        return _back(request, referral_id, _("Given to a colleague."))
    return _draw(request, "referrals/reassign.html", referral, form)


@require_POST
def begin(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The service has begun."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_begin)
    services_steps.begin(actor=request.actor, referral=referral, at=clock.now())
    return _back(request, referral_id, _("Begun. The other desk knows."))


@require_http_methods(["GET", "POST"])
def miss(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The child did not come."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_miss)
    form = form_for(request, forms.MissForm, draft=f"referrals:miss:{referral_id}")
    if form.is_valid():
        services_steps.miss(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        return _back(request, referral_id, _("Written down. The desk that leads the file knows."))
    return _draw(request, "referrals/miss.html", referral, form)


def _may_send_next(request: ActorRequest, referral_id: UUID) -> "Referral":
    """A referral that ended without its service, for whoever leads the file; else 404."""
    referral = access.get_referral(request.actor, referral_id)
    file = cases.get_case(request.actor, referral.case_id, to=policies.can_send)
    if file.case.id != referral.case_id:
        raise Http404
    return referral


@require_POST
def send_next(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Ask another desk in the same words, in one click."""
    referral = _may_send_next(request, referral_id)
    try:
        desk_to = desk_by_id(UUID(request.POST.get("desk", "")))
        sent = services_steps.send_next(actor=request.actor, referral=referral, desk_to=desk_to, at=clock.now())
    except ValueError:
        return redirect("referrals:show", referral_id)
    except services.NoConsent as blocked:
        services.note_block(
            actor=request.actor, case=referral.case_id, desk_to=desk_to, category=referral.category, at=clock.now()
        )
        messages.warning(request, str(blocked.answer.why))
        return redirect("referrals:show", referral_id)
    except (services.AlreadyWaiting, services_steps.StillInCourse):
        messages.warning(request, _("Another desk was already asked in its place."))
        return redirect("referrals:show", referral_id)
    return _back(request, sent.id, _("Sent. We stay responsible until they accept."))


@require_http_methods(["GET", "POST"])
def transfer(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask the team of another territory to take the file over."""
    file = cases.get_case(request.actor, case_id, to=policies.can_send)
    desks = [(str(desk.id), desk_name(desk)) for desk in access.desks_elsewhere(file)]
    initial = {"urgency": file.case.risk}
    form = form_for(request, forms.TransferForm, draft=f"referrals:transfer:{case_id}", desks=desks, initial=initial)
    refusal = None
    if form.is_valid():
        given = form.cleaned_data
        refusal = attempt(
            request,
            case_id,
            desk_by_id(UUID(given["desk"])),
            kind=ReferralKind.TRANSFER,
            category=ServiceCategory.SOCIAL.value,
            compartments=[],
            urgency=given["urgency"],
            message="",
            transfer=Request(given["reason"], given["summary"]),
        )
        if refusal is None:
            messages.success(request, _("Asked. We stay responsible until their coordinator accepts."))
            return redirect("portal:show_file", case_id)
    until = territory.due_at("transfer_access_end", clock.now())
    context = {"file": file, "form": form, "refusal": refusal, "until": until}
    return render(request, "referrals/transfer.html", context, status=422 if form.errors or refusal else 200)
