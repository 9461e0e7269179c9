"""Inviting, coming in, choosing a factor, and seeing where one is signed in."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kanaf.actors.actor import ActorRequest
from kanaf.actors.naming import desk_name
from kanaf.actors.policies import can_administer
from kanaf.actors.signin import access, factors, forms, mails
from kanaf.actors.signin.fresh import require_fresh_sign_in
from kanaf.actors.signin.services import factors as mending
from kanaf.actors.signin.services import invitations, sessions
from kanaf.foundation import clock
from kanaf.foundation.access import public
from kanaf.foundation.pages import render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def choose_factor(request: ActorRequest) -> HttpResponse:
    """One more step before the house opens."""
    done = factors.has_factor(request.actor.known_id)
    return redirect("mfa_index") if done else render(request, "signin/choose_factor.html")


@require_safe
def list_sessions(request: ActorRequest) -> HttpResponse:
    lines = access.list_sessions(request.actor, request.session.session_key or "")
    return render(request, "signin/list_sessions.html", {"sessions": lines})


@require_POST
def end_session(request: ActorRequest, session_id: UUID) -> HttpResponse:
    session = access.get_session(request.actor, session_id)
    sessions.end_session(actor=request.actor, session=session, at=clock.now())
    messages.success(request, _("This session is ended."))
    return redirect("signin:list_sessions")


@require_POST
def end_other_sessions(request: ActorRequest) -> HttpResponse:
    key = request.session.session_key or ""
    sessions.end_other_sessions(actor=request.actor, key=key, at=clock.now())
    messages.success(request, _("You are signed in here only."))
    return redirect("signin:list_sessions")


@require_safe
def list_invitations(request: ActorRequest) -> HttpResponse:
    context = {"invitations": access.list_invitations(request.actor), "now": clock.now()}
    return render(request, "signin/list_invitations.html", context)


@require_http_methods(["GET", "POST"])
@require_fresh_sign_in
def invite(request: ActorRequest) -> HttpResponse:
    desks = access.desks_to_invite_to(request.actor)
    form = forms.InviteForm(
        request.POST if request.method == "POST" else None,
        desks=[(str(desk.pk), desk_name(desk)) for desk in desks],
        with_instance_roles=can_administer(request.actor),
    )
    if form.is_valid():
        said = form.cleaned_data
        desk = access.desk_to_invite_to(request.actor, UUID(said["desk"]), said["role"])
        sent = invitations.invite(
            actor=request.actor, email=said["email"], desk=desk, role=said["role"], at=clock.now()
        )
        return _sent(request, *sent)
    return render(request, "signin/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@require_fresh_sign_in
def invite_again(request: ActorRequest, invitation_id: UUID) -> HttpResponse:
    invitation = access.get_invitation(request.actor, invitation_id)
    sent = invitations.invite_again(actor=request.actor, invitation=invitation, at=clock.now())
    return _sent(request, *sent)


def _sent(request: HttpRequest, invitation: Any, token: str) -> HttpResponse:
    def link_in(language: str) -> str:
        with translation.override(language):
            return request.build_absolute_uri(reverse("signin:accept_invitation", args=[token]))

    mails.send_invitation(invitation, link_in)
    messages.success(request, _("The invitation is on its way. Its link opens once, within 7 days."))
    return redirect("signin:list_invitations")


@require_POST
def withdraw_invitation(request: ActorRequest, invitation_id: UUID) -> HttpResponse:
    invitation = access.get_invitation(request.actor, invitation_id)
    invitations.withdraw_invitation(actor=request.actor, invitation=invitation, at=clock.now())
    messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("signin:list_invitations")


@public
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: ActorRequest, token: str) -> HttpResponseBase:
    """The link of the mail: a new account, or one more role for somebody who has one."""
    invitation = access.open_invitation(token, clock.now())
    if invitation is None:
        return render(request, "signin/invitation_closed.html", status=410)
    if access.has_account(invitation.email):
        return _join(request, invitation)
    if not request.actor.is_anonymous:
        return render(request, "signin/join.html", {"invitation": invitation, "is_other": True})
    return _come_in(request, invitation)


def _come_in(request: ActorRequest, invitation: Any) -> HttpResponseBase:
    form = forms.AcceptForm(
        request.POST if request.method == "POST" else None, initial={"language": translation.get_language()}
    )
    if not form.is_valid():
        context = {"form": form, "invitation": invitation}
        return render(request, "signin/accept_invitation.html", context, status=422 if form.errors else 200)
    said = {name: form.cleaned_data[name] for name in ("name", "name_ar", "language", "password")}
    try:
        account = invitations.accept_invitation(invitation=invitation, at=clock.now(), **said)
    except (invitations.InvitationClosed, invitations.AccountExists):
        return render(request, "signin/invitation_closed.html", status=410)
    record_authentication(request, account, method="password")
    answer: HttpResponseBase = perform_login(request, account, email_verification="none")
    return answer


def _join(request: ActorRequest, invitation: Any) -> HttpResponse:
    """Only the person invited, signed in as herself, takes the role."""
    is_hers = not request.actor.is_anonymous and access.account_of(request.actor).email == invitation.email
    if request.method == "POST" and is_hers:
        invitations.join_by_invitation(
            actor=request.actor,
            account=access.account_of(request.actor),
            invitation=invitation,
            at=clock.now(),
        )
        messages.success(request, _("The role is yours from today."))
        return redirect(resolve_url("portal:home"))
    is_other = not request.actor.is_anonymous and not is_hers
    context = {"invitation": invitation, "is_hers": is_hers, "is_other": is_other}
    return render(request, "signin/join.html", context)


@require_http_methods(["GET", "POST"])
@require_fresh_sign_in
def forget_factors(request: ActorRequest, account_id: UUID) -> HttpResponse:
    """For a colleague who lost her telephone and her codes, recognised by voice or face."""
    account = access.account_to_mend(request.actor, account_id)
    if request.method == "POST":
        mending.forget_factors(actor=request.actor, account=account, at=clock.now())
        messages.success(request, _("The second factor is removed. The next sign-in asks to choose one."))
        return redirect("actors:list_accounts")
    return render(request, "signin/forget_factors.html", {"account": account})


@public
@require_safe
def list_personas(request: HttpRequest) -> HttpResponse:
    """The people of the demonstration, one click away; 404 outside it."""
    return render(request, "signin/list_personas.html", {"personas": access.list_personas(clock.now())})


@public
@require_POST
def become_persona(request: HttpRequest, account_id: UUID) -> HttpResponse:
    login(request, access.get_persona(account_id), backend=BACKEND)
    return redirect("portal:home")
