"""Pages of hand-overs: send, read and answer, finish, take back."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kanaf.actors.access import desk_by_id
from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.cases import access as cases
from kanaf.foundation import clock
from kanaf.foundation.forms import Form
from kanaf.foundation.pages import form_for, render
from kanaf.referrals import access, forms, policies, services, showing
from kanaf.referrals.enums import ReferralKind

if TYPE_CHECKING:
    from kanaf.actors.models import Desk
    from kanaf.referrals.models import Referral


@require_http_methods(["GET", "POST"])
def send(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Ask another desk, or hand the whole file over; the directory proposes whom, and says why."""
    file = cases.get_case(request.actor, case_id, to=policies.can_send)
    desks = [(str(d.id), desk_name(d)) for d in access.possible_desks(file)]
    need = forms.NeedForm(request.GET if "need" in request.GET else None)
    category = need.cleaned_data["need"] if need.is_bound and need.is_valid() else ""
    initial = {
        "urgency": file.case.risk,
        "desk": request.GET.get("desk", ""),
        "category": category,
        "compartments": ["identity"],
    }
    form = form_for(request, forms.SendForm, draft=f"referrals:send:{case_id}", desks=desks, initial=initial)
    refusal = None
    if form.is_valid():
        refusal = _try_to_send(request, case_id, form)
        if refusal is None:
            return redirect("portal:show_file", case_id)
    context = {
        "file": file,
        "form": form,
        "refusal": refusal,
        "need": need,
        "category": category,
        "proposals": showing.proposals(file, category, clock.now()) if category else [],
    }
    return render(request, "referrals/send.html", context, status=422 if form.errors or refusal else 200)


def _try_to_send(request: ActorRequest, case_id: UUID, form: Form) -> str | None:
    """The sentence that says why not, or ``None`` once it is sent."""
    given = form.cleaned_data
    refusal = attempt(
        request,
        case_id,
        desk_by_id(UUID(given["desk"])),
        kind=ReferralKind(given["kind"]),
        category=given["category"],
        compartments=given["compartments"],
        urgency=given["urgency"],
        message=given["message"],
    )
    if refusal is None:
        messages.success(request, _("Sent. We stay responsible until they accept."))
    return refusal


def attempt(request: ActorRequest, case_id: UUID, desk_to: "Desk", *, category: str, **asked: Any) -> str | None:
    """Send it; the sentence that says why not, or ``None``. What consent stopped is written down."""
    now = clock.now()
    try:
        services.send(
            actor=request.actor, case=case_id, desk_to=desk_to, service=None, category=category, at=now, **asked
        )
    except services.NoConsent as blocked:
        services.note_block(actor=request.actor, case=case_id, desk_to=desk_to, category=category, at=now)
        return str(blocked.answer.why)
    except services.DeskClosed:
        return _("This desk cannot be asked for this file. Choose another one.")
    except services.AlreadyWaiting:
        return _("This desk was already asked for this service and has not answered yet.")
    return None


@require_http_methods(["GET"])
def show(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """What is asked, by whom, before when, and the ways to answer."""
    referral = access.get_referral(request.actor, referral_id)
    context = showing.of_referral(request.actor, referral, clock.now())
    return render(request, "referrals/show.html", context)


@require_POST
def receive(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Acknowledge receipt."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_receive)
    services.receive(actor=request.actor, referral=referral, at=clock.now())
    messages.success(request, _("Receipt acknowledged. The other desk knows."))
    return redirect("referrals:show", referral_id)


@require_http_methods(["GET", "POST"])
def accept(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Say yes."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_answer)
    form = form_for(request, forms.AcceptForm, draft=f"referrals:accept:{referral_id}")
    if form.is_valid():
        try:
            services.accept(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        except services.ConsentEnded:
            form.add_error(
                None, _("The child or the family no longer agrees to this sharing. Speak to the other desk.")
            )
        else:
            messages.success(request, _("Accepted. The parts shared with us are open."))
            return redirect("portal:show_file", referral.case_id)
    return _answer(request, "referrals/accept.html", referral, form)


@require_http_methods(["GET", "POST"])
def decline(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Say no, and why."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_decline)
    form = form_for(request, forms.DeclineForm, draft=f"referrals:decline:{referral_id}")
    if form.is_valid():
        services.decline(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Declined. The other desk was told and stays responsible."))
        return redirect("portal:home")
    return _answer(request, "referrals/decline.html", referral, form)


@require_http_methods(["GET", "POST"])
def finish(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Say what came of it."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_finish)
    form = form_for(request, forms.FinishForm, draft=f"referrals:finish:{referral_id}")
    if form.is_valid():
        services.finish(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Finished. Our access to the file has ended."))
        return redirect("portal:home")
    return _answer(request, "referrals/finish.html", referral, form)


@require_http_methods(["GET", "POST"])
def revoke(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Take it back."""
    referral = access.get_referral(request.actor, referral_id, to=policies.can_revoke)
    form = form_for(request, forms.RevokeForm)
    if form.is_valid():
        services.revoke(actor=request.actor, referral=referral, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Taken back. The other desk no longer sees the file."))
        return redirect("portal:show_file", referral.case_id)
    return _answer(request, "referrals/revoke.html", referral, form)


def _answer(request: ActorRequest, template: str, referral: "Referral", form: Form) -> HttpResponse:
    return render(request, template, {"referral": referral, "form": form}, status=422 if form.errors else 200)
