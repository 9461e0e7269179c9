"""Asking the policy again, inside the lock."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kanaf.actors.actor import Actor
from kanaf.mapping.access.campaigns import standing
from kanaf.mapping.models import Campaign
from kanaf.mapping.policies import OpenCampaign, can_write

Policy = Callable[[Actor, OpenCampaign], bool]


def opened(actor: Actor, campaign: UUID, to: Policy = can_write) -> OpenCampaign:
    """The campaign as it stands now. Raises ``PermissionDenied``."""
    found = Campaign.objects.readable_by(actor).filter(pk=campaign).first()
    file = standing(actor, found) if found else None
    if file is None or not to(actor, file):
        raise PermissionDenied
    return file


def locked(actor: Actor, campaign: UUID, to: Policy) -> OpenCampaign:
    """The same, kept still until the end of the transaction, for whoever may change the campaign itself."""
    found = Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign).first()
    file = standing(actor, found) if found else None
    if file is None or not to(actor, file):
        raise PermissionDenied
    return file
