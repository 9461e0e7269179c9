"""The door to invitations, sessions and the accounts of the demonstration."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from kanaf.actors.access import list_desks
from kanaf.actors.actor import Actor
from kanaf.actors.enums import Role
from kanaf.actors.models import Account, Desk, Invitation, Membership, OpenSession
from kanaf.actors.policies import can_administer
from kanaf.actors.signin import policies
from kanaf.actors.signin.services import invitations, sessions


@dataclass(frozen=True)
class SignedIn:
    """One line of « where you are signed in »."""

    id: UUID
    browser: str
    system: str
    made_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True)
class Persona:
    """A fictional person of the demonstration, with her posts in words."""

    id: UUID
    name: str
    name_ar: str
    posts: list[tuple[str, Desk]]


def desks_to_invite_to(actor: Actor) -> list[Desk]:
    """The desks the person manages; 404 for whoever manages none."""
    if not policies.can_invite_somewhere(actor):
        raise Http404
    return [desk for desk in list_desks(actor) if policies.can_invite_to(actor, desk)]


def desk_to_invite_to(actor: Actor, desk_id: UUID, role: str) -> Desk:
    found = Desk.objects.filter(pk=desk_id).first()
    if found is None or not policies.can_invite(actor, found, role):
        raise Http404
    return found


def list_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Those of one's desks that nobody has answered, the newest first."""
    if not policies.can_invite_somewhere(actor):
        raise Http404
    found = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("desk", "invited_by")
    if can_administer(actor):
        return found
    mine = [p.desk_id for p in actor.memberships if p.role == Role.DESK_COORDINATOR]
    return found.filter(desk__in=mine)


def get_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    found = Invitation.objects.select_related("desk").filter(pk=invitation_id).first()
    if found is None or not policies.can_change_invitation(actor, found):
        raise Http404
    return found


def open_invitation(token: str, at: datetime) -> Invitation | None:
    """What a link opens; unknown, used, expired and withdrawn links all open nothing."""
    found = (
        Invitation.objects.select_related("desk", "desk__organisation", "invited_by")
        .filter(token=invitations.index_of(token))
        .first()
    )
    return found if found and invitations.is_open(found, at) else None


def account_of(actor: Actor) -> Account:
    """The record of whoever acts."""
    return Account.objects.get(pk=actor.known_id)


def has_account(email: str) -> bool:
    """Asked only with an invitation in hand, whose address it is."""
    return Account.objects.filter(email=email).exists()


def account_to_mend(actor: Actor, account_id: UUID) -> Account:
    found = Account.objects.filter(pk=account_id).first()
    if found is None or not policies.can_forget_factors(actor, found):
        raise Http404
    return found


def list_sessions(actor: Actor, key: str) -> list[SignedIn]:
    """The person's living sessions, this one first."""
    opened = [(s, sessions.said_of(s)) for s in OpenSession.objects.filter(account=actor.known_id)]
    told = [(session, said) for session, said in opened if said]
    living = set(
        Session.objects.filter(session_key__in=[said["key"] for _session, said in told]).values_list(
            "session_key", flat=True
        )
    )
    lines = [
        SignedIn(s.pk, said["browser"], said["system"], s.made_at, s.seen_at, said["key"] == key)
        for s, said in told
        if said["key"] in living
    ]
    return sorted(lines, key=lambda line: not line.is_here)


def get_session(actor: Actor, session_id: UUID) -> OpenSession:
    """Somebody else's session is unknown."""
    found = OpenSession.objects.filter(pk=session_id, account=actor.known_id).first()
    if found is None:
        raise Http404
    return found


def list_personas(at: datetime) -> list[Persona]:
    """Every account of the demonstration; 404 outside it."""
    if not settings.DEMO:
        raise Http404
    posts = Membership.objects.valid_at(at).select_related("desk")
    accounts = Account.objects.filter(is_demo=True, is_active=True).order_by("joined_at", "id")
    return [
        Persona(a.pk, a.name, a.name_ar, [(str(Role(m.role).label), m.desk) for m in a.memberships.all()])
        for a in accounts.prefetch_related(Prefetch("memberships", queryset=posts))
    ]


def get_persona(account_id: UUID) -> Account:
    """A demonstration account; nobody real is ever one click away."""
    found = Account.objects.filter(pk=account_id, is_demo=True, is_active=True).first()
    if not settings.DEMO or found is None:
        raise Http404
    return found
