"""Inviting people to a desk, and their coming in."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kanaf.actors.access import actor_of
from kanaf.actors.actor import Actor
from kanaf.actors.models import Account, Desk, Invitation, Membership
from kanaf.actors.signin import policies
from kanaf.actors.signin.events import INVITATION_ACCEPTED, INVITATION_WITHDRAWN, INVITED
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.foundation.vault import blind
from kanaf.journal import services as journal


class InvitationClosed(Exception):
    """The link was used, has expired, was withdrawn, or its sender may not invite any more."""


class AccountExists(Exception):
    """The address has an account: its owner signs in to accept."""


def index_of(token: str) -> bytes:
    return blind.index("invitation", token)


def _renew(invitation: Invitation, at: datetime) -> str:
    """A fresh link; the one before it opens nothing any more."""
    token = secrets.token_urlsafe(32)
    invitation.token = index_of(token)
    invitation.made_at, invitation.expires_at = at, at + timedelta(days=settings.INVITATION_DAYS)
    invitation.save()
    return token


@transaction.atomic
def invite(*, actor: Actor, email: str, desk: Desk, role: str, at: datetime) -> tuple[Invitation, str]:
    """Offer a role; the same offer made again replaces its link. Gives the token, which is kept nowhere."""
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    if not policies.can_invite(actor, desk, role):
        raise PermissionDenied
    email = email.strip().lower()
    if Account.objects.filter(pk=actor.known_id, email=email).exists():
        raise PermissionDenied  # nobody gives herself a role, by an invitation either
    known = Invitation.objects.filter(email=email, desk=desk, role=role, accepted_at=None, withdrawn_at=None)
    invitation = known.first() or Invitation(email=email, desk=desk, role=role)
    invitation.invited_by_id = actor.known_id
    token = _renew(invitation, at)
    journal.write(INVITED, actor=actor, subject=invitation, at=at, desk=desk.pk, role=str(role))
    return invitation, token


@transaction.atomic
def invite_first_administrator(*, email: str, desk: Desk, role: str, at: datetime) -> tuple[Invitation, str]:
    """By the operator at the keyboard of the machine, when nobody can invite yet."""
    invitation = Invitation(email=email.strip().lower(), desk=desk, role=role)
    token = _renew(invitation, at)
    actor = SystemActor.OPERATOR.value
    journal.write(INVITED, actor=actor, subject=invitation, at=at, desk=desk.pk, role=str(role))
    return invitation, token


@transaction.atomic
def invite_again(*, actor: Actor, invitation: Invitation, at: datetime) -> tuple[Invitation, str]:
    """A new link for somebody who lost hers or came too late."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("desk").get(pk=invitation.pk)
    if not policies.can_change_invitation(actor, invitation):
        raise PermissionDenied
    invitation.invited_by_id = actor.known_id
    token = _renew(invitation, at)
    journal.write(INVITED, actor=actor, subject=invitation, at=at, desk=invitation.desk_id, role=invitation.role)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation, at: datetime) -> None:
    """The link opens nothing any more."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("desk").get(pk=invitation.pk)
    if not policies.can_change_invitation(actor, invitation):
        raise PermissionDenied
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    journal.write(
        INVITATION_WITHDRAWN,
        actor=actor,
        subject=invitation,
        at=at,
        desk=invitation.desk_id,
        role=invitation.role,
    )


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Its sender must still be allowed to send it: a coordinator who left opens no door behind her."""
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= at:
        return False
    if invitation.invited_by_id is None:
        return invitation.desk.is_active
    return policies.can_invite(actor_of(invitation.invited_by_id, at), invitation.desk, invitation.role)


def _taken(invitation: Invitation, at: datetime) -> Invitation:
    """Locked, so that a link used twice at once opens once."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("desk").get(pk=invitation.pk)
    if not is_open(found, at):
        raise InvitationClosed
    return found


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, name: str, name_ar: str, language: str, password: str, at: datetime
) -> Account:
    """Make the account and its first membership; raises ``InvitationClosed`` or ``AccountExists``."""
    invitation = _taken(invitation, at)
    if Account.objects.filter(email=invitation.email).exists():
        raise AccountExists
    account = Account.objects.create_user(
        invitation.email, password, name=name, name_ar=name_ar, language=language, joined_at=at
    )
    EmailAddress.objects.create(user_id=account.pk, email=account.email, verified=True, primary=True)
    _join(invitation, account, at)
    return account


@transaction.atomic
def join_by_invitation(*, actor: Actor, account: Account, invitation: Invitation, at: datetime) -> None:
    """Somebody who already has an account takes the role; only the person invited may."""
    invitation = _taken(invitation, at)
    if account.pk != actor.id or account.email != invitation.email:
        raise PermissionDenied
    _join(invitation, account, at)


def _join(invitation: Invitation, account: Account, at: datetime) -> None:
    Membership.objects.get_or_create(
        account=account, desk=invitation.desk, role=invitation.role, until=None, defaults={"since": at.date()}
    )
    invitation.accepted_at, invitation.accepted_by = at, account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    with acting_as(account.pk):
        journal.write(
            INVITATION_ACCEPTED,
            actor=account.pk,
            subject=invitation,
            at=at,
            desk=invitation.desk_id,
            role=invitation.role,
            account=str(account.pk),
        )
