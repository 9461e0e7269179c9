"""The ways to one's own security, and to inviting colleagues."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kanaf.actors.signin import policies
from kanaf.foundation import navigation


def _invites(actor: Any) -> bool:
    return actor is not None and policies.can_invite_somewhere(actor)


navigation.add(_("Invitations"), "signin:list_invitations", shown_to=_invites, rank=20, place="account")
navigation.add(_("Sign-in and security"), "mfa_index", rank=30, place="account")
navigation.add(_("Where you are signed in"), "signin:list_sessions", rank=31, place="account")
