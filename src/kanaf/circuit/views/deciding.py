"""Pages on which a version is approved, sent back, signed and put in force."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import said
from kanaf.circuit import access_protocols as access
from kanaf.circuit import forms, policies
from kanaf.circuit.enums import Decision
from kanaf.circuit.services import deciding
from kanaf.circuit.services.drafting import AlreadyMoved, HasMistakes
from kanaf.circuit.views.confirming import answer, late
from kanaf.foundation import clock
from kanaf.foundation.pages import form_for


@require_http_methods(["GET", "POST"])
def review_version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Approve, or send back with a reason; never one's own text."""
    version = access.get_version(request.actor, version_id, to=policies.can_approve)
    draft = f"circuit:review:{version_id}"
    form = form_for(request, forms.ReviewForm, draft=draft, version=version.version)
    if form.is_valid():
        is_yes = form.cleaned_data["decision"] == Decision.APPROVED
        decide = deciding.approve if is_yes else deciding.send_back
        try:
            decide(
                actor=request.actor, version=version_id, remark=form.cleaned_data["remark"], seen=form.seen_version,
                at=clock.now(),
            )  # fmt: skip
        except AlreadyMoved:
            return late(request, version_id)
        words = _("Approved: the members may sign.") if is_yes else _("Sent back: those who wrote it see your reason.")
        messages.success(request, words)
        return redirect("circuit:show_version", version_id)
    return answer(request, "circuit/review.html", version, form, members=access.members_of(version))


@require_http_methods(["GET", "POST"])
def return_version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Take it back to the table; signatures of a text that changes no longer count."""
    version = access.get_version(request.actor, version_id, to=policies.can_return)
    draft = f"circuit:return:{version_id}"
    form = form_for(request, forms.ReturnForm, draft=draft, version=version.version)
    if form.is_valid():
        try:
            deciding.send_back(
                actor=request.actor, version=version_id, remark=form.cleaned_data["remark"], seen=form.seen_version,
                at=clock.now(),
            )  # fmt: skip
        except AlreadyMoved:
            return late(request, version_id)
        messages.success(request, _("It is a draft again."))
        return redirect("circuit:show_version", version_id)
    return answer(request, "circuit/return.html", version, form)


@require_http_methods(["GET", "POST"])
def sign_version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Sign for an organisation that one answers for."""
    version = access.get_version(request.actor, version_id, to=policies.can_sign)
    choices = [(str(one.id), said(one)) for one in access.to_sign(request.actor, version)]
    initial = {"organisation": choices[0][0]} if len(choices) == 1 else {}
    form = form_for(request, forms.SignForm, version=version.version, organisations=choices, initial=initial)
    if form.is_valid():
        try:
            deciding.sign(
                actor=request.actor, version=version_id, organisation=UUID(form.cleaned_data["organisation"]),
                seen=form.seen_version, at=clock.now(),
            )  # fmt: skip
        except (AlreadyMoved, deciding.AlreadySigned):
            return late(request, version_id)
        messages.success(request, _("Signed."))
        return redirect("circuit:show_version", version_id)
    return answer(request, "circuit/sign.html", version, form, members=access.members_of(version))


@require_http_methods(["GET", "POST"])
def publish_version(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Put it in force, once every member has signed."""
    version = access.get_version(request.actor, version_id, to=policies.can_publish)
    form = form_for(request, forms.ConfirmForm, version=version.version)
    if form.is_valid():
        try:
            deciding.publish(actor=request.actor, version=version_id, seen=form.seen_version, at=clock.now())
        except deciding.NotAllSigned:
            form.add_error(None, _("Not every member has signed: wait for the last signature."))
        except HasMistakes:
            form.add_error(None, _("The text no longer holds together here: send it back and correct it."))
        except AlreadyMoved:
            return late(request, version_id)
        else:
            messages.success(request, _("In force. New files follow it; files under way keep the version they have."))
            return redirect("circuit:show_version", version_id)
    return answer(request, "circuit/publish.html", version, form, members=access.members_of(version))
